import type { FactKind, Sink } from '../../dissector.ts'
import { plainHash } from '../../plain-hash.ts'
import { certificateAt } from '../x509.ts'
import { certificateDetails } from '../x509-details.ts'

const BY = 'tls.certificate'
const kind = (attribute: string): FactKind => ({ attribute, by: BY })
const HASH = kind('certificate')
const [SUBJECT, ISSUER, FROM, UNTIL, SERIAL, NAMES, KEY, SIGNATURE, SELF] = [
  'subject', 'issuer', 'valid-from', 'valid-until', 'serial', 'names', 'key', 'signature', 'self-signed',
].map((what) => kind(`certificate-${what}`)) as [
  FactKind, FactKind, FactKind, FactKind, FactKind, FactKind, FactKind, FactKind, FactKind,
] // biome-ignore format: lists
const WEAK = kind('weak-cryptography')

type Told = readonly (readonly [kind: FactKind, value: string])[]

/** What certificates met before say, by a hash of their bytes: a server shows the same one with every connection. */
const known = new Map<number, { readonly bytes: Uint8Array; readonly told: Told }>()
const MOST_KNOWN = 256
const LONGEST_KNOWN = 8192

/** Tells what the certificate at `from` says of its sender: the first of a chain. */
export function certificateFacts(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (const [kind, value] of toldBy(b, from, to)) out.fact(kind, value)
}

function toldBy(b: Uint8Array, from: number, to: number): Told {
  if (to - from > LONGEST_KNOWN) return read(b, from, to)
  let sum = to - from
  for (let i = from; i < to; i++) sum = Math.imul(sum ^ b[i]!, 0x01000193)
  const before = known.get(sum)
  if (before && before.bytes.length === to - from && before.bytes.every((byte, i) => byte === b[from + i]))
    return before.told
  const told = read(b, from, to)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(sum, { bytes: b.slice(from, to), told })
  return told
}

function read(b: Uint8Array, from: number, to: number): Told {
  const certificate = certificateAt(b, from, to)
  const details = certificate ? certificateDetails(b, from, to) : undefined
  if (!certificate || !details) return []
  const hash = plainHash()
  hash.update(b.subarray(from, from + certificate.size))
  const told: Told = [
    [HASH, hash.digest()],
    [SUBJECT, certificate.subject],
    [ISSUER, certificate.issuer],
    [FROM, certificate.from],
    [UNTIL, certificate.until],
    [SERIAL, details.serial],
    [NAMES, details.names],
    [KEY, details.key],
    [SIGNATURE, details.signature],
    [SELF, details.selfSigned ? 'yes' : ''],
    [WEAK, details.weak],
  ]
  return told.filter(([, value]) => value !== '')
}
