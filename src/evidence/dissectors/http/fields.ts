import { asciiText } from '../../../groundwork/bytes.ts'
import { CREDENTIALS, type FactKind, type Sink } from '../../dissector.ts'
import { tellText } from '../tell.ts'
import { beginsWith } from './secrets.ts'
import { bytesOf } from './start-line.ts'

/** What the header of a message says about what comes behind it, and what was told before, so that it is told once. */
export interface Fields {
  /** Bytes of the body, -1 where none is named. */
  length: number
  chunked: boolean
  /** Where the names stand that are told with the operation; an end of 0 where they are missing. */
  hostAt: number
  hostEnd: number
  actionAt: number
  actionEnd: number
  upgradeAt: number
  upgradeEnd: number
  /** Kind of content, one of the constants below. */
  content: number
  /** The body is compressed. */
  packed: boolean
  server: number
  agent: number
  credentials: string
}

const OTHER_CONTENT = 0
export const FORM = 1
export const FILES = 2
export const HTML = 3
export const XML = 4

const BY = 'http'
const SERVER: FactKind = { attribute: 'server-software', by: BY }
const POWERED: FactKind = { attribute: 'server-software', by: 'http.powered-by' }
const AGENT: FactKind = { attribute: 'client-software', by: BY }
const REALM: FactKind = { attribute: 'description', by: 'http.realm' }
const LOGIN: FactKind = { attribute: CREDENTIALS, by: BY }
/** A hash of a password shows that somebody logs in, and is none in clear. */
const HASHED: FactKind = { attribute: 'login', by: BY }

/** Fields of a header that are looked at; those of other names are passed over. */
const NAMES = [
  'content-length', 'transfer-encoding', 'host', 'user-agent', 'authorization', 'proxy-authorization', 'upgrade',
  'content-type', 'soapaction', 'server', 'www-authenticate', 'content-encoding', 'x-powered-by',
] as const // biome-ignore format: a list
const WORDS = NAMES.map(bytesOf)
const LONGEST_NAME = Math.max(...WORDS.map((word) => word.length))
const BY_LENGTH: readonly (readonly number[])[] = Array.from({ length: LONGEST_NAME + 1 }, (_, length) =>
  WORDS.flatMap((word, index) => (word.length === length ? [index] : [])),
)
const [CHUNKED, BASIC, DIGEST, BEARER, REALM_WORD] = ['chunked', 'basic ', 'digest ', 'bearer ', 'realm='].map(
  bytesOf,
) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
const [FORM_WORD, FILES_WORD, HTML_WORD, JSON_WORD, IDENTITY] = [
  'application/x-www-form-urlencoded', 'multipart/form-data', 'text/html', 'application/json', 'identity',
].map(bytesOf) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array] // biome-ignore format: a list
const XML_WORDS = ['text/xml', 'application/xml'].map(bytesOf)
const SAID = { basic: 'HTTP Basic password', digest: 'HTTP Digest', bearer: 'HTTP bearer token' }
/** Most digits of a length that is believed. */
const DIGITS = 15

/** Fields of which nothing is known yet. */
export function freshFields(): Fields {
  return {
    length: -1, chunked: false, hostAt: 0, hostEnd: 0, actionAt: 0, actionEnd: 0, upgradeAt: 0, upgradeEnd: 0,
    content: OTHER_CONTENT, packed: false, server: 0, agent: 0, credentials: '',
  } // biome-ignore format: a list
}

/** Forgets what the header before said about its own body. */
export function forgetBody(fields: Fields): void {
  fields.length = -1
  fields.chunked = false
  fields.hostEnd = 0
  fields.actionEnd = 0
  fields.upgradeEnd = 0
  fields.content = OTHER_CONTENT
  fields.packed = false
}

/** Takes one line of a header, without its end, of a request or an answer. */
export function takeField(fields: Fields, request: boolean, b: Uint8Array, from: number, to: number, out: Sink): void {
  const index = nameAt(b, from, to)
  if (index < 0) return
  let i = from + WORDS[index]!.length + 1
  let end = to
  while (i < end && (b[i] === 0x20 || b[i] === 9)) i++
  while (end > i && (b[end - 1] === 0x20 || b[end - 1] === 9)) end--
  if (i >= end) return
  switch (NAMES[index]!) {
    case 'content-length':
      if (fields.length < 0) fields.length = numberAt(b, i, end)
      return
    case 'transfer-encoding':
      fields.chunked = end - i >= CHUNKED.length && beginsWith(b, end - CHUNKED.length, end, CHUNKED)
      return
    case 'content-type':
      fields.content = contentAt(b, i, end)
      return
    case 'content-encoding':
      fields.packed = !beginsWith(b, i, end, IDENTITY)
      return
    case 'upgrade':
      fields.upgradeAt = i
      fields.upgradeEnd = end
      return
    default:
      if (request) ofRequest(fields, NAMES[index]!, b, i, end, out)
      else ofAnswer(fields, NAMES[index]!, b, i, end, out)
  }
}

