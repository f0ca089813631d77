import { u16, u32 } from '../numbers.ts'

/** One interface of a section: link type, longest captured frame (0: no limit), and how its clock is to be read. */
export interface CaptureInterface {
  readonly link: number
  readonly snap: number
  /** Clock ticks in a second; a power of ten or of two. */
  readonly perSecond: bigint
  /** Ticks in a microsecond where that is a whole number up to 10^6, else 0. */
  readonly perMicro: number
  /** Seconds to add. */
  readonly shift: number
}

/** Stands for an interface whose description was too long to be read; its frames count as not understood. */
export const UNREAD_INTERFACE: CaptureInterface = { link: -1, snap: 0, perSecond: 1_000_000n, perMicro: 1, shift: 0 }

const IF_TSRESOL = 9
const IF_TSOFFSET = 14
const ISB_IFDROP = 5
const ISB_OSDROP = 7
const MAX_OPTIONS = 1000

/** Reads an interface description block from behind its length to before its trailing length. */
export function interfaceOf(b: Uint8Array, from: number, to: number, little: boolean): CaptureInterface {
  let resolution = 6
  let shift = 0
  if (to - from >= 8)
    options(b, from + 8, to, little, (code, at, length) => {
      if (code === IF_TSRESOL && length >= 1) resolution = b[at]!
      else if (code === IF_TSOFFSET && length >= 8) shift = signed64(b, at, little)
    })
  const power = BigInt(resolution & 0x7f)
  const perSecond = resolution & 0x80 ? 1n << power : 10n ** power
  const perMicro = !(resolution & 0x80) && resolution >= 6 && resolution <= 12 ? 10 ** (resolution - 6) : 0
  const there = to - from >= 8
  return {
    link: there ? u16(b, from, little) : 0,
    snap: there ? u32(b, from + 4, little) : 0,
    perSecond,
    perMicro,
    shift,
  }
}

/** A time of two 32-bit halves in ticks of the interface, as whole microseconds since 1970. */
export function microsOf(of: CaptureInterface, high: number, low: number): number {
  const shift = of.shift * 1e6
  const per = of.perMicro
  if (per === 1) return high * 4294967296 + low + shift
  // Split so that no step leaves the 53 bits of a double.
  if (per > 0) return high * Math.floor(4294967296 / per) + Math.floor((high * (4294967296 % per) + low) / per) + shift
  return Number((((BigInt(high) << 32n) | BigInt(low)) * 1_000_000n) / of.perSecond) + shift
}

/** How many packets the capturing side says it lost, from an interface statistics block. */
export function lossOf(b: Uint8Array, from: number, to: number, little: boolean): number {
  let lost = 0
  options(b, from + 12, to, little, (code, at, length) => {
    if ((code === ISB_IFDROP || code === ISB_OSDROP) && length >= 8) lost += unsigned64(b, at, little)
  })
  return lost
}

function options(
  b: Uint8Array,
  from: number,
  to: number,
  little: boolean,
  each: (code: number, at: number, length: number) => void,
): void {
  let at = from
  for (let n = 0; n < MAX_OPTIONS && to - at >= 4; n++) {
    const code = u16(b, at, little)
    const length = u16(b, at + 2, little)
    if (code === 0 || at + 4 + length > to) return
    each(code, at + 4, length)
    at += 4 + length + ((4 - (length % 4)) % 4)
  }
}

function unsigned64(b: Uint8Array, i: number, little: boolean): number {
  const [high, low] = little ? [u32(b, i + 4, true), u32(b, i, true)] : [u32(b, i, false), u32(b, i + 4, false)]
  return high * 4294967296 + low
}

function signed64(b: Uint8Array, i: number, little: boolean): number {
  const [high, low] = little ? [u32(b, i + 4, true), u32(b, i, true)] : [u32(b, i, false), u32(b, i + 4, false)]
  return (high | 0) * 4294967296 + low
}
