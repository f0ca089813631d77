import { textAt } from '../../groundwork/bytes.ts'
import { berContent, berEnd } from './ber.ts'

/** What is told of a certificate (ITU-T X.509, RFC 5280): texts such as `CN=plc7, O=Acme`, and days as `2027-03-01`. */
export interface Certificate {
  readonly subject: string
  readonly issuer: string
  readonly from: string
  readonly until: string
  /** Bytes of the whole certificate: of a chain, the next one begins behind it. */
  readonly size: number
}

const SEQUENCE = 0x30
const VERSION = 0xa0
const OBJECT_IDENTIFIER = 0x06
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const LONGEST_NAME = 256
/** Two-digit years from here on belong to the last century (RFC 5280, 4.1.2.5.1). */
const CENTURY = 50

/** Attributes of a name that are told, by the last byte of their identifier 2.5.4.n (X.520). */
const ATTRIBUTES: Readonly<Record<number, string>> = {
  3: 'CN',
  5: 'serial',
  6: 'C',
  7: 'L',
  8: 'ST',
  10: 'O',
  11: 'OU',
}

/** Where the parts of a certificate begin; each ends where the next begins, and `keyEnd` is the end of the last. */
export interface CertificateParts {
  readonly end: number
  readonly serial: number
  readonly algorithm: number
  readonly issuer: number
  readonly validity: number
  readonly subject: number
  readonly key: number
  readonly keyEnd: number
  readonly bodyEnd: number
}

/** Finds the parts of the certificate at `from` (RFC 5280, 4.1); undefined when none is there whole. */
export function certificateParts(b: Uint8Array, from: number, to: number): CertificateParts | undefined {
  const end = b[from] === SEQUENCE ? berEnd(b, from, to) : -1
  const body = end < 0 ? -1 : berContent(b, from)
  const bodyEnd = body < 0 || b[body] !== SEQUENCE ? -1 : berEnd(b, body, end)
  if (bodyEnd < 0) return undefined
  const next = (i: number) => (i < 0 ? -1 : berEnd(b, i, bodyEnd))
  const first = berContent(b, body)
  const serial = b[first] === VERSION ? next(first) : first
  const algorithm = next(serial)
  const issuer = next(algorithm)
  const validity = next(issuer)
  const subject = next(validity)
  const key = next(subject)
  if (key < 0 || b[validity] !== SEQUENCE || b[subject] !== SEQUENCE) return undefined
  return { end, serial, algorithm, issuer, validity, subject, key, keyEnd: next(key), bodyEnd }
}

/** Reads the certificate at `from`; undefined when none is there whole. */
export function certificateAt(b: Uint8Array, from: number, to: number): Certificate | undefined {
  const parts = certificateParts(b, from, to)
  if (!parts) return undefined
  const { end, issuer, validity, subject, key } = parts
  const first = berContent(b, validity)
  const second = berEnd(b, first, subject)
  if (second < 0) return undefined
  return {
    subject: nameOf(b, subject, key),
    issuer: nameOf(b, issuer, validity),
    from: dayAt(b, first, subject),
    until: dayAt(b, second, subject),
    size: end - from,
  }
}

/** A distinguished name: sets of pairs of identifier and text. */
function nameOf(b: Uint8Array, at: number, to: number): string {
  let text = ''
  for (let set = berContent(b, at), next = 0; (next = berEnd(b, set, to)) > 0; set = next) {
    const pair = berContent(b, set)
    if (pair >= next || berEnd(b, pair, next) < 0) continue
    const identifier = berContent(b, pair)
    const value = berEnd(b, identifier, next)
    const end = value < 0 ? -1 : berEnd(b, value, next)
    if (end < 0 || b[identifier] !== OBJECT_IDENTIFIER) continue
    const id = berContent(b, identifier)
    const label = value - id === 3 && b[id] === 0x55 && b[id + 1] === 4 ? ATTRIBUTES[b[id + 2]!] : undefined
    if (label) text += `${text === '' ? '' : ', '}${label}=${textAt(b, berContent(b, value), end).trim()}`
  }
  return text.slice(0, LONGEST_NAME)
}

/** The day of a time, empty when it is none. */
function dayAt(b: Uint8Array, at: number, to: number): string {
  const end = berEnd(b, at, to)
  if (end < 0 || (b[at] !== UTC_TIME && b[at] !== GENERALIZED_TIME)) return ''
  const digits = textAt(b, berContent(b, at), end)
  const [, year, month, day] = (b[at] === UTC_TIME ? /^(\d\d)(\d\d)(\d\d)/ : /^(\d{4})(\d\d)(\d\d)/).exec(digits) ?? []
  if (year === undefined) return ''
  const century = year.length === 4 ? '' : Number(year) < CENTURY ? '20' : '19'
  return `${century}${year}-${month}-${day}`
}
