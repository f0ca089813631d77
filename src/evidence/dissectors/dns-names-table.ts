import type { OperationClass } from '../observation.ts'

/** Operation codes of DNS (RFC 1035 clause 4.1.1, RFC 1996, RFC 2136, RFC 8490): an update changes what names mean. */
export const OPCODES: Readonly<Record<number, { readonly title: string; readonly class: OperationClass }>> = {
  0: { title: 'query', class: 'read' },
  1: { title: 'inverse query', class: 'read' },
  2: { title: 'server status', class: 'diagnose' },
  4: { title: 'notify of a changed zone', class: 'other' },
  5: { title: 'dynamic update', class: 'write' },
  6: { title: 'stateful operation', class: 'session' },
}

/** Types of records that are met, by number (IANA registry of DNS parameters). */
export const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  10: 'NULL',
  12: 'PTR',
  13: 'HINFO',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  32: 'NB',
  33: 'SRV',
  35: 'NAPTR',
  41: 'OPT',
  43: 'DS',
  46: 'RRSIG',
  47: 'NSEC',
  48: 'DNSKEY',
  52: 'TLSA',
  64: 'SVCB',
  65: 'HTTPS',
  249: 'TKEY',
  250: 'TSIG',
  251: 'IXFR',
  252: 'AXFR',
  255: 'ANY',
  256: 'URI',
  257: 'CAA',
}

/** Transfers of a whole zone give away every name of a network. */
export const TRANSFERS: ReadonlySet<number> = new Set([251, 252])

/** Kinds of objects: the name asked for, the response code of a refusal, the services that mDNS announces. */
export const KINDS = ['name', 'response-code', 'service'] as const
