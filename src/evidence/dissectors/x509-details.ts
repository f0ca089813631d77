import { hexText, textAt } from '../../groundwork/bytes.ts'
import { ip4Text, ip6At } from '../../groundwork/ip.ts'
import { berContent, berEnd, berFind, berOid } from './ber.ts'
import { u32 } from './integers.ts'
import { certificateParts } from './x509.ts'

/** What a certificate says beyond names and days, in texts such as `RSA 2048`, `SHA-256 with RSA`, `plc7.local, 10.0.0.7`. */
export interface CertificateDetails {
  readonly serial: string
  readonly names: string
  readonly key: string
  readonly signature: string
  /** Issuer and subject are the same: nobody else speaks for it. */
  readonly selfSigned: boolean
  /** Why key or signature are weak, empty when they are not (NIST SP 800-131A). */
  readonly weak: string
}

const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OBJECT_IDENTIFIER = 0x06
const SEQUENCE = 0x30
const EXTENSIONS = 0xa3
const DNS_NAME = 0x82
const URI = 0x86
const IP_ADDRESS = 0x87
const ALTERNATIVE_NAMES = '2.5.29.17'
const LONGEST_SERIAL = 32
const MOST_NAMES = 8
const LONGEST_NAME = 100
const SMALLEST_RSA = 2048

/** Kinds of keys by object identifier (RFC 3279, 5480, 8410). */
const KEYS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.113549.1.1.10': 'RSA',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'EC',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}

const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'P-192',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.10': 'secp256k1',
  '1.3.132.0.33': 'P-224',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
}

/** How a certificate is signed, by object identifier (RFC 3279, 4055, 5758, 8410). */
const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'MD2 with RSA',
  '1.2.840.113549.1.1.4': 'MD5 with RSA',
  '1.2.840.113549.1.1.5': 'SHA-1 with RSA',
  '1.3.14.3.2.29': 'SHA-1 with RSA',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'SHA-256 with RSA',
  '1.2.840.113549.1.1.12': 'SHA-384 with RSA',
  '1.2.840.113549.1.1.13': 'SHA-512 with RSA',
  '1.2.840.113549.1.1.14': 'SHA-224 with RSA',
  '1.2.840.10040.4.3': 'SHA-1 with DSA',
  '2.16.840.1.101.3.4.3.2': 'SHA-256 with DSA',
  '1.2.840.10045.4.1': 'SHA-1 with ECDSA',
  '1.2.840.10045.4.3.1': 'SHA-224 with ECDSA',
  '1.2.840.10045.4.3.2': 'SHA-256 with ECDSA',
  '1.2.840.10045.4.3.3': 'SHA-384 with ECDSA',
  '1.2.840.10045.4.3.4': 'SHA-512 with ECDSA',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}

/** Reads what else the certificate at `from` says; undefined when none is there whole. */
export function certificateDetails(b: Uint8Array, from: number, to: number): CertificateDetails | undefined {
  const parts = certificateParts(b, from, to)
  if (!parts) return undefined
  const { serial, algorithm, issuer, validity, subject, key, keyEnd, bodyEnd } = parts
  const oid = oidIn(b, algorithm, issuer)
  const signature = SIGNATURES[oid] ?? oid
  const bits = rsaBits(b, key, keyEnd)
  const small = bits > 0 && bits < SMALLEST_RSA ? `RSA key of ${bits} bits` : ''
  const old = /^(?:MD|SHA-1 )/.test(signature) ? `certificate signed by ${signature}` : ''
  return {
    serial:
      b[serial] === INTEGER
        ? hexText(b, berContent(b, serial), Math.min(algorithm, berContent(b, serial) + LONGEST_SERIAL))
        : '',
    names: keyEnd < 0 ? '' : alternativeNames(b, keyEnd, bodyEnd),
    key: keyText(b, key, keyEnd, bits),
    signature,
    selfSigned: sameBytes(b, issuer, validity, subject, key),
    weak: [small, old].filter(Boolean).join(', '),
  }
}

