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

/** Tells what the certificate at `from` says of its sender: the first of a chain. */
export function certificateFacts(b: Uint8Array, from: number, to: number, out: Sink): void {
  const certificate = certificateAt(b, from, to)
  const details = certificate ? certificateDetails(b, from, to) : undefined
  if (!certificate || !details) return
  const hash = plainHash()
  hash.update(b.subarray(from, from + certificate.size))
  out.fact(HASH, hash.digest())
  tell(SUBJECT, certificate.subject, out)
  tell(ISSUER, certificate.issuer, out)
  tell(FROM, certificate.from, out)
  tell(UNTIL, certificate.until, out)
  tell(SERIAL, details.serial, out)
  tell(NAMES, details.names, out)
  tell(KEY, details.key, out)
  tell(SIGNATURE, details.signature, out)
  if (details.selfSigned) out.fact(SELF, 'yes')
  tell(WEAK, details.weak, out)
}

function tell(fact: FactKind, value: string, out: Sink): void {
  if (value !== '') out.fact(fact, value)
}
