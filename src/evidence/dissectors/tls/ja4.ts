import { plainHash } from '../../plain-hash.ts'
import { ALPN, isGrease, type Offer, SERVER_NAME } from './offer.ts'

const SHORT = 12
const NOTHING = '000000000000'
const LETTERS = /^[0-9A-Za-z]$/
const VERSION_WORDS: Readonly<Record<number, string>> = {
  0x0002: 's2',
  0x0300: 's3',
  0x0301: '10',
  0x0302: '11',
  0x0303: '12',
  0x0304: '13',
}

/** An offer as clients repeat it, with what is known of it. */
export interface KnownOffer {
  readonly offer: Offer
  /** The fingerprint JA4 of a client by its offer over TCP, after its public specification. */
  readonly ja4: string
}

/** Offers met before, by a hash of their numbers: a client sends the same with every connection, and a fingerprint costs far more than a look. */
const known = new Map<number, KnownOffer>()
const MOST_KNOWN = 1024

/** The same offer as it was met before, or this one from now on. Names of servers are no part of what is compared. */
export function knownOffer(offer: Offer): KnownOffer {
  const key = hashOf(offer)
  let same = known.get(key)
  if (!same || !isSame(same.offer, offer)) {
    same = { offer, ja4: ja4(offer) }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(key, same)
  }
  return same
}

function hashOf({ versions, suites, extensions, signatures }: Offer): number {
  let hash = suites.length
  for (let i = 0; i < versions.length; i++) hash = Math.imul(hash ^ versions[i]!, 0x01000193)
  for (let i = 0; i < suites.length; i++) hash = Math.imul(hash ^ suites[i]!, 0x01000193)
  for (let i = 0; i < extensions.length; i++) hash = Math.imul(hash ^ extensions[i]!, 0x01000193)
  for (let i = 0; i < signatures.length; i++) hash = Math.imul(hash ^ signatures[i]!, 0x01000193)
  return hash
}

function isSame(a: Offer, b: Offer): boolean {
  return (
    a.alpn === b.alpn &&
    areEqual(a.versions, b.versions) &&
    areEqual(a.suites, b.suites) &&
    areEqual(a.extensions, b.extensions) &&
    areEqual(a.signatures, b.signatures)
  )
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The fingerprint of an offer. */
export function ja4(offer: Offer): string {
  const suites = offer.suites.filter((n) => !isGrease(n)).map(word)
  const extensions = offer.extensions.filter((n) => !isGrease(n))
  const version = VERSION_WORDS[Math.max(...offer.versions.filter((n) => !isGrease(n)), 0)] ?? '00'
  const named = extensions.includes(SERVER_NAME) ? 'd' : 'i'
  const first = `t${version}${named}${count(suites.length)}${count(extensions.length)}${ends(offer.alpn)}`
  const others = extensions.filter((n) => n !== SERVER_NAME && n !== ALPN).map(word)
  const signatures = offer.signatures.filter((n) => !isGrease(n)).map(word)
  const last = [sorted(others), ...(signatures.length > 0 ? [signatures.join(',')] : [])].join('_')
  return `${first}_${digest(sorted(suites))}_${others.length === 0 ? NOTHING : digest(last)}`
}

function word(n: number): string {
  return n.toString(16).padStart(4, '0')
}

function count(n: number): string {
  return Math.min(n, 99).toString().padStart(2, '0')
}

function sorted(words: readonly string[]): string {
  return [...words].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(',')
}

/** First and last character of the first protocol offered; where these are no letters, of its hex digits. */
function ends(alpn: string): string {
  if (alpn === '') return '00'
  const [first, last] = [alpn[0]!, alpn.at(-1)!]
  if (LETTERS.test(first) && LETTERS.test(last)) return first + last
  const hex = (c: string) => c.charCodeAt(0).toString(16).padStart(2, '0')
  return hex(first)[0]! + hex(last)[1]!
}

function digest(text: string): string {
  if (text === '') return NOTHING
  const hash = plainHash()
  hash.update(Uint8Array.from(text, (c) => c.charCodeAt(0)))
  return hash.digest().slice(0, SHORT)
}
