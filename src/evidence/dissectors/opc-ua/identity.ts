import { textAt } from '../../../groundwork/bytes.ts'
import { type Ip, ip } from '../../../groundwork/ip.ts'
import { CREDENTIALS, type FactKind, type Sink } from '../../dissector.ts'
import { certificateAt } from '../x509.ts'
import type { Cursor } from './cursor.ts'
import { APPLICATION_TYPES, ISSUED, MODES, TOKENS, USER_NAME } from './service-table.ts'

/** What applications say about themselves and about the security they offer (OPC 10000-4, 7.2, 7.14, 7.41). */

const kind = (attribute: string, by: string): FactKind => ({ attribute, by })
const APPLICATION_URI = kind('application-uri', 'opc-ua')
const [APPLICATION_NAME, PRODUCT_URI, ROLE] = ['application-name', 'product-uri', 'role'].map((attribute) =>
  kind(attribute, 'opc-ua.application'),
) as [FactKind, FactKind, FactKind]
const [SERVER_URI, SERVER_NAME, SERVER_PRODUCT, SERVER_ROLE] = [
  'application-uri',
  'application-name',
  'product-uri',
  'role',
].map((attribute) => kind(attribute, 'opc-ua.register-server')) as [FactKind, FactKind, FactKind, FactKind]
const REVERSE_URI = kind('application-uri', 'opc-ua.reverse-hello')
const URL_HELLO = kind('endpoint-url', 'opc-ua.hello')
const URL_ASKED = kind('endpoint-url', 'opc-ua.request')
const URL_OFFERED = kind('endpoint-url', 'opc-ua.endpoints')
const OFFERED_SECURITY = kind('offered-security', 'opc-ua.endpoints')
const OFFERED_IDENTITY = kind('offered-identity', 'opc-ua.endpoints')
const SECRETS = kind(CREDENTIALS, 'opc-ua.activate-session')
const POLICY_FACT = kind('security-policy', 'opc-ua.channel')
const MODE_FACT = kind('security-mode', 'opc-ua.channel')
const [PRODUCT, MAKE, FIRMWARE, BUILD, BUILD_PRODUCT_URI] = ['product', 'make', 'firmware', 'build', 'product-uri'].map(
  (attribute) => kind(attribute, 'opc-ua.build-info'),
) as [FactKind, FactKind, FactKind, FactKind, FactKind]

const [SUBJECT, ISSUER, VALID_FROM, VALID_UNTIL] = ['subject', 'issuer', 'valid-from', 'valid-until'].map((what) =>
  kind(`certificate-${what}`, 'opc-ua.certificate'),
) as [FactKind, FactKind, FactKind, FactKind]

export type Side = 'sender' | 'receiver'

const UA_TCP = 'opc.tcp:'

/** What the cursor's string holds, as text. */
function text(c: Cursor): string {
  return textAt(c.bytes, c.from, c.end).trim()
}

function tell(fact: FactKind, value: string, out: Sink, about: Side | Ip = 'sender'): void {
  if (value !== '') out.fact(fact, value, about)
}

/** The part of a policy's address that tells policies apart: `None`, `Basic256Sha256` … */
export function policyFrom(b: Uint8Array, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (b[i] === 0x23) return i + 1
  return from
}

/** The policy agreed on for a channel. */
export function policyFact(b: Uint8Array, from: number, to: number, server: Side, out: Sink): void {
  tell(POLICY_FACT, textAt(b, from, to), out, server)
}

/** The mode agreed on for a channel. */
export function modeFact(mode: number, server: Side, out: Sink): void {
  if (mode > 0 && mode < MODES.length) out.fact(MODE_FACT, MODES[mode]!, server)
}

/** The address that a hello asks for. */
export function helloFact(c: Cursor, out: Sink): void {
  c.string()
  endpointUrl(c, URL_HELLO, 'receiver', out)
}

/** What a server that opens the connection itself says first (OPC 10000-6, 7.1.2.6). */
export function reverseHelloFacts(c: Cursor, out: Sink): void {
  c.string()
  tell(REVERSE_URI, text(c), out)
  c.string()
  endpointUrl(c, URL_HELLO, 'sender', out)
}

/** The address that a request is sent to. */
export function askedUrl(c: Cursor, out: Sink | undefined): void {
  c.string()
  if (out) endpointUrl(c, URL_ASKED, 'receiver', out)
}

function endpointUrl(c: Cursor, fact: FactKind, about: Side, out: Sink): void {
  const url = text(c)
  if (!c.over && url.includes('://')) out.fact(fact, url, about)
}

/**
 * An `ApplicationDescription`. A server that lists others speaks of the address in the first of their discovery addresses, where
 * that is one (`elsewhere`); otherwise the description is taken for the sender's own.
 */