function ofRequest(
  fields: Fields,
  name: (typeof NAMES)[number],
  b: Uint8Array,
  i: number,
  end: number,
  out: Sink,
): void {
  switch (name) {
    case 'host':
      fields.hostAt = i
      fields.hostEnd = end
      return
    case 'soapaction':
      fields.actionAt = b[i] === 0x22 ? i + 1 : i
      fields.actionEnd = b[end - 1] === 0x22 ? end - 1 : end
      return
    case 'user-agent': {
      const hash = hashOf(b, i, end)
      if (fields.agent === hash) return
      fields.agent = hash
      return tellText(AGENT, b, i, end, out)
    }
    case 'authorization':
    case 'proxy-authorization': {
      const says = beginsWith(b, i, end, BASIC)
        ? SAID.basic
        : beginsWith(b, i, end, DIGEST)
          ? SAID.digest
          : beginsWith(b, i, end, BEARER)
            ? SAID.bearer
            : ''
      if (says !== '') tellCredentials(fields, says, out)
      return
    }
  }
}

/** Tells once per connection that credentials of a kind were there. */
export function tellCredentials(fields: Fields, says: string, out: Sink): void {
  if (fields.credentials === says) return
  fields.credentials = says
  out.fact(says === SAID.digest ? HASHED : LOGIN, says, 'receiver')
}

function ofAnswer(
  fields: Fields,
  name: (typeof NAMES)[number],
  b: Uint8Array,
  i: number,
  end: number,
  out: Sink,
): void {
  switch (name) {
    case 'server': {
      const hash = hashOf(b, i, end)
      if (fields.server === hash) return
      fields.server = hash
      return tellText(SERVER, b, i, end, out)
    }
    case 'x-powered-by':
      return tellText(POWERED, b, i, end, out)
    case 'www-authenticate':
      return realm(b, i, end, out)
  }
}

/** The realm of a challenge (RFC 9110, 11.5), which devices like to fill with what they are. */
function realm(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i < to; i++) {
    if (!beginsWith(b, i, to, REALM_WORD)) continue
    const start = i + REALM_WORD.length
    if (b[start] !== 0x22) return
    let end = start + 1
    while (end < to && b[end] !== 0x22) end++
    const value = asciiText(b, start + 1, end).trim()
    if (value !== '') out.fact(REALM, value)
    return
  }
}

/** Which of the names that are looked at the line begins with, or -1. */
function nameAt(b: Uint8Array, from: number, to: number): number {
  const limit = Math.min(to, from + LONGEST_NAME + 1)
  let colon = from
  while (colon < limit && b[colon] !== 0x3a) colon++
  if (colon >= limit) return -1
  for (const index of BY_LENGTH[colon - from]!) if (beginsWith(b, from, colon, WORDS[index]!)) return index
  return -1
}

function contentAt(b: Uint8Array, i: number, end: number): number {
  if (beginsWith(b, i, end, HTML_WORD)) return HTML
  if (beginsWith(b, i, end, FORM_WORD) || beginsWith(b, i, end, JSON_WORD)) return FORM
  if (beginsWith(b, i, end, FILES_WORD)) return FILES
  for (const word of XML_WORDS) if (beginsWith(b, i, end, word)) return XML
  return OTHER_CONTENT
}

/** The number that stands there alone (of a list of equal ones the first), or -1. */
function numberAt(b: Uint8Array, i: number, end: number): number {
  let value = 0
  let k = i
  for (; k < end && b[k]! >= 0x30 && b[k]! <= 0x39; k++) value = value * 10 + b[k]! - 0x30
  return k > i && k - i <= DIGITS && (k === end || b[k] === 0x2c) ? value : -1
}

function hashOf(b: Uint8Array, from: number, to: number): number {
  let hash = (to - from) | 0x10000000
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ b[i]!, 0x01000193)
  return hash
}
