import { ASKED, DONE, type FactKind, type OutcomeCode, REFUSED, type Sink } from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import type { Bindings } from '../rpc.ts'
import {
  A_PIPE,
  DIALECT,
  DIALECT_FACT,
  FILE,
  isPipe,
  SHARE,
  SIGNING_FACT,
  SMB2_CODES,
  TO_DELETE,
  TO_READ,
  TO_WRITE,
  tellCall,
  tellName,
  tellOpened,
  tellProof,
  tellStatus,
  tellWord,
} from './common.ts'
import { CHANGES, CONTROLS, DIALECTS } from './smb-table.ts'

/** Messages of SMB 2 and 3 (MS-SMB2). */

const HEADER = 64
const MOST_CHAINED = 64
const MOST_DIALECTS = 16
const ANSWER = 1
const CHANGES_DATA = 0x50010116
const DELETE_RIGHT = 0x00010000
const DELETE_ON_CLOSE = 0x1000
const SIGNING_REQUIRED = 2
const ENCRYPTS = 0x8000
const SHARE_KINDS = ['', 'files', 'pipes', 'printer'] as const
const ANY_DIALECT = 0x02ff
const PENDING = 0x103
const MORE_PROCESSING = 0xc0000016
const ENCRYPTION: FactKind = { attribute: 'smb-encryption', by: 'smb.tree-connect' }

const [NEGOTIATE, SESSION_SETUP, TREE_CONNECT, CREATE, READ, WRITE, IOCTL, QUERY_DIRECTORY, SET_INFO] = [
  0, 1, 3, 5, 8, 9, 11, 14, 17,
] as const

/** Takes the messages from `from` on, of which the bytes before `to` are there: answers and requests may be chained. */
export function smb2Messages(bindings: Bindings, b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, n = 0; n < MOST_CHAINED && i + HEADER <= to && u32le(b, i) === u32le(b, from); n++) {
    const next = u32le(b, i + 20)
    const end = next >= HEADER && i + next <= to ? i + next : to
    message(bindings, b, i, end, out)
    if (next < HEADER) return
    i += next
  }
}

function message(bindings: Bindings, b: Uint8Array, i: number, to: number, out: Sink): void {
  const command = u16le(b, i + 12)
  if (u32le(b, i + 16) & ANSWER) return answer(bindings, command, b, i, to, out)
  const detail = detailOf(command, b, i, to)
  out.operation(SMB2_CODES | ((command & 0xff) << 8) | detail, ASKED)
  request(bindings, command, detail, b, i, to, out)
}

/** What distinguishes requests of one command: how a file is opened, what is changed, which control. */
function detailOf(command: number, b: Uint8Array, i: number, to: number): number {
  if (command === CREATE && i + 112 <= to) {
    if (u16le(b, i + 110) > 0 && isPipe(b, ...buffer(b, i, i + 108, i + 110, to), true)) return A_PIPE
    const access = u32le(b, i + 88)
    if (u32le(b, i + 104) & DELETE_ON_CLOSE) return TO_DELETE
    return access & CHANGES_DATA ? TO_WRITE : access & DELETE_RIGHT ? TO_DELETE : TO_READ
  }
  if (command === SET_INFO && i + 68 <= to && b[i + 66] === 1) return CHANGES[b[i + 67]!] === undefined ? 0 : b[i + 67]!
  if (command === IOCTL && i + 72 <= to) {
    const code = u32le(b, i + 68)
    return Math.max(
      0,
      CONTROLS.findIndex(([known]) => known === code),
    )
  }
  return 0
}