export function application(c: Cursor, elsewhere: boolean, out: Sink | undefined): void {
  c.string()
  const uri = out ? text(c) : ''
  c.string()
  const product = out ? text(c) : ''
  c.localizedText()
  const name = out ? text(c) : ''
  const role = APPLICATION_TYPES[c.u32()]
  c.string()
  c.string()
  let about: Side | Ip = 'sender'
  const urls = c.count()
  for (let n = 0; n < urls && !c.over; n++) {
    c.string()
    if (n === 0 && elsewhere && out) about = hostOf(text(c)) ?? about
  }
  if (!out || c.over) return
  tell(APPLICATION_URI, uri, out, about)
  tell(APPLICATION_NAME, name, out, about)
  tell(PRODUCT_URI, product, out, about)
  if (role !== undefined) out.fact(ROLE, role, about)
}

/** The address in a URL, where it is one that names a host on the network. */
function hostOf(url: string): Ip | undefined {
  const host = /^[a-z.+]+:\/\/(?:\[([^\]]+)\]|([^/:]+))/.exec(url)
  const address = host ? ip(host[1] ?? host[2]!) : undefined
  return address === undefined || /^(?:127\.|0\.0\.0\.0$|::1?$)/.test(address) ? undefined : address
}

/** A `RegisteredServer`: what a server tells a discovery server about itself. */
export function registered(c: Cursor, out: Sink | undefined): void {
  c.string()
  const uri = text(c)
  c.string()
  const product = text(c)
  const names = c.count()
  let name = ''
  for (let n = 0; n < names && !c.over; n++) {
    c.localizedText()
    if (n === 0) name = text(c)
  }
  const role = APPLICATION_TYPES[c.u32()]
  if (!out || c.over) return
  tell(SERVER_URI, uri, out)
  tell(SERVER_NAME, name, out)
  tell(SERVER_PRODUCT, product, out)
  if (role !== undefined) out.fact(SERVER_ROLE, role)
}

/** The certificate that the cursor's string holds, or the first of its chain: that of the sender. */
export function certificateFacts(c: Cursor, out: Sink): void {
  const certificate = c.over ? undefined : certificateAt(c.bytes, c.from, c.end)
  if (!certificate) return
  tell(SUBJECT, certificate.subject, out)
  tell(ISSUER, certificate.issuer, out)
  tell(VALID_FROM, certificate.from, out)
  tell(VALID_UNTIL, certificate.until, out)
}

/** An `EndpointDescription`: where, how protected, and whom the server would believe. */
export function endpoint(c: Cursor, out: Sink | undefined): void {
  c.string()
  if (out) endpointUrl(c, URL_OFFERED, 'sender', out)
  application(c, false, out)
  c.string()
  if (out) certificateFacts(c, out)
  const mode = c.u32()
  c.string()
  const policy = textAt(c.bytes, policyFrom(c.bytes, c.from, c.end), c.end)
  if (out && !c.over && MODES[mode])
    out.fact(OFFERED_SECURITY, policy === MODES[mode] ? policy : `${policy} ${MODES[mode]}`)
  const tokens = c.count()
  for (let n = 0; n < tokens && !c.over; n++) {
    c.string()
    const type = TOKENS[c.u32()]
    c.string()
    c.string()
    c.string()
    if (!out || c.over || !type) continue
    // Without a policy of its own a token is protected by that of the endpoint.
    const own = textAt(c.bytes, policyFrom(c.bytes, c.from, c.end), c.end)
    const isSecret = type.id === USER_NAME || type.id === ISSUED
    const open = isSecret && mode !== 3 && (own === '' ? policy : own) === 'None'
    out.fact(OFFERED_IDENTITY, open ? `${type.name}, sent in clear` : type.name)
  }
  c.string()
  c.u8()
}

/** Tells that a secret crosses in clear: an identity token that names no encryption (OPC 10000-4, 7.40.4, 7.40.6). */
export function secretIn(c: Cursor, token: number, out: Sink): void {
  if (token !== USER_NAME && token !== ISSUED) return
  const { at, to } = c
  c.at = c.from
  c.to = c.end
  c.string()
  if (token === USER_NAME) c.string()
  c.string()
  const isThere = c.end > c.from
  c.string()
  if (isThere && !c.over && c.from === c.end)
    out.fact(SECRETS, token === USER_NAME ? 'OPC UA password' : 'OPC UA issued token', 'receiver')
  c.to = to
  c.at = at
}

/** A `BuildInfo` that begins at the cursor. */
export function buildInfo(c: Cursor, out: Sink): void {
  for (const fact of [BUILD_PRODUCT_URI, MAKE, PRODUCT, FIRMWARE, BUILD]) {
    c.string()
    if (!c.over) tell(fact, text(c), out)
  }
}

/** Whether a text begins an address of the protocol. */
export function isUaUrl(b: Uint8Array, from: number, to: number): boolean {
  for (let i = 0; i < UA_TCP.length && from + i < to; i++) if (b[from + i] !== UA_TCP.charCodeAt(i)) return false
  return true
}
