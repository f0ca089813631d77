import { textAt } from '../../../groundwork/bytes.ts'
import { ip4Text } from '../../../groundwork/ip.ts'
import { ASKED, C2S, type Dissector, DONE, type FactKind, REFUSED, type Sink } from '../../dissector.ts'
import { readsDatagrams } from '../datagrams.ts'
import { u16, u32 } from '../integers.ts'
import { isNetbiosName, netbiosName, SUFFIXES } from '../netbios-names.ts'

const HEAD = 12
const NAME_SIZE = 34
const NB = 0x20
const NBSTAT = 0x21
/** Operations (RFC 1002 clause 4.2.1.1); multi-homed registration is from later systems. */
const OPERATIONS: Readonly<Record<number, string>> = {
  0: 'name query',
  5: 'name registration',
  6: 'name release',
  7: 'wait for acknowledgement',
  8: 'name refresh',
  9: 'name refresh',
  15: 'name registration, several addresses',
}
const KINDS = ['name', 'suffix', 'response-code'] as const
const NAME = KINDS.indexOf('name')
const SUFFIX = KINDS.indexOf('suffix')
const CODE = KINDS.indexOf('response-code')
/** Bits of an operation code: operation, status query, answer. */
const STATUS = 16
const ANSWER = 32

const kind = (attribute: string): FactKind => ({ attribute, by: 'netbios.name' })
const HOST_NAME = kind('name')
const ROLE = kind('role')

/** NetBIOS name service (RFC 1001, RFC 1002 clause 4.2). */
export const netbiosNs: Dissector<undefined> = {
  id: 'netbios-ns',
  title: 'NetBIOS name service',
  hints: { udp: [137] },
  ...readsDatagrams(looks, message),
  meaning(code) {
    const what = (code & STATUS) !== 0 ? 'node status' : (OPERATIONS[code & 15] ?? `operation ${code & 15}`)
    const answer = (code & ANSWER) !== 0
    return {
      name: `${answer ? 'R' : 'Q'}${code & 15}${(code & STATUS) !== 0 ? '_STAT' : ''}`,
      title: answer ? `${what}: answer` : what,
      class: (code & 15) === 0 || (code & 15) === 7 ? 'read' : 'write',
    }
  },
  docs: {
    about:
      'Queries, registrations, refreshes and releases of names, and node status queries (`_STAT`) are read, with the names and the byte that says what they are for. Who registers a unique name, or lists it in its node status, is called by it.',
    checked: ['reference'],
    *known() {
      for (const code of [0, STATUS, 5, 6, 8, 15]) yield { code, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (which) => KINDS[which] ?? `kind ${which}`,
}

function looks(b: Uint8Array, i: number, to: number): boolean {
  const questions = to - i >= HEAD ? u16(b, i + 4) : 2
  const answers = to - i >= HEAD ? u16(b, i + 6) : 0
  return (
    OPERATIONS[(b[i + 2]! >> 3) & 15] !== undefined &&
    questions + answers > 0 &&
    questions < 2 &&
    isNetbiosName(b, i + HEAD, to)
  )
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const operation = (b[i + 2]! >> 3) & 15
  const answer = (b[i + 2]! & 0x80) !== 0
  const failed = b[i + 3]! & 15
  const at = i + HEAD + NAME_SIZE
  const type = at + 2 <= to ? u16(b, at) : NB
  const code = operation | (type === NBSTAT ? STATUS : 0) | (answer ? ANSWER : 0)
  out.operation(code, !answer ? ASKED : failed === 0 ? DONE : REFUSED)
  if (answer && failed !== 0) out.object(CODE, failed, failed)
  const { bytes, length, suffix } = netbiosName(b, i + HEAD)
  if (length > 0) out.named(NAME, bytes, 0, length)
  out.object(SUFFIX, suffix, suffix)
  if (answer && failed === 0 && type === NBSTAT) status(b, at + 10, to, out)
  else if (answer && failed === 0 && type === NB && at + 16 <= to && (b[at + 10]! & 0x80) === 0)
    out.fact(HOST_NAME, textAt(bytes, 0, length), ip4Text(u32(b, at + 12) | 0))
  else if (!answer && (operation === 5 || operation === 15) && isUnique(b, at + 4, to, suffix))
    out.fact(HOST_NAME, textAt(bytes, 0, length))
}

/** A registration carries its record behind the question, whose name is a pointer; a group name is no host's. */
function isUnique(b: Uint8Array, record: number, to: number, suffix: number): boolean {
  return record + 18 <= to && (b[record + 12]! & 0x80) === 0 && (suffix === 0 || suffix === 0x20)
}

/** The names of a node (RFC 1002 clause 4.2.18): 15 characters, a suffix and flags each. */
function status(b: Uint8Array, from: number, to: number, out: Sink): void {
  const count = from < to ? b[from]! : 0
  for (let n = 0, at = from + 1; n < count && at + 18 <= to; n++, at += 18) {
    if ((b[at + 16]! & 0x80) !== 0) continue
    const suffix = b[at + 15]!
    const role = SUFFIXES[suffix]
    const name = textAt(b, at, at + 15).trim()
    if (suffix === 0 && name !== '') out.fact(HOST_NAME, name)
    else if (role !== undefined && suffix >= 0x1b) out.fact(ROLE, role)
  }
}
