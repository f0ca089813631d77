import { ASKED, C2S, type Direction, DONE, type FactKind, type Sink } from '../../dissector.ts'
import { u16, u24 } from '../integers.ts'
import { certificateFacts } from './certificate.ts'
import { SUITES, WEAK } from './cipher-table.ts'
import { knownOffer } from './ja4.ts'
import { choiceAt, isGrease, type Offer, offerAt } from './offer.ts'
import { KINDS, RECORDS, VERSIONS } from './tls-table.ts'

/** Codes and kinds of objects begin here, so that dissectors that carry TLS inside have room for their own below. */
export const CODE_BASE = 0x100000
export const KIND_BASE = 0x1000
/** Codes above the base: handshake messages by type, rows of `RECORDS`, alerts by number. */
export const RECORD_CODES = 0x100
export const ALERT_CODES = 0x200

/** The code of a row of `RECORDS`. */
export function recordCode(name: (typeof RECORDS)[number]['name']): number {
  return CODE_BASE + RECORD_CODES + RECORDS.findIndex((row) => row.name === name)
}

/** The number of a kind of object. */
export function kindOf(name: (typeof KINDS)[number]): number {
  return KIND_BASE + KINDS.indexOf(name)
}

const HELLO_RETRY = 6
const [VERSION, NAME, ALPN, CIPHER, WEAK_CIPHER, OFFERS_WEAK] = (
  ['version', 'server-name', 'alpn', 'cipher', 'weak-cipher', 'offers-weak-cipher'] as const
).map(kindOf) as [number, number, number, number, number, number]
const NO_CERTIFICATE = recordCode('NO_CERTIFICATE')
const OLD_HELLO = recordCode('SSL2_CLIENT_HELLO')

const FINGERPRINT: FactKind = { attribute: 'ja4', by: 'tls.client-hello' }
const CHOSEN_VERSION: FactKind = { attribute: 'tls-version', by: 'tls.server-hello' }
const CHOSEN_CIPHER: FactKind = { attribute: 'tls-cipher-suite', by: 'tls.server-hello' }
const WEAK_FACT: FactKind = { attribute: 'weak-cryptography', by: 'tls.server-hello' }
const WEAK_GROUP: FactKind = { attribute: 'weak-cryptography', by: 'tls.server-key-exchange' }

/** Versions below are deprecated (RFC 8996). */
const OLDEST_GOOD = 0x0303
const SMALLEST_GROUP = 2048
const RANDOM = 32
const MOST_PROTOCOLS = 8
const ASCII = new TextEncoder()

/** How a server hello that asks for another client hello is marked (RFC 8446, 4.1.3). */
const RETRY = [0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91] as const

const NUMBERS_WEAK: ReadonlySet<number> = new Set(
  Object.keys(SUITES).map(Number).filter((number) => whyWeak(number) !== ''),
) // biome-ignore format: one step a line

/** Why a cipher suite is weak, empty when it is not. */
export function whyWeak(suite: number): string {
  const name = SUITES[suite]
  return name === undefined ? '' : (WEAK.find(([part]) => part.test(name))?.[1] ?? '')
}

/** What of the handshake the messages behind it need: the chosen suite. */
export interface Handshake {
  readonly direction: Direction
  suite: number
}

/** Tells of one whole handshake message: `from` is behind its header of four bytes, `type` stands in that. */
export function handshakeMessage(
  state: Handshake,
  type: number,
  b: Uint8Array,
  from: number,
  to: number,
  out: Sink,
): void {
  switch (type) {
    case 1:
      return clientHello(b, from, to, out)
    case 2:
      return serverHello(state, b, from, to, out)
    case 11:
      return certificates(b, from, to, out)
    case 12:
      out.operation(CODE_BASE + type, DONE)
      return serverKey(state, b, from, to, out)
    default:
      out.operation(CODE_BASE + type, state.direction === C2S || type === 0 || type === 13 ? ASKED : DONE)
  }
}

/** A client hello in the form of SSL 2.0 (RFC 5246, E.2), with suites of three bytes; `from` is behind its first three bytes. */
export function oldClientHello(b: Uint8Array, from: number, to: number, out: Sink): void {
  out.operation(OLD_HELLO, ASKED)
  version(u16(b, from), out)
  const end = Math.min(to, from + 8 + u16(b, from + 2))
  for (let i = from + 8; i + 3 <= end; i += 3) offersWeak(b[i] === 0 ? u16(b, i + 1) : -1, out)
}

