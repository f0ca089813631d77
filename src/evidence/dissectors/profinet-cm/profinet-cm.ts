import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import {
  CL,
  CL_HEADER,
  CL_TYPES,
  FAULT,
  field16,
  fragmentOf,
  isLittle,
  isUuid,
  long,
  looksConnectionless,
  REJECT,
  REQUEST,
  RESPONSE,
  uuid,
} from '../dce-rpc.ts'
import { connectAnswer, connectRequest, isPnioObject, PNIO, readAnswer, relationOf, tellObjectIds } from './blocks.ts'
import { command, isWriteRefused, kindOfWrite, records } from './record-headers.ts'
import { COMMANDS, MAPPER, OBJECTS, OPERATIONS, RECORDS, RELATIONS } from './operation-table.ts'
import { readAnnotations } from './annotation.ts'

const LONGEST = 65_535
const MAPPER_UUID = uuid('e1af8308-5d1f-11c9-91a4-08002b14a0fa')

/** Lengths of arguments and array before the blocks; an answer begins with its status instead of the longest answer. */
const ARGUMENTS = 20

const [CONNECT, , READ, WRITE, CONTROL, READ_IMPLICIT] = [0, 1, 2, 3, 4, 5]
const LOOK_UP = 2

/** Bits of an operation code: operation number, kind of PDU, whether the endpoint mapper is asked, and the detail of some operations. */
const OPERATION = 0xffff
const TYPE = 16
const OF_MAPPER = 1 << 20
const DETAIL = 21