/** The object identifier that stands first in the sequence at `i`. */
function oidIn(b: Uint8Array, i: number, to: number): string {
  if (b[i] !== SEQUENCE || berEnd(b, i, to) < 0) return ''
  const at = berContent(b, i)
  const end = berEnd(b, at, to)
  return end > 0 && b[at] === OBJECT_IDENTIFIER ? berOid(b, berContent(b, at), end) : ''
}

function keyText(b: Uint8Array, key: number, keyEnd: number, bits: number): string {
  if (keyEnd < 0 || b[key] !== SEQUENCE) return ''
  const algorithm = berContent(b, key)
  const oid = oidIn(b, algorithm, keyEnd)
  const kind = KEYS[oid] ?? oid
  if (kind === 'RSA' && bits > 0) return `RSA ${bits}`
  if (kind !== 'EC') return kind
  const parameters = berEnd(b, berContent(b, algorithm), keyEnd)
  const end = parameters < 0 ? -1 : berEnd(b, parameters, keyEnd)
  const curve = end > 0 && b[parameters] === OBJECT_IDENTIFIER ? berOid(b, berContent(b, parameters), end) : ''
  return `EC ${CURVES[curve] ?? curve}`.trim()
}

/** Bits of the modulus of an RSA key (RFC 8017, A.1.1); 0 when it is another kind of key. */
function rsaBits(b: Uint8Array, key: number, keyEnd: number): number {
  if (keyEnd < 0 || b[key] !== SEQUENCE) return 0
  const algorithm = berContent(b, key)
  if (KEYS[oidIn(b, algorithm, keyEnd)] !== 'RSA') return 0
  const string = berEnd(b, algorithm, keyEnd)
  const end = string < 0 ? -1 : berEnd(b, string, keyEnd)
  if (end < 0 || b[string] !== BIT_STRING) return 0
  const inside = berContent(b, string) + 1
  if (inside >= end || b[inside] !== SEQUENCE || berEnd(b, inside, end) < 0) return 0
  const modulus = berContent(b, inside)
  const modulusEnd = berEnd(b, modulus, end)
  if (modulusEnd < 0 || b[modulus] !== INTEGER) return 0
  let first = berContent(b, modulus)
  while (first < modulusEnd && b[first] === 0) first++
  return first < modulusEnd ? (modulusEnd - first) * 8 - Math.clz32(b[first]!) + 24 : 0
}

/** The names that stand beside the subject (RFC 5280, 4.2.1.6). */
function alternativeNames(b: Uint8Array, from: number, to: number): string {
  const extensions = berFind(b, from, to, EXTENSIONS)
  const end = extensions < 0 ? -1 : berEnd(b, extensions, to)
  const list = end < 0 ? -1 : berContent(b, extensions)
  if (list < 0 || list >= end || b[list] !== SEQUENCE || berEnd(b, list, end) < 0) return ''
  for (let i = berContent(b, list), next = 0; (next = berEnd(b, i, end)) > 0; i = next) {
    if (oidIn(b, i, next) !== ALTERNATIVE_NAMES) continue
    const string = berFind(b, berContent(b, i), next, OCTET_STRING)
    return string < 0 ? '' : generalNames(b, berContent(b, string), next)
  }
  return ''
}

function generalNames(b: Uint8Array, at: number, to: number): string {
  if (at >= to || b[at] !== SEQUENCE || berEnd(b, at, to) < 0) return ''
  const names: string[] = []
  for (let i = berContent(b, at), next = 0; (next = berEnd(b, i, to)) > 0 && names.length < MOST_NAMES; i = next) {
    const from = berContent(b, i)
    if (b[i] === DNS_NAME || b[i] === URI) names.push(textAt(b, from, Math.min(next, from + LONGEST_NAME)))
    else if (b[i] === IP_ADDRESS && next - from === 4) names.push(ip4Text(u32(b, from)))
    else if (b[i] === IP_ADDRESS && next - from === 16) names.push(ip6At(b, from))
  }
  return names.join(', ')
}

function sameBytes(b: Uint8Array, from: number, to: number, other: number, otherEnd: number): boolean {
  if (to - from !== otherEnd - other) return false
  for (let k = 0; k < to - from; k++) if (b[from + k] !== b[other + k]) return false
  return true
}
