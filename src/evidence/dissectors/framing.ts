import { MAYBE, NO, type Recognition, type Sink } from '../dissector.ts'

/** What one direction of such a stream remembers at least. */
export interface FramedState {
  /** The bytes before were no message. */
  astray: boolean
  /** Bytes of a long message that are still to come and are passed over. */
  skip: number
}

/** A protocol whose messages stand one behind the other, each with a length that its beginning tells. */
export interface Framing<S extends FramedState> {
  /** Whether a message begins at `i`; to be stricter while the state is astray. */
  readonly look: (state: S, b: Uint8Array, i: number, to: number) => Recognition
  /** Length of the message at `i`, which has been recognized. */
  readonly length: (state: S, b: Uint8Array, i: number, to: number) => number
  /** No more of the message at `i` is waited for and handed over; its rest is passed over. Without it all messages are taken whole. */
  readonly view?: ((b: Uint8Array, i: number) => number) | undefined
  /** Takes the message from `i` to `to`. May return how many of its bytes make no sense, to be counted as lost. */
  readonly message: (state: S, b: Uint8Array, i: number, to: number, out: Sink) => number | void
}

/** A framing in the one form that all have in memory: reading is faster where all look alike. */
export function framed<S extends FramedState>({ look, length, view, message }: Framing<S>): Framing<S> {
  return { look, length, view, message }
}

/** Fresh state of one direction. */
export function framedState(): FramedState {
  return { astray: false, skip: 0 }
}

/** Reads whole messages and returns the bytes they took; what is none is skipped byte by byte and counted as lost. */
export function readFramed<S extends FramedState>(
  { look, length, view, message }: Framing<S>,
  state: S,
  b: Uint8Array,
  from: number,
  to: number,
  out: Sink,
): number {
  // States differ in shape, which makes touching them dear: only what changes is written.
  let { astray, skip } = state
  let i = from
  let lost = 0
  while (i < to) {
    if (skip > 0) {
      const step = Math.min(skip, to - i)
      skip -= step
      i += step
      continue
    }
    const seen = look(state, b, i, to)
    if (seen === MAYBE) break
    if (seen === NO) {
      if (!astray) state.astray = astray = true
      lost++
      i++
      continue
    }
    const size = length(state, b, i, to)
    const end = i + (view ? Math.min(size, view(b, i)) : size)
    if (end > to) break
    if (astray) state.astray = astray = false
    skip = size - (end - i)
    lost += message(state, b, i, end, out) ?? 0
    i = end
  }
  if (skip !== state.skip) state.skip = skip
  if (lost > 0) out.lost(lost)
  return i - from
}

/** More bytes are needed before a step can be taken. */
export const WAIT = -1

/**
 * Reads a protocol whose next step depends on those before: `step` takes what begins at `i` and returns how many bytes that
 * were, `WAIT`, or 0 where it is nothing, which is skipped byte by byte and counted as lost.
 */
export function readSteps<S>(
  step: (state: S, b: Uint8Array, i: number, to: number, out: Sink) => number,
  state: S,
  b: Uint8Array,
  from: number,
  to: number,
  out: Sink,
): number {
  let i = from
  let lost = 0
  while (i < to) {
    const used = step(state, b, i, to, out)
    if (used === WAIT) break
    if (used === 0) {
      lost++
      i++
    } else i += used
  }
  if (lost > 0) out.lost(lost)
  return i - from
}
