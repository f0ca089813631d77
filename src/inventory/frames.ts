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
  if (lists.length === 1 && lists[0]!.length <= 1) return lists[0]!
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
