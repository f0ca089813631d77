import { framesIn } from '../kit/captures.ts'
import { joined, pcapFile } from '../kit/frames.ts'
import type { Input } from './attempt.ts'

/** The smallest input found that is still `bad`: with fewer packets where it is a capture, and with fewer and plainer bytes. */
export function shrunk(input: Input, bad: (input: Input) => boolean, most = 4000): Input {
  let left = most
  const still = (made: Input) => left-- > 0 && bad(made)
  let best = input
  const frames = input.name.startsWith('x.pcap') && !input.name.endsWith('.gz') ? framesIn(input.name, input.bytes) : []
  const file = (list: readonly (typeof frames)[number][]): Input => ({
    ...best,
    bytes: pcapFile(
      list.map(({ bytes }) => bytes),
      { link: frames[0]?.link ?? 1, times: list.map(({ time }) => time) },
    ),
  })
  if (frames.length > 0 && still(file(frames))) {
    const few = fewer(frames, (list) => still(file(list)))
    best = file(few)
    for (let n = few.length - 1; n >= 0; n--) {
      const without = (bytes: Uint8Array) => few.map((frame, i) => (i === n ? { ...frame, bytes } : frame))
      const parts = fewer(bytesOf(few[n]!.bytes), (list) => still(file(without(joined(list)))))
      few[n] = { ...few[n]!, bytes: joined(parts) }
    }
    best = file(few)
  } else
    best = { ...best, bytes: joined(fewer(bytesOf(best.bytes), (list) => still({ ...best, bytes: joined(list) }))) }
  for (const chunks of [[1 << 20], [1]]) if (still({ ...best, chunks })) return { ...best, chunks }
  return best
}

const bytesOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte))

/** Leaves out runs of parts, long ones first, as long as the rest is still bad. */
function fewer<T>(parts: readonly T[], bad: (parts: readonly T[]) => boolean): T[] {
  let rest = [...parts]
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < rest.length; ) {
      const without = [...rest.slice(0, at), ...rest.slice(at + size)]
      if (bad(without)) rest = without
      else at += size
    }
  return rest
}
