import { type Sink } from '../../dissector.ts'
import { berContent, berEnd, berTag } from '../ber.ts'
import { ACCESSES, CONSTRAINTS, CONTROLS, type Names, OBJECTS } from './service-table.ts'

const [VARIABLE, VARIABLE_LIST, DOMAIN, PROGRAM, FILE, OBJECT] = OBJECTS.map((_, kind) => kind) as [
  number, number, number, number, number, number,
] // biome-ignore format: a list

const DOLLAR = 0x24
const SLASH = 0x2f
/** An identifier has at most 32 letters, in IEC 61850 64 or 129; what is longer is cut. */
const PART = 129
const DEEPEST_FILE = 4
const [GRAPHIC_STRING, VISIBLE_STRING] = [0x19, 0x1a]

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const accessOf = (title: string) => ACCESSES.findIndex((row) => row.title === title)
const WORDS = [
  ...Object.entries(CONSTRAINTS).map(([word, title]) => ({
    word: ascii(word),
    access: accessOf(title),
    isControl: false,
  })),
  ...Object.entries(CONTROLS).map(([word, title]) => ({ word: ascii(word), access: accessOf(title), isControl: true })),
]
const SELECT = accessOf('select before operate')
const SETTINGS = accessOf('settings')
const CO = ascii('CO')
const SETTING_GROUPS = ascii('SGCB')

const name = new Uint8Array(2 * PART + 1)

/** What the gravest of the variables that a request reads or writes is about: an index into `ACCESSES`. */
export function accessIn(b: Uint8Array, from: number, to: number, names: Names): number {
  return variables(b, from, to, names, undefined)
}

/** Tells the names that a request touches; `from` to `to` is the content of the service's choice, `isText` whether it is primitive. */
export function tellNames(b: Uint8Array, from: number, to: number, names: Names, isText: boolean, out: Sink): void {
  switch (names) {
    case 'variables':
    case 'read':
      variables(b, from, to, names, out)
      return
    case 'object':
    case 'list':
      return object(b, from, to, names === 'list' ? VARIABLE_LIST : OBJECT, out)
    case 'name':
    case 'variable':
      return object(b, berContent(b, from), berEnd(b, from, to), names === 'name' ? OBJECT : VARIABLE, out)
    case 'domain':
    case 'program': {
      const kind = names === 'domain' ? DOMAIN : PROGRAM
      if (isText) out.named(kind, b, from, to)
      else identifier(b, from, to, kind, out)
      return
    }
    case 'scope':
      return scope(b, from, to, out)
    case 'file':
      return files(b, from, to, 0, out)
  }
}

/** A VariableAccessSpecification (ISO 9506-2, 14.5.1): a list of variables, or the name of one; the gravest access is returned. */
function variables(b: Uint8Array, from: number, to: number, names: Names, out: Sink | undefined): number {
  let gravest = 0
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end) {
    const tag = berTag(b, i)
    const content = berContent(b, i)
    if (names === 'read' && tag === 0xa1) return variables(b, content, end, 'variables', out)
    if (names === 'read') continue
    if (tag === 0xa1 && out) object(b, content, end, VARIABLE_LIST, out)
    else if (tag === 0xa0) gravest = list(b, content, end, out)
    break
  }
  return gravest
}

function list(b: Uint8Array, from: number, to: number, out: Sink | undefined): number {
  let gravest = 0
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end) {
    const at = berContent(b, i)
    const inside = at < end && b[at] === 0xa0 ? berEnd(b, at, end) : -1
    if (inside < 0) continue
    const size = objectName(b, berContent(b, at), inside)
    gravest = Math.max(gravest, access(size))
    if (out && size > 0) out.named(VARIABLE, name, 0, size)
  }
  return gravest
}

function object(b: Uint8Array, from: number, to: number, kind: number, out: Sink): void {
  const size = to > from ? objectName(b, from, to) : 0
  if (size > 0) out.named(kind, name, 0, size)
}

/** Writes an ObjectName into `name`: of the device, of a domain (`domain/item`), of the association (`@/item`). */
function objectName(b: Uint8Array, i: number, to: number): number {
  const end = berEnd(b, i, to)
  if (end < 0) return 0
  const at = berContent(b, i)
  if (b[i] === 0x80) return put(b, at, end, 0)
  if (b[i] === 0x82) {
    name[0] = 0x40
    name[1] = SLASH
    return put(b, at, end, 2)
  }
  const middle = b[i] === 0xa1 ? berEnd(b, at, end) : -1
  if (middle < 0 || berEnd(b, middle, end) < 0) return 0
  const size = put(b, berContent(b, at), middle, 0)
  name[size] = SLASH
  return put(b, berContent(b, middle), end, size + 1)
}

function put(b: Uint8Array, from: number, to: number, at: number): number {
  let size = at
  for (let i = from; i < to && i < from + PART && size < name.length; i++) name[size++] = b[i]!
  return size
}

/** What the item in `name` stands for, if it is one of IEC 61850: `LN$FC$…`. */
function access(size: number): number {
  let first = -1
  let start = 0
  let isControl = false
  let found = 0
  for (let i = 0; i <= size; i++) {
    if (i < size && name[i] === SLASH && first < 0) start = i + 1
    if (i < size && name[i] !== DOLLAR) continue
    if (first < 0) first = i
    else if (start === first + 1) {
      if (same(start, i, CO)) isControl = true
      else found = wordAt(start, i, false)
    } else if (isControl) found = Math.max(found, wordAt(start, i, true))
    else if (same(start, i, SETTING_GROUPS)) found = SETTINGS
    start = i + 1
  }
  return found
}

function wordAt(from: number, to: number, isControl: boolean): number {
  for (const row of WORDS) if (row.isControl === isControl && same(from, to, row.word)) return row.access
  return 0
}

function same(from: number, to: number, word: Uint8Array): boolean {
  if (to - from !== word.length) return false
  for (let i = 0; i < word.length; i++) if (name[from + i] !== word[i]) return false
  return true
}

/** Whether an access by reading does something: only selecting does. */
export function readAccess(found: number): number {
  return found === SELECT ? SELECT : 0
}

function identifier(b: Uint8Array, from: number, to: number, kind: number, out: Sink): void {
  const end = berEnd(b, from, to)
  if (end > 0 && (b[from] === 0x80 || b[from] === VISIBLE_STRING)) out.named(kind, b, berContent(b, from), end)
}

/** The domain of a GetNameList request: the choice 1 of its second tag. */
function scope(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end) {
    if (b[i] !== 0xa1) continue
    const at = berContent(b, i)
    const inside = berEnd(b, at, end)
    if (inside > 0 && b[at] === 0x81) out.named(DOMAIN, b, berContent(b, at), inside)
  }
}

/** File names are sequences of graphic strings, one or two tags deep. */
function files(b: Uint8Array, from: number, to: number, depth: number, out: Sink): void {
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end)
    if (b[i] === GRAPHIC_STRING) out.named(FILE, b, berContent(b, i), end)
    else if (b[i]! & 0x20 && depth < DEEPEST_FILE) files(b, berContent(b, i), end, depth + 1, out)
}
