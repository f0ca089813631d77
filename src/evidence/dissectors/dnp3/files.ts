import { CREDENTIALS, type FactKind, type Sink } from '../../dissector.ts'
import { u16le } from '../integers.ts'

const PASSWORD: FactKind = { attribute: CREDENTIALS, by: 'dnp3.file-authentication' }
const [COMMAND, COMMAND_STATUS, TRANSPORT_STATUS, DESCRIPTOR, SPECIFICATION] = [3, 4, 6, 7, 8]

/** Whether an object of group 70 says that a file operation failed (IEEE 1815-2012, annex A.29). */
export function fileRefused(b: Uint8Array, from: number, to: number, variation: number): boolean {
  const at = from + (variation === COMMAND_STATUS ? 12 : 8)
  return (variation === COMMAND_STATUS || variation === TRANSPORT_STATUS) && at < to && b[at] !== 0
}

/** Reports the path that an object of group 70 names. */
export function fileObject(b: Uint8Array, from: number, to: number, variation: number, kind: number, out: Sink): void {
  if (variation === SPECIFICATION) out.named(kind, b, from, to)
  if ((variation !== COMMAND && variation !== DESCRIPTOR) || from + 4 > to) return
  const start = from + u16le(b, from)
  const end = start + u16le(b, from + 2)
  if (end > start && end <= to) out.named(kind, b, start, end)
}

/** A user name and a password stood in the message. */
export function tellsCredentials(out: Sink): void {
  out.fact(PASSWORD, 'DNP3 file password', 'receiver')
}
