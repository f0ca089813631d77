import type { OperationMeaning, Sink } from '../../dissector.ts'
import { u16le } from '../integers.ts'
import type { CodeRow } from './cip-table.ts'
import { fileKind, KIND } from './path.ts'
import {
  DATA_FILE,
  FILE_TYPES,
  FORCE_FILE,
  OF_FILE,
  PCCC_COMMANDS,
  PCCC_DENIED,
  PCCC_FUNCTIONS,
  PROGRAM_FILE,
} from './pccc-table.ts'

/** PCCC, the command set of PLC-5, SLC 500 and MicroLogix (DF1 Protocol and Command Set, 1770-6.5.16), as CIP carries it. */

/** Bits of a code: function, command, whether there is a function at all, and what kind of file is touched. */
const COMMAND = 8
const HAS_FUNCTION = 1 << 16
const FILE = 17
const UNKNOWN: CodeRow = { title: 'unknown command', class: 'other' }
const ANSWER: CodeRow = { title: 'reply', class: 'other' }
const TYPED = 0x0f
const REPLY = 0x40
/** Status: not allowed by the protection that was chosen. */
const NOT_ALLOWED = 0x60

/** Whether a command of `to - from` bytes has its head: command, status, transaction, and a function where one belongs. */
export function isCommand(b: Uint8Array, from: number, to: number): boolean {
  return to - from >= (PCCC_FUNCTIONS[b[from]!] ? 5 : 4)
}

/** The code of a command whose head is there. */
export function commandCode(b: Uint8Array, from: number, to: number): number {
  const command = b[from]!
  if (!PCCC_FUNCTIONS[command]) return command << COMMAND
  const f = b[from + 4]!
  const file = command === TYPED && isLogical(f) ? fileClass(b, from + 5, to) : DATA_FILE
  return (file << FILE) | HAS_FUNCTION | (command << COMMAND) | f
}

/** The code of a reply in an item of its own: its command alone, as it names no function. */
export function replyCode(b: Uint8Array, from: number): number {
  return b[from]! << COMMAND
}

/** Title and class of a code. */
export function commandRow(code: number): CodeRow {
  const command = (code >> COMMAND) & 0xff
  const row = code & HAS_FUNCTION ? PCCC_FUNCTIONS[command]?.[code & 0xff] : PCCC_COMMANDS[command]
  if (row === undefined) return command & REPLY ? ANSWER : UNKNOWN
  return OF_FILE[(code >> FILE) & 3]?.[row.class === 'read' ? 'read' : 'write'] ?? row
}

/** What a code means; the name is `PCCC_<command>_<function>`. */
export function commandMeaning(code: number): OperationMeaning {
  const { title, class: kind } = commandRow(code)
  const f = code & HAS_FUNCTION ? hex2(code & 0xff) : '-'
  return { protocol: 'pccc', name: `PCCC_${hex2((code >> COMMAND) & 0xff)}_${f}`, title, class: kind }
}

/** Every code of the tables. */
export function* knownCommands(): Iterable<number> {
  for (const command of Object.keys(PCCC_COMMANDS).map(Number)) yield command << COMMAND
  for (const [command, functions] of Object.entries(PCCC_FUNCTIONS))
    for (const f of Object.keys(functions).map(Number))
      for (const file of Number(command) === TYPED && isLogical(f)
        ? [DATA_FILE, PROGRAM_FILE, FORCE_FILE]
        : [DATA_FILE])
        yield (file << FILE) | HAS_FUNCTION | (Number(command) << COMMAND) | f
}

/** Reports the files and elements that a command touches. */
export function touchFiles(b: Uint8Array, from: number, to: number, out: Sink): void {
  const command = b[from]!
  if (PCCC_COMMANDS[command]) {
    if (from + 6 <= to) out.object(KIND['plc2-address'], u16le(b, from + 4), u16le(b, from + 4))
    return
  }
  if (command !== TYPED) return
  const f = b[from + 4]!
  if (isLogical(f)) logical(b, from + 5, to, out)
  // Offset and size of the transfer stand before the address.
  else if (f === 0x00 || f === 0x01 || f === 0x67 || f === 0x68) systemAddress(b, from + 9, to, out)
  else if (f === 0x26 || f === 0x02 || f === 0x79) systemAddress(b, from + 5, to, out)
}

