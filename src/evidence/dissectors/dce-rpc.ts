import { u16, u16le, u32, u32le } from './integers.ts'

/** Length of the header of connectionless DCE/RPC (C706, chapter 12.5). */
export const CL_HEADER = 80
/** Where the fields of that header stand. */
export const CL = {
  type: 1,
  flags: 2,
  representation: 4,
  object: 8,
  interface: 24,
  opnum: 68,
  length: 74,
  fragment: 76,
} as const

/** Kinds of connectionless PDU (C706, 12.1), by number. */
export const CL_TYPES = [
  'request', 'ping', 'response', 'fault', 'working', 'not called', 'reject', 'acknowledge', 'cancel', 'fragment acknowledge',
  'cancel acknowledge',
] as const // biome-ignore format: a list
/** Those of them that dissectors ask for. */
export const [REQUEST, RESPONSE, FAULT, REJECT] = [0, 2, 3, 6]

const FRAGMENT = 0x04
const LITTLE = 0x10
const LAST_REPRESENTATION = 3

/** Whether the order of bytes said in a header (12.5, and 14.1 for its meaning) is least significant first. */
export function isLittle(b: Uint8Array, header: number): boolean {
  return (b[header + CL.representation]! & 0xf0) === LITTLE
}

/** Whether `from` begins a connectionless PDU of version 4; its length may say more than the capture kept. */
export function looksConnectionless(b: Uint8Array, from: number, to: number): boolean {
  if (to - from < CL_HEADER || b[from] !== 4 || b[from + CL.type]! >= CL_TYPES.length) return false
  const i = from + CL.representation
  return (b[i]! & 0xee) === 0 && b[i + 1]! <= LAST_REPRESENTATION && b[i + 2] === 0
}

/** A field of 16 bits of a header, in its own order of bytes. */
export function field16(b: Uint8Array, header: number, field: number): number {
  return word(b, header + field, isLittle(b, header))
}

/** Number of the fragment, -1 for a PDU that is whole. */
export function fragmentOf(b: Uint8Array, header: number): number {
  return b[header + CL.flags]! & FRAGMENT ? field16(b, header, CL.fragment) : -1
}

/** 16 bits in either order of bytes. */
function word(b: Uint8Array, i: number, little: boolean): number {
  return little ? u16le(b, i) : u16(b, i)
}

/** 32 bits in either order of bytes. */
export function long(b: Uint8Array, i: number, little: boolean): number {
  return little ? u32le(b, i) : u32(b, i)
}

/** A UUID as it is written, for comparison. */
export function uuid(text: string): Uint8Array {
  return Uint8Array.from(text.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

// The first three fields of a UUID are numbers and turn with the order of bytes (C706, appendix A).
const TURNED = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const

/** Whether the UUID at `i` is the wanted one in its bytes `first` to `end`; the caller has checked that 16 bytes are there. */
export function isUuid(b: Uint8Array, i: number, little: boolean, wanted: Uint8Array, first = 0, end = 16): boolean {
  for (let k = first; k < end; k++) if (b[i + (little ? TURNED[k]! : k)] !== wanted[k]) return false
  return true
}
