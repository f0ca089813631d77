import { textAt } from '../../src/groundwork/bytes.ts'
import {
  C2S,
  type Carrier,
  type Direction,
  type Dissector,
  type FactKind,
  type Frame,
  MAYBE,
  NO,
  type Recognition,
  type Sink,
} from '../../src/evidence/dissector.ts'

/** What a dissector said about one direction of one flow, folded in the order of first appearance. */
export interface Heard {
  /** `<protocol>/<name> <outcome>` → count; protocol only where it is not the dissector's own. */
  readonly operations: Record<string, number>
  /** Title and class of each of them. */
  readonly meanings: Record<string, string>
  /** `<operation name> <kind>` → ranges in the order they came. */
  readonly objects: Record<string, string[]>
  readonly facts: Record<string, string>
  lost: number
  consumed: number
}

const OUTCOME = ['asked', 'done', 'refused'] as const

/** Hands bytes to a dissector in pieces as the engine would: what `read` leaves comes again with more behind it. */
export function dissect<State>(
  dissector: Dissector<State>,
  bytes: Uint8Array,
  direction: Direction = C2S,
  cuts: readonly number[] = [],
  carrier: Carrier = carriersOf(dissector)[0]!,
): Heard {
  const heard: Heard = { operations: {}, meanings: {}, objects: {}, facts: {}, lost: 0, consumed: 0 }
  let latest = ''
  const out: Sink = {
    operation(code, outcome) {
      if (!Number.isInteger(code) || code < 0 || code >= 2 ** 28) throw new Error(`code ${code}`)
      const means = dissector.meaning(code, direction, outcome)
      latest = `${means.protocol === undefined ? '' : `${means.protocol}/`}${means.name}`
      const key = `${latest} ${OUTCOME[outcome]}`
      heard.operations[key] = (heard.operations[key] ?? 0) + 1
      heard.meanings[latest] = `${means.title} (${means.class})`
    },
    object(kind, from, to) {
      if (!(from <= to && from >= 0 && to < 2 ** 32)) throw new Error(`object ${from}-${to}`)
      const list = (heard.objects[`${latest} ${dissector.objectName(kind)}`] ??= [])
      list.push(from === to ? `${from}` : `${from}-${to}`)
    },
    named(kind, b, from, to) {
      if (!(from <= to && from >= 0 && to <= b.length)) throw new Error(`named ${from}-${to}`)
      const list = (heard.objects[`${latest} ${dissector.objectName(kind)}`] ??= [])
      list.push(textAt(b, from, to))
    },
    told: () => false,
    fact(kind: FactKind, value, about = 'sender') {
      heard.facts[about === 'sender' ? kind.attribute : `${about}.${kind.attribute}`] = value
    },
    lost(count) {
      if (!(count > 0)) throw new Error(`lost ${count}`)
      heard.lost += count
    },
  }
  const frame: Frame = { number: 1, offset: 0, length: 60, time: 0, direction, hinted: true }
  const state = dissector.start(direction, carrier)
  let from = 0
  for (const cut of [...cuts.filter((c) => c < bytes.length), bytes.length].sort((a, b) => a - b)) {
    if (cut <= from) continue
    // A copy that ends at the cut shows any look beyond it, and one that begins before it any look back.
    const window = new Uint8Array(cut - from + 3)
    window.set(bytes.subarray(from, cut), 3)
    const used = dissector.read(state, window, 3, window.length, frame, out)
    if (!(used >= 0 && used <= cut - from)) throw new Error(`consumed ${used} of ${cut - from}`)
    from += used
  }
  heard.consumed = from
  return heard
}

/** The answer of `recognizes` to every beginning of the bytes, checked for the law that yes and no are final (in streams; datagrams come whole). */
export function recognition(
  dissector: Dissector,
  bytes: Uint8Array,
  direction: Direction,
  hinted: boolean,
  carrier: Carrier = carriersOf(dissector)[0]!,
): Recognition {
  let last: Recognition = MAYBE
  for (let to = 0; to <= bytes.length; to++) {
    const now = dissector.recognizes(bytes.slice(0, to), 0, to, direction, hinted, carrier)
    if (carrier === 'tcp' && last !== MAYBE && now !== last) throw new Error(`turned from ${last} to ${now} at ${to}`)
    last = now
  }
  return bytes.length === 0 ? NO : last
}

/** What a protocol is carried by. */
export function carriersOf(dissector: Dissector): readonly Carrier[] {
  return (['tcp', 'udp', 'link'] as const).filter((carrier) => dissector.hints[carrier] !== undefined)
}

/** Bytes from hex digits; blanks count nothing. */
export function hex(...texts: readonly string[]): Uint8Array {
  const digits = texts.join('').replace(/\s+/g, '')
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}
