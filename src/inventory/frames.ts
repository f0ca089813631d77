import { byText } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'

/** How many example frames are kept for one thing. */
const EXAMPLES = 3

/** Orders frames by time, then by the file they stand in. */
export function byFrame(a: FrameRef, b: FrameRef): number {
  return a.time - b.time || byText(a.source, b.source) || a.offset - b.offset
}

/** The earliest example frames of several lists, each frame once. */
export function earliestFrames(lists: readonly (readonly FrameRef[])[]): readonly FrameRef[] {
  if (lists.length === 1 && isInOrder(lists[0]!)) return lists[0]!
  const sorted = lists.flat().sort(byFrame)
  const kept: FrameRef[] = []
  for (const frame of sorted) {
    const last = kept.at(-1)
    if (last && last.source === frame.source && last.offset === frame.offset) continue
    kept.push(frame)
    if (kept.length === EXAMPLES) break
  }
  return kept
}

/** Whether a list is what would come of it: few frames, each later than the one before. */
function isInOrder(frames: readonly FrameRef[]): boolean {
  if (frames.length > EXAMPLES) return false
  for (let i = 1; i < frames.length; i++) {
    const [a, b] = [frames[i - 1]!, frames[i]!]
    if (byFrame(a, b) > 0 || (a.source === b.source && a.offset === b.offset)) return false
  }
  return true
}