function clientHello(b: Uint8Array, from: number, to: number, out: Sink): void {
  out.operation(CODE_BASE + 1, ASKED)
  if (to - from < 2 + RANDOM) return
  const offer = offerAt(b, from, to)
  const known = knownOffer(offer)
  if (!out.told(known)) {
    for (const number of offer.versions) if (!isGrease(number)) version(number, out)
    for (const suite of offer.suites) offersWeak(suite, out)
  }
  names(offer, b, out)
  out.fact(FINGERPRINT, known.ja4)
}

function offersWeak(suite: number, out: Sink): void {
  if (NUMBERS_WEAK.has(suite)) out.object(OFFERS_WEAK, suite, suite)
}

function serverHello(state: Handshake, b: Uint8Array, from: number, to: number, out: Sink): void {
  const retry = to - from >= 2 + RANDOM && RETRY.every((byte, k) => b[from + 2 + k] === byte)
  out.operation(CODE_BASE + (retry ? HELLO_RETRY : 2), retry ? ASKED : DONE)
  if (to - from < 2 + RANDOM) return
  const choice = choiceAt(b, from, to)
  const number = choice.versions[0]!
  version(number, out)
  names(choice, b, out)
  const suite = choice.suites[0]
  if (suite === undefined || retry) return
  state.suite = suite
  const { name, why, bytes } = suiteOf(suite)
  out.named(CIPHER, bytes, 0, bytes.length)
  if (why !== '') out.named(WEAK_CIPHER, bytes, 0, bytes.length)
  out.fact(CHOSEN_VERSION, versionName(number))
  out.fact(CHOSEN_CIPHER, name)
  if (number < OLDEST_GOOD) out.fact(WEAK_FACT, versionName(number))
  if (why !== '') out.fact(WEAK_FACT, why)
}

function version(number: number, out: Sink): void {
  let bytes = versionBytes.get(number)
  if (!bytes) versionBytes.set(number, (bytes = ASCII.encode(versionName(number))))
  out.named(VERSION, bytes, 0, bytes.length)
}

/** Names as bytes, and what is said of a weak suite, made once: there are at most as many as numbers of two bytes. */
const versionBytes = new Map<number, Uint8Array>()
const suites = new Map<number, { readonly name: string; readonly why: string; readonly bytes: Uint8Array }>()

function suiteOf(number: number) {
  let suite = suites.get(number)
  if (!suite) {
    const name = suiteName(number)
    const why = whyWeak(number)
    suite = { name, why: why === '' ? '' : `${name} (${why})`, bytes: ASCII.encode(name) }
    suites.set(number, suite)
  }
  return suite
}

function versionName(number: number): string {
  return VERSIONS[number] ?? `version ${number.toString(16).padStart(4, '0')}`
}

function suiteName(suite: number): string {
  return SUITES[suite] === undefined ? `suite ${suite.toString(16).padStart(4, '0')}` : `TLS_${SUITES[suite]}`
}

function names(offer: Offer, b: Uint8Array, out: Sink): void {
  if (offer.nameEnd > offer.nameAt) out.named(NAME, b, offer.nameAt, offer.nameEnd)
  let i = offer.alpnAt
  for (let n = 0; n < MOST_PROTOCOLS && i < offer.alpnEnd; n++) {
    const end = i + 1 + b[i]!
    if (end > offer.alpnEnd) return
    if (end > i + 1) out.named(ALPN, b, i + 1, end)
    i = end
  }
}

function certificates(b: Uint8Array, from: number, to: number, out: Sink): void {
  const size = to - from >= 6 ? u24(b, from + 3) : 0
  out.operation(size > 0 ? CODE_BASE + 11 : NO_CERTIFICATE, DONE)
  const first = from + 6
  if (size > 0 && first + size <= to) certificateFacts(b, first, first + size, out)
}

/** A group of its own for Diffie-Hellman may be small (RFC 5246, 7.4.3). */
function serverKey(state: Handshake, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from < 3 || !/^(?:DHE|DH_anon)/.test(SUITES[state.suite] ?? '')) return
  const size = u16(b, from)
  let first = from + 2
  const end = first + size
  if (end > to) return
  while (first < end && b[first] === 0) first++
  const bits = first < end ? (end - first) * 8 - Math.clz32(b[first]!) + 24 : 0
  if (bits > 0 && bits < SMALLEST_GROUP) out.fact(WEAK_GROUP, `Diffie-Hellman group of ${bits} bits`)
}
