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

/** Fingerprints of offers met before: a client sends the same with every connection, and a hash costs far more than a look. */
const known = new Map<string, string>()
const MOST_KNOWN = 1024

/** The fingerprint JA4 of a client by its offer over TCP, after its public specification. */
export function ja4(offer: Offer): string {
  const key = keyOf(offer)
  let print = known.get(key)
  if (print === undefined) {
    print = made(offer)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(key, print)
  }
  return print
}

/** All that the fingerprint is made of, each number as one character. */
function keyOf({ versions, suites, extensions, signatures, alpn }: Offer): string {
  const lengths = [versions.length, suites.length, extensions.length, signatures.length]
  return String.fromCharCode(...lengths, ...versions, ...suites, ...extensions, ...signatures) + alpn
}

function made(offer: Offer): string {
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
