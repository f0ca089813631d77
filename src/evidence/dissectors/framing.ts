import { type Frame, MAYBE, NO, type Recognition, type Sink } from '../dissector.ts'

/** What one direction of such a stream remembers at least: that bytes before were no message. */
export interface FramedState {
  astray: boolean
}

/** A protocol whose messages stand one behind the other, each with a length that its beginning tells. */
export interface Framing<S extends FramedState> {
  /** Whether a message begins at `i`; to be stricter while the state is astray. */
  look(state: S, b: Uint8Array, i: number, to: number): Recognition
  /** Length of the message at `i`, which has been recognized. */
  length(state: S, b: Uint8Array, i: number): number
  /** Takes the whole message from `i` to `to`. */
  message(state: S, b: Uint8Array, i: number, to: number, at: Frame, out: Sink): void
}

/** Reads whole messages and returns the bytes they took; what is none is skipped byte by byte and counted as lost. */
export function readFramed<S extends FramedState>(
  framing: Framing<S>,
  state: S,
  b: Uint8Array,
  from: number,
  to: number,
  at: Frame,
  out: Sink,
): number {
  let i = from
  let lost = 0
  while (i < to) {
    const seen = framing.look(state, b, i, to)
    if (seen === MAYBE) break
    if (seen === NO) {
      state.astray = true
      lost++
      i++
      continue
    }
    const end = i + framing.length(state, b, i)
    if (end > to) break
    state.astray = false
    framing.message(state, b, i, end, at, out)
    i = end
  }
  if (lost > 0) out.lost(lost)
  return i - from
}
