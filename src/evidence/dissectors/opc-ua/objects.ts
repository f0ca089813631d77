import type { Sink } from '../../dissector.ts'
import { type Cursor, GUID, NUMERIC, OPAQUE, STRING } from './cursor.ts'
import { DENIED, MODES, TOKENS } from './service-table.ts'

/** Bits of a kind of object that is a node: its namespace, whether it is called as a method, and the kind of its id. */
const METHOD = 4
const NAMESPACE = 3
const OTHER = 1 << 20
const OTHER_KINDS = ['status', 'denied', 'attribute', 'security-policy', 'security-mode', 'identity-token'] as const
const ID_KINDS: readonly string[] = ['', '-names', '-guids', '-opaque']
const LONGEST_OPAQUE = 32

const kindOf = (name: (typeof OTHER_KINDS)[number]) => OTHER + OTHER_KINDS.indexOf(name)
const STATUS = kindOf('status')
const DENIED_KIND = kindOf('denied')
export const ATTRIBUTE = kindOf('attribute')
export const POLICY = kindOf('security-policy')
const MODE = kindOf('security-mode')
const TOKEN = kindOf('identity-token')

const encoder = new TextEncoder()
const MODE_NAMES = MODES.map((mode) => encoder.encode(mode))
const TOKEN_NAMES = TOKENS.map(({ name }) => encoder.encode(name))
const HEX = encoder.encode('0123456789abcdef')
const scratch = new Uint8Array(2 * LONGEST_OPAQUE + 4)

/** The name of a kind of object: `ns2` (numbers), `ns2-names`, `method-ns0`, `status`, `security-policy` … */
export function objectName(kind: number): string {
  if (kind >= OTHER) return OTHER_KINDS[kind - OTHER] ?? `kind ${kind}`
  return `${kind & METHOD ? 'method-' : ''}ns${kind >> NAMESPACE}${ID_KINDS[kind & 3]}`
}

/** Tells the node id that the cursor read last: by number, or by name. */
export function tellNode(c: Cursor, isMethod: boolean, out: Sink): void {
  const kind = (c.namespace << NAMESPACE) | (isMethod ? METHOD : 0) | c.kind
  if (c.kind === NUMERIC) {
    // The null node id stands for none.
    if (kind > 0 || c.number > 0) out.object(kind, c.number, c.number)
  } else if (c.kind === STRING) out.named(kind, c.bytes, c.from, c.end)
  else if (c.kind === GUID) out.named(kind, scratch, 0, guid(c.bytes, c.from))
  else if (c.kind === OPAQUE) {
    const end = Math.min(c.end, c.from + LONGEST_OPAQUE)
    let size = 0
    for (let i = c.from; i < end; i++) size = digits(size, c.bytes[i]!)
    out.named(kind, scratch, 0, size)
  }
}

/** Tells a bad status code, and whether it stands for the want of a right. */
export function tellStatus(code: number, out: Sink): void {
  out.object(STATUS, code, code)
  // The lower half holds flags of the value.
  const reason = code - (code % 0x10000)
  if (DENIED.has(reason)) out.object(DENIED_KIND, reason, reason)
}

/** Tells a `MessageSecurityMode`. */
export function tellMode(mode: number, out: Sink): void {
  const name = MODE_NAMES[mode]
  if (name) out.named(MODE, name, 0, name.length)
}

/** Tells the kind of an identity token: an index into `TOKENS`. */
export function tellToken(index: number, out: Sink): void {
  const name = TOKEN_NAMES[index]
  if (name) out.named(TOKEN, name, 0, name.length)
}

/** Writes a GUID (OPC 10000-6, 5.2.2.6: three numbers with the lowest byte first, then eight bytes) as text into `scratch`. */
function guid(b: Uint8Array, from: number): number {
  let size = 0
  for (let n = 0; n < 16; n++) {
    if (n === 4 || n === 6 || n === 8 || n === 10) scratch[size++] = 0x2d
    size = digits(size, b[from + (n < 4 ? 3 - n : n < 8 ? n ^ 1 : n)]!)
  }
  return size
}

function digits(at: number, byte: number): number {
  scratch[at] = HEX[byte >> 4]!
  scratch[at + 1] = HEX[byte & 15]!
  return at + 2
}
