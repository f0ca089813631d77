import {
  ASKED,
  C2S,
  type Direction,
  DONE,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  S2C,
} from '../../dissector.ts'
import {
  ABORTS,
  COMMUNICATION,
  CONFIRMED,
  ERRORS,
  LINK,
  LINK6,
  LINK_RESULTS,
  NETWORK,
  REINITIALIZE,
  REJECTS,
  UNCONFIRMED,
} from './service-table.ts'

/** Kinds of message: the lowest four bits of an operation code. */
export const [BVLC, NL, CONF, UNCONF, SACK, CACK, SEGACK, ERR, REJECT, ABORT, BVLC6] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
]
/** Above them the function, service or reason (8 bits), then what more is known of it. */
export const CODE = 4
export const DETAIL = 12
/** The detail of a write that goes to a program or file object. */
export const OF_PROGRAM = 1

const NAMES: readonly string[] = [
  'BVLC',
  'NL',
  'CONF',
  'UNCONF',
  'SACK',
  'CACK',
  'SEGACK',
  'ERR',
  'REJECT',
  'ABORT',
  'BVLC6',
]
const UNKNOWN = { title: 'unknown', class: 'other' } as const
const NUMBERLESS = new Set([SEGACK, REJECT, ABORT])

/** The meaning of an operation code. */
export function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const kind = code & 0xf
  const number = (code >> CODE) & 0xff
  const detail = code >> DETAIL
  const called = NAMES[kind] ?? `KIND${kind}`
  const name = NUMBERLESS.has(kind) ? called : `${called}_${number}`
  return { name, ...saying(kind, number, detail) }
}

function saying(kind: number, number: number, detail: number): Pick<OperationMeaning, 'title' | 'class'> {
  switch (kind) {
    case BVLC:
    case BVLC6: {
      const row = (kind === BVLC ? LINK : LINK6)[number] ?? UNKNOWN
      return number === 0 ? { ...row, title: `result: ${LINK_RESULTS[detail] ?? `code ${detail * 16}`}` } : row
    }
    case NL:
      return NETWORK[number] ?? (number >= 0x80 ? { title: 'network message of a maker', class: 'other' } : UNKNOWN)
    case CONF:
      return asked(number, detail)
    case UNCONF:
      return UNCONFIRMED[number] ?? UNKNOWN
    case SACK:
    case CACK: {
      const row = CONFIRMED[number] ?? UNKNOWN
      return { ...row, title: `${row.title}, ${kind === SACK ? 'done' : 'answered'}` }
    }
    case SEGACK:
      return { title: 'segment acknowledged', class: 'session' }
    case ERR: {
      const row = CONFIRMED[number] ?? UNKNOWN
      const why = detail === 0 ? 'error' : (ERRORS[detail - 1] ?? `error ${detail - 1}`)
      return { ...row, title: `${row.title}: ${why}` }
    }
    case REJECT:
      return { title: `rejected: ${REJECTS[number] ?? `reason ${number}`}`, class: 'other' }
    case ABORT:
      return { title: `aborted: ${ABORTS[number] ?? `reason ${number}`}`, class: 'other' }
    default:
      return UNKNOWN
  }
}

function asked(number: number, detail: number): Pick<OperationMeaning, 'title' | 'class'> {
  const row = CONFIRMED[number] ?? UNKNOWN
  if (detail === 0) return row
  if (number === 17) return { ...row, title: `${row.title}: ${COMMUNICATION[detail - 1] ?? `state ${detail - 1}`}` }
  if (number === 20) {
    const state = REINITIALIZE[detail - 1] ?? { title: `state ${detail - 1}`, class: 'control' }
    return { title: `${row.title}: ${state.title}`, class: state.class }
  }
  return (number === 15 || number === 16) && detail === OF_PROGRAM
    ? { title: `${row.title} of a program or file`, class: 'program' }
    : row
}

/** The codes worth a row of their own. */
export function* known() {
  const asks = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const number of Object.keys(CONFIRMED).map(Number)) {
    const details = number === 17 ? COMMUNICATION.length : number === 20 ? REINITIALIZE.length : number === 15 ? 2 : 1
    for (let n = 0; n < details; n++)
      yield asks(CONF | (number << CODE) | ((number === 17 || number === 20 ? n + 1 : n) << DETAIL))
  }
  for (const number of Object.keys(UNCONFIRMED).map(Number)) yield asks(UNCONF | (number << CODE))
  for (const number of Object.keys(NETWORK).map(Number)) yield asks(NL | (number << CODE))
  for (const number of Object.keys(LINK).map(Number)) yield asks(BVLC | (number << CODE))
  for (const number of Object.keys(LINK6).map(Number)) yield asks(BVLC6 | (number << CODE))
  yield { code: SACK | (15 << CODE), direction: S2C, outcome: DONE } as const
  yield { code: CACK | (12 << CODE), direction: S2C, outcome: DONE } as const
  yield { code: SEGACK, direction: S2C, outcome: DONE } as const
  for (const number of [26, 27, 31, 32, 40])
    yield { code: ERR | (12 << CODE) | ((number + 1) << DETAIL), direction: S2C, outcome: REFUSED } as const
  yield { code: REJECT, direction: S2C, outcome: REFUSED } as const
  yield { code: ABORT, direction: S2C, outcome: REFUSED } as const
}