function request(
  bindings: Bindings,
  command: number,
  detail: number,
  b: Uint8Array,
  i: number,
  to: number,
  out: Sink,
): void {
  switch (command) {
    case NEGOTIATE: {
      const count = i + 100 <= to ? Math.min(MOST_DIALECTS, u16le(b, i + 66)) : 0
      for (let n = 0; n < count && i + 102 + 2 * n <= to; n++) dialect(u16le(b, i + 100 + 2 * n), out)
      return
    }
    case SESSION_SETUP:
      if (i + 80 <= to) tellProof(b, ...buffer(b, i, i + 76, i + 78, to), out)
      return
    case TREE_CONNECT:
      if (i + 72 <= to) tellName(SHARE, b, ...buffer(b, i, i + 68, i + 70, to), true, out)
      return
    case CREATE:
      if (i + 112 <= to) tellOpened(detail === A_PIPE, b, ...buffer(b, i, i + 108, i + 110, to), true, out)
      return
    case QUERY_DIRECTORY:
      if (i + 92 <= to) tellName(FILE, b, ...buffer(b, i, i + 88, i + 90, to), true, out)
      return
    case WRITE:
      if (i + 96 <= to) tellCall(bindings, u32le(b, i + 88), b, i + u16le(b, i + 66), to, out)
      return
    case IOCTL:
      if (detail === 1 && i + 96 <= to) tellCall(bindings, u32le(b, i + 80), b, i + u32le(b, i + 88), to, out)
      return
    case SET_INFO:
      // A new name stands behind a flag, a root and its length (MS-FSCC, 2.4.37).
      if ((detail === 10 || detail === 65) && i + 74 <= to) {
        const at = i + u16le(b, i + 72)
        if (at + 20 <= to) tellName(FILE, b, at + 20, Math.min(to, at + 20 + u32le(b, at + 16)), true, out)
      }
  }
}

function answer(bindings: Bindings, command: number, b: Uint8Array, i: number, to: number, out: Sink): void {
  const status = u32le(b, i + 8)
  const outcome = outcomeOf(status)
  out.operation(SMB2_CODES | ((command & 0xff) << 8), outcome)
  if (outcome === REFUSED) return tellStatus(status, out)
  switch (command) {
    case NEGOTIATE:
      if (i + 128 > to) return
      dialect(u16le(b, i + 68), out)
      // Any dialect of SMB 2 means that another negotiation follows.
      if (u16le(b, i + 68) !== ANY_DIALECT) out.fact(DIALECT_FACT, dialectName(u16le(b, i + 68)))
      out.fact(SIGNING_FACT, b[i + 66]! & SIGNING_REQUIRED ? 'required' : 'not required')
      return
    case SESSION_SETUP:
      if (i + 72 <= to) tellProof(b, ...buffer(b, i, i + 68, i + 70, to), out)
      return
    case TREE_CONNECT:
      if (i + 72 > to) return
      if (SHARE_KINDS[b[i + 66]!]) tellWord(SHARE, SHARE_KINDS[b[i + 66]!]!, out)
      if (u32le(b, i + 68) & ENCRYPTS) out.fact(ENCRYPTION, 'required for a share')
      return
    case READ:
      if (i + 80 <= to) tellCall(bindings, 0, b, i + b[i + 66]!, to, out)
      return
    case IOCTL:
      if (i + 104 <= to && u32le(b, i + 68) === CONTROLS[1]![0]) tellCall(bindings, 0, b, i + u32le(b, i + 96), to, out)
  }
}

function outcomeOf(status: number): OutcomeCode {
  if (status === PENDING) return ASKED
  return status >= 0xc0000000 && status !== MORE_PROCESSING ? REFUSED : DONE
}

/** The part of a message whose place and length stand at `at` and `size`, as far as it is there. */
function buffer(b: Uint8Array, i: number, at: number, size: number, to: number): [from: number, end: number] {
  const from = Math.min(to, i + u16le(b, at))
  return [from, Math.min(to, from + u16le(b, size))]
}

function dialect(number: number, out: Sink): void {
  tellWord(DIALECT, dialectName(number), out)
}

function dialectName(number: number): string {
  return DIALECTS[number] ?? `SMB ${number.toString(16).padStart(4, '0')}`
}