/** Whether `from` begins a reply to a command of ours: its command with the reply bit. */
export function isReply(b: Uint8Array, from: number, to: number): boolean {
  if (to - from < 4) return false
  const command = b[from]! & ~REPLY
  return (b[from]! & REPLY) !== 0 && (PCCC_FUNCTIONS[command] !== undefined || PCCC_COMMANDS[command] !== undefined)
}

/** Reports with what status a reply refuses, and whether for want of a right; returns whether it does. */
export function refusal(b: Uint8Array, from: number, to: number, out: Sink | undefined): boolean {
  const status = b[from + 1]!
  if (status === 0 || !out) return status !== 0
  const extended = status === 0xf0 && from + 4 < to ? b[from + 4]! : 0
  out.object(KIND['pccc-status'], status, status)
  if (extended > 0) out.object(KIND['extended-status'], extended, extended)
  if (status === NOT_ALLOWED || PCCC_DENIED.has(extended)) out.object(KIND.denied, status, status)
  return true
}

/** The name of a file: `N7`, or `file-22-3` where its type has no letter. */
export function fileName(type: number, file: number): string {
  if (type === 0) return `file-${file}`
  const letter = FILE_TYPES[type]?.[0]
  return letter === undefined ? `file-${hex2(type)}-${file}` : `${letter}${file}`
}

function isLogical(f: number): boolean {
  return f === 0xa1 || f === 0xa2 || f === 0xa9 || f === 0xaa || f === 0xab
}

/** Types below 0x80 hold program and configuration, 0xa1 and 0xa2 the forces of outputs and inputs. */
function fileClass(b: Uint8Array, from: number, to: number): number {
  const at = from + 1 < to && b[from + 1] === 0xff ? from + 4 : from + 2
  if (at >= to) return DATA_FILE
  const type = b[at]!
  return type < 0x80 ? PROGRAM_FILE : type === 0xa1 || type === 0xa2 ? FORCE_FILE : DATA_FILE
}

/** Size in bytes, file number, file type and element of a protected typed logical address; 0xff announces two bytes. */
function logical(b: Uint8Array, from: number, to: number, out: Sink): void {
  const file = field(b, from + 1, to)
  const at = from + 1 + fieldSize(b, from + 1, to)
  const element = field(b, at + 1, to)
  if (file < 0 || element < 0) return
  const type = b[at]!
  const bytes = FILE_TYPES[type]?.[1] ?? 2
  const count = Math.max(1, Math.ceil(b[from]! / bytes))
  out.object(fileKind(type, file), element, element + count - 1)
}

/** A PLC-5 system address: levels marked in a first byte, or a text between zeros that begins with `$`. */
function systemAddress(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (from + 2 >= to) return
  const levels = b[from]!
  if (levels === 0) {
    const end = b[from + 1] === 0x24 ? b.indexOf(0, from + 2) : -1
    if (end > from + 2 && end < to) out.named(KIND['pccc-address'], b, from + 2, end)
    return
  }
  let i = from + 1
  let file = -1
  let element = -1
  for (let level = 0; level < 3; level++) {
    if ((levels & (1 << level)) === 0) continue
    const value = field(b, i, to)
    if (value < 0) return
    if (level === 1) file = value
    if (level === 2) element = value
    i += fieldSize(b, i, to)
  }
  if (file >= 0 && element >= 0) out.object(fileKind(0, file), element, element)
}

/** A number of one byte, or of two behind 0xff; -1 where the bytes end. */
function field(b: Uint8Array, i: number, to: number): number {
  if (i >= to) return -1
  if (b[i] !== 0xff) return b[i]!
  return i + 3 <= to ? u16le(b, i + 1) : -1
}

function fieldSize(b: Uint8Array, i: number, to: number): number {
  return i < to && b[i] === 0xff ? 3 : 1
}

function hex2(n: number): string {
  return n.toString(16).padStart(2, '0')
}