/** PROFINET IO context management over connectionless DCE/RPC (IEC 61158-6-10, clauses 4.10 and 5.2; C706). */
export const profinetCm: Dissector<null> = {
  id: 'profinet-cm',
  title: 'PROFINET IO context management',
  hints: { udp: [34964] },
  longest: LONGEST,
  recognizes: (b, from, to, _direction, hinted) => (isMine(b, from, to, hinted) ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    if (!looksConnectionless(b, from, to)) {
      if (to > from) out.lost(to - from)
      return to - from
    }
    const said = from + CL_HEADER + field16(b, from, CL.length)
    pdu(b, from, Math.min(to, said), out)
    if (said > to) out.lost(said - to)
    return to - from
  },
  meaning,
  docs: {
    about: `Remote procedure calls by which a controller or supervisor sets up, parametrizes and reads an IO device. Names are \`OP<operation>_PT<kind of PDU>\`; kind 0 asks and 2 answers, and an answer is refused by its own status or that of any record. Devices answer from a port of their own, so that an answer often forms a conversation of its own, in which the device is the client. A connect shows the kind of relation, slots, subslots and frame ids; reads and writes show slot, subslot and record index, also of each part of a multiple write. Connects give station name, MAC, role, vendor and device id of both sides; answers that hold I&M records give vendor id, order number, serial number, hardware and firmware, for other slots as \`module\`; answers of the endpoint mapper give product, order number, hardware and firmware. Away from port 34964 the interface of PROFINET must be named. Contents of parameter records are not read, and calls in several fragments only by their first.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

function isMine(b: Uint8Array, from: number, to: number, hinted: boolean): boolean {
  if (!looksConnectionless(b, from, to)) return false
  if (ofPnio(b, from)) return true
  if (field16(b, from, CL.length) > to - from - CL_HEADER) return false
  if (hinted) return true
  if (!ofMapper(b, from)) return false
  // The mapper serves everybody; what it says must be about PROFINET.
  for (let i = from + CL_HEADER; i + 16 <= to; i++) if (isPnioObject(b, i, isLittle(b, from))) return true
  return false
}

function ofPnio(b: Uint8Array, from: number): boolean {
  const little = isLittle(b, from)
  const interfaceAt = from + CL.interface
  const which = long(b, interfaceAt, little)
  return which >= 0xdea00001 && which <= 0xdea00004 && isUuid(b, interfaceAt, little, PNIO, 4)
}

function ofMapper(b: Uint8Array, from: number): boolean {
  return isUuid(b, from + CL.interface, isLittle(b, from), MAPPER_UUID)
}

function pdu(b: Uint8Array, from: number, to: number, out: Sink): void {
  const type = b[from + CL.type]!
  const operation = field16(b, from, CL.opnum)
  const code = operation | (type << TYPE)
  const body = from + CL_HEADER
  const begins = fragmentOf(b, from) <= 0
  if (ofMapper(b, from)) {
    out.operation(code | OF_MAPPER, type === RESPONSE ? DONE : outcomeOf(type))
    if (operation === LOOK_UP && type === RESPONSE && begins) readAnnotations(b, body, to, isLittle(b, from), out)
    return
  }
  const blocks = body + ARGUMENTS
  if (!ofPnio(b, from) || !begins || blocks > to || (type !== REQUEST && type !== RESPONSE))
    return out.operation(code, outcomeOf(type))
  if (type === REQUEST) asks(b, from, blocks, to, code, out)
  else answers(b, from, blocks, to, code, out)
}

function outcomeOf(type: number): OutcomeCode {
  return type === FAULT || type === REJECT ? REFUSED : ASKED
}

function asks(b: Uint8Array, from: number, blocks: number, to: number, code: number, out: Sink): void {
  switch (code & OPERATION) {
    case CONNECT:
      out.operation(code | ((relationOf(b, blocks, to) + 1) << DETAIL), ASKED)
      tellObjectIds(b, from + CL.object, isLittle(b, from), 'receiver', out)
      return connectRequest(b, blocks, to, out)
    case WRITE:
      out.operation(code | (kindOfWrite(b, blocks, to) << DETAIL), ASKED)
      return records(b, blocks, to, out)
    case CONTROL:
      return out.operation(code | (command(b, blocks, to) << DETAIL), ASKED)
    default:
      out.operation(code, ASKED)
      records(b, blocks, to, out)
  }
}

function answers(b: Uint8Array, from: number, blocks: number, to: number, code: number, out: Sink): void {
  const status = blocks - ARGUMENTS
  const operation = code & OPERATION
  const fails = long(b, status, false) !== 0 || (operation === WRITE && isWriteRefused(b, blocks, to))
  const detail = operation === WRITE ? kindOfWrite(b, blocks, to) : operation === CONTROL ? command(b, blocks, to) : 0
  out.operation(code | (detail << DETAIL), fails ? REFUSED : DONE)
  if (operation === CONNECT) {
    tellObjectIds(b, from + CL.object, isLittle(b, from), 'sender', out)
    connectAnswer(b, blocks, to, out)
  } else records(b, blocks, to, out)
  if (operation === READ || operation === READ_IMPLICIT) readAnswer(b, blocks, to, out)
}

function* known() {
  for (const operation of OPERATIONS.keys()) {
    yield { code: operation, direction: C2S, outcome: ASKED } as const
    yield { code: operation | (RESPONSE << TYPE), direction: C2S, outcome: DONE } as const
  }
  for (const n of RELATIONS.keys())
    yield { code: CONNECT | ((n + 1) << DETAIL), direction: C2S, outcome: ASKED } as const
  for (const n of RECORDS.keys()) yield { code: WRITE | (n << DETAIL), direction: C2S, outcome: ASKED } as const
  for (const n of COMMANDS.keys())
    yield { code: CONTROL | ((n + 1) << DETAIL), direction: C2S, outcome: ASKED } as const
  for (const operation of MAPPER.keys()) yield { code: operation | OF_MAPPER, direction: C2S, outcome: ASKED } as const
  for (const type of CL_TYPES.keys()) yield { code: type << TYPE, direction: C2S, outcome: outcomeOf(type) } as const
}

function meaning(code: number, _direction: Direction, outcome: OutcomeCode): OperationMeaning {
  const operation = code & OPERATION
  const type = (code >> TYPE) & 0xf
  const name = `OP${operation}_PT${type}`
  const row = (code & OF_MAPPER ? MAPPER : OPERATIONS)[operation] ?? {
    title: 'unknown operation',
    class: 'other' as const,
  }
  const more = code & OF_MAPPER ? 0 : code >> DETAIL
  const title = `${row.title}${detailOf(operation, more)}`
  if (type === REQUEST) return { name, title, class: classOf(operation, more) ?? row.class }
  if (type === RESPONSE)
    return {
      name,
      title: `${title}, ${outcome === REFUSED ? 'refused' : 'answered'}`,
      class: classOf(operation, more) ?? row.class,
    }
  return {
    name,
    title: `${row.title}: ${CL_TYPES[type] ?? `kind ${type}`}`,
    class: type === FAULT || type === REJECT ? row.class : 'session',
  }
}

function classOf(operation: number, more: number): OperationMeaning['class'] | undefined {
  return operation === WRITE && more > 0 ? RECORDS[more]?.class : undefined
}

function detailOf(operation: number, more: number): string {
  if (operation === WRITE) return RECORDS[more]?.title ?? ''
  const row = operation === CONNECT ? RELATIONS[more - 1] : operation === CONTROL ? COMMANDS[more - 1] : undefined
  return row ? `: ${row[1]}` : ''
}
