import type { OperationClass } from '../../observation.ts'

/** What is known about an operation: its name in RFC 4511, a title for people and its class. */
export interface OperationRow {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

/** Operations by the identifier octet of their choice (RFC 4511, 4.1.1). */
export const OPERATIONS: Readonly<Record<number, OperationRow>> = {
  0x60: { name: 'bindRequest', title: 'bind', class: 'session' },
  0x61: { name: 'bindResponse', title: 'bind answer', class: 'session' },
  0x42: { name: 'unbindRequest', title: 'unbind', class: 'session' },
  0x63: { name: 'searchRequest', title: 'search', class: 'read' },
  0x64: { name: 'searchResultEntry', title: 'entry found', class: 'read' },
  0x65: { name: 'searchResultDone', title: 'end of search', class: 'read' },
  0x73: { name: 'searchResultReference', title: 'reference found', class: 'read' },
  0x66: { name: 'modifyRequest', title: 'modify entry', class: 'write' },
  0x67: { name: 'modifyResponse', title: 'modify entry: answer', class: 'write' },
  0x68: { name: 'addRequest', title: 'add entry', class: 'write' },
  0x69: { name: 'addResponse', title: 'add entry: answer', class: 'write' },
  0x4a: { name: 'delRequest', title: 'delete entry', class: 'write' },
  0x6b: { name: 'delResponse', title: 'delete entry: answer', class: 'write' },
  0x6c: { name: 'modDNRequest', title: 'rename entry', class: 'write' },
  0x6d: { name: 'modDNResponse', title: 'rename entry: answer', class: 'write' },
  0x6e: { name: 'compareRequest', title: 'compare', class: 'read' },
  0x6f: { name: 'compareResponse', title: 'compare: answer', class: 'read' },
  0x50: { name: 'abandonRequest', title: 'abandon', class: 'session' },
  0x77: { name: 'extendedReq', title: 'extended operation', class: 'other' },
  0x78: { name: 'extendedResp', title: 'extended operation: answer', class: 'other' },
  0x79: { name: 'intermediateResponse', title: 'intermediate answer', class: 'other' },
}

/** How a client says who it is, by the detail of a bind. */
export const BINDS = ['bind', 'bind without a name', 'bind with a password in clear text', 'bind with SASL', 'bind with NTLM'] as const // biome-ignore format: a list

/** Extended operations that are told apart, by their object id. */
export const EXTENSIONS: readonly { readonly oid: string; readonly title: string; readonly class: OperationClass }[] = [
  { oid: '1.3.6.1.4.1.1466.20037', title: 'start TLS', class: 'session' },
  { oid: '1.3.6.1.4.1.4203.1.11.1', title: 'change a password', class: 'write' },
  { oid: '1.3.6.1.4.1.4203.1.11.3', title: 'who am I', class: 'session' },
  { oid: '1.3.6.1.1.8', title: 'cancel', class: 'session' },
]

/** Result codes (RFC 4511, appendix A) that say that credentials, a right or protection was missing. */
export const DENIED: ReadonlySet<number> = new Set([7, 8, 13, 48, 49, 50])
/** Results that refuse nothing: success, comparisons, a bind that goes on (as 14, told apart). */
export const FINE: ReadonlySet<number> = new Set([0, 5, 6])
export const GOES_ON = 14

/** Kinds of numbers and names. */
export const KINDS = ['dn', 'mechanism', 'extension', 'result', 'denied'] as const
