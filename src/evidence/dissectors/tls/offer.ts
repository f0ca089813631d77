import { u16 } from '../integers.ts'

/** Extensions that are read (IANA, TLS ExtensionType Values). */
export const SERVER_NAME = 0
export const ALPN = 16
const SIGNATURES = 13
const SUPPORTED_VERSIONS = 43
const RANDOM = 32
const MOST = 512

/** What a client offers, or what a server chose of it, in the order in which it stands there. */
export interface Offer {
  readonly versions: number[]
  readonly suites: number[]
  readonly extensions: number[]
  readonly signatures: number[]
  /** The first protocol; one character for each byte. */
  alpn: string
  /** Where the names of server and protocols stand; 0 when missing. */
  nameAt: number
  nameEnd: number
  alpnAt: number
  alpnEnd: number
}

/** Numbers that mean nothing and keep others open to new ones (RFC 8701). */
export function isGrease(n: number): boolean {
  return (n & 0x0f0f) === 0x0a0a && n >> 8 === (n & 0xff)
}

/** Reads the body of a client hello (RFC 8446, 4.1.2); lists that are cut end where they are cut. */
export function offerAt(b: Uint8Array, from: number, to: number): Offer {
  const offer = empty()
  let i = from + 2 + RANDOM
  if (i + 1 > to) return offer
  i += 1 + b[i]!
  if (i + 2 <= to) {
    const end = Math.min(to, i + 2 + u16(b, i))
    numbers(offer.suites, b, i + 2, end)
    i = end
  }
  if (i + 1 <= to) i += 1 + b[i]!
  extensions(offer, b, i, to, true)
  if (offer.versions.length === 0) offer.versions.push(u16(b, from))
  return offer
}

/** Reads the body of a server hello (4.1.3): one version, one suite, the extensions. */
export function choiceAt(b: Uint8Array, from: number, to: number): Offer {
  const offer = empty()
  let i = from + 2 + RANDOM
  if (i + 1 > to) return offer
  i += 1 + b[i]!
  if (i + 2 <= to) offer.suites.push(u16(b, i))
  i += 3
  extensions(offer, b, i, to, false)
  if (offer.versions.length === 0) offer.versions.push(u16(b, from))
  return offer
}

function empty(): Offer {
  return {
    versions: [], suites: [], extensions: [], signatures: [], alpn: '', nameAt: 0, nameEnd: 0, alpnAt: 0, alpnEnd: 0,
  } // biome-ignore format: a list
}

function extensions(offer: Offer, b: Uint8Array, at: number, to: number, client: boolean): void {
  if (at + 2 > to) return
  const end = Math.min(to, at + 2 + u16(b, at))
  for (let i = at + 2; i + 4 <= end && offer.extensions.length < MOST; ) {
    const type = u16(b, i)
    const body = i + 4
    const next = body + u16(b, i + 2)
    offer.extensions.push(type)
    if (next > end) return
    extension(offer, type, b, body, next, client)
    i = next
  }
}

function extension(offer: Offer, type: number, b: Uint8Array, body: number, next: number, client: boolean): void {
  switch (type) {
    case SUPPORTED_VERSIONS:
      if (client) numbers(offer.versions, b, body + 1, Math.min(next, body + 1 + b[body]!))
      else if (body + 2 <= next) offer.versions.push(u16(b, body))
      return
    case SIGNATURES:
      if (body + 2 <= next) numbers(offer.signatures, b, body + 2, Math.min(next, body + 2 + u16(b, body)))
      return
    case SERVER_NAME:
      // A list of names, of which one kind is in use: type 0 and a text with its length.
      if (!client || body + 5 > next || b[body + 2] !== 0) return
      offer.nameAt = body + 5
      offer.nameEnd = Math.min(next, body + 5 + u16(b, body + 3))
      return
    case ALPN: {
      if (body + 3 > next) return
      offer.alpnAt = body + 2
      offer.alpnEnd = next
      const end = Math.min(next, body + 3 + b[body + 2]!)
      for (let k = body + 3; k < end; k++) offer.alpn += String.fromCharCode(b[k]!)
    }
  }
}

function numbers(into: number[], b: Uint8Array, from: number, to: number): void {
  for (let i = from; i + 2 <= to && into.length < MOST; i += 2) into.push(u16(b, i))
}
