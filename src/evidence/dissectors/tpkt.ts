import { MAYBE, NO, type Recognition, type Sink, YES } from '../dissector.ts'
import { framed, type FramedState, type Framing } from './framing.ts'

/** Longest TPKT taken for one; ISO-on-TCP devices agree on far less, and a wrong length must not hold a flow up. */
export const TPKT_LONGEST = 16_384
/** Longest message put together from data TPDUs. */
const TSDU_LONGEST = 65_536

/** TPDU codes of COTP (ISO 8073, X.224 clause 13). */
export const COTP = {
  CR: 0xe0,
  CC: 0xd0,
  DR: 0x80,
  DC: 0xc0,
  DT: 0xf0,
  ED: 0x10,
  AK: 0x60,
  ER: 0x70,
  RJ: 0x50,
} as const

const HEAD = 7
const DT_CLASS_0 = 2

/** What one direction of a TPKT stream remembers: the parts of a message whose end has not come. */
export interface TpktState extends FramedState {
  part: Uint8Array | undefined
  filled: number
  /** The message grew beyond the limit: its rest is dropped. */
  overfull: boolean
}

/** What reads the inside: whole messages (TSDU), and TPDUs other than data with their parameters. */
interface TpktVisitor<S extends TpktState> {
  message(state: S, bytes: Uint8Array, from: number, to: number, out: Sink): void
  /** `code` is the TPDU code, `from` to `to` its header behind it. */
  control(state: S, code: number, bytes: Uint8Array, from: number, to: number, out: Sink): void
}

/** Fresh state of one direction. */
export function tpktState(): TpktState {
  return { astray: false, skip: 0, part: undefined, filled: 0, overfull: false }
}

/** Whether a TPKT (RFC 1006, clause 6) with a TPDU inside may begin at `i`; yes once its first seven bytes are there. */
export function looksLikeTpkt(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if ((there > 0 && b[i] !== 3) || (there > 1 && b[i + 1] !== 0)) return NO
  if (there < 4) return MAYBE
  const length = tpktLength(b, i)
  if (length < HEAD || length > TPKT_LONGEST) return NO
  if (there > 4 && (b[i + 4]! < 2 || b[i + 4]! + 5 > length)) return NO
  if (there > 5 && !isTpdu(b[i + 5]!)) return NO
  return there < HEAD ? MAYBE : YES
}

/**
 * Whose messages a stream of TPKTs carries: `starts` judges the beginning of the first data TPDU, `bytes[i, end)` of which
 * those before `to` are there; connection requests before it belong to anybody.
 */
export function recognizesTpkt(
  b: Uint8Array,
  from: number,
  to: number,
  hinted: boolean,
  starts: (bytes: Uint8Array, i: number, end: number, to: number, hinted: boolean) => Recognition,
): Recognition {
  for (let i = from; i < to; ) {
    const tpkt = looksLikeTpkt(b, i, to)
    if (tpkt !== YES) return tpkt
    const end = i + tpktLength(b, i)
    const inside = i + 5 + b[i + 4]!
    if ((b[i + 5]! & 0xf0) === COTP.DT && inside < end) return starts(b, inside, end, to, hinted)
    i = end
  }
  return MAYBE
}

/** Length of the TPKT at `i` with its header. */
export function tpktLength(b: Uint8Array, i: number): number {
  return (b[i + 2]! << 8) | b[i + 3]!
}

/**
 * How to read whole TPKTs: data TPDUs are put together up to the one that ends the message (EOT, X.224 clause 13.7) and handed
 * to the visitor.
 */
export function tpktFraming<S extends TpktState>(visitor: TpktVisitor<S>): Framing<S> {
  return framed({
    look: (_state, b, i, to) => looksLikeTpkt(b, i, to),
    length: (_state, b, i) => tpktLength(b, i),
    message(state, b, i, to, out) {
      const inside = i + 5 + b[i + 4]!
      if ((b[i + 5]! & 0xf0) === COTP.DT) return data(visitor, state, b, inside, to, endsMessage(b, i), out)
      visitor.control(state, b[i + 5]! & 0xf0, b, i + 6, inside, out)
    },
  })
}

/** Takes the part of a message, and returns how much of one that grew beyond the limit is lost. */
function data<S extends TpktState>(
  visitor: TpktVisitor<S>,
  state: S,
  b: Uint8Array,
  from: number,
  to: number,
  last: boolean,
  out: Sink,
): number {
  if (last && state.filled === 0 && !state.overfull) {
    if (from < to) visitor.message(state, b, from, to, out)
    return 0
  }
  let lost = 0
  if (state.overfull || state.filled + to - from > TSDU_LONGEST) {
    lost = state.filled + to - from
    state.overfull = true
    state.filled = 0
  } else append(state, b, from, to)
  if (last) {
    if (state.filled > 0) visitor.message(state, state.part!, 0, state.filled, out)
    state.part = undefined
    state.filled = 0
    state.overfull = false
  }
  return lost
}

function append(state: TpktState, b: Uint8Array, from: number, to: number): void {
  const wanted = state.filled + to - from
  if (wanted === 0) return
  if (state.part === undefined || state.part.length < wanted) {
    const grown = new Uint8Array(Math.min(TSDU_LONGEST, Math.max(1024, wanted * 2)))
    if (state.part) grown.set(state.part.subarray(0, state.filled))
    state.part = grown
  }
  state.part.set(b.subarray(from, to), state.filled)
  state.filled = wanted
}

// Classes 0 and 1 keep the EOT bit in the third byte, classes 2 to 4 (longer headers) in the fifth.
function endsMessage(b: Uint8Array, i: number): boolean {
  const length = b[i + 4]!
  return length === DT_CLASS_0 ? (b[i + 6]! & 0x80) !== 0 : length >= 4 && (b[i + 8]! & 0x80) !== 0
}

function isTpdu(code: number): boolean {
  const kind = code & 0xf0
  return (
    kind === COTP.DT || kind === COTP.CR || kind === COTP.CC || kind === COTP.DR || kind === COTP.DC ||
    kind === COTP.ED || kind === COTP.AK || kind === COTP.ER || kind === COTP.RJ
  ) // biome-ignore format: a list
}
