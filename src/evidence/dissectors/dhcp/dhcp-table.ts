import type { OperationClass } from '../../observation.ts'

/** Message types (RFC 2132 clause 9.6, RFC 3203, RFC 4388); 0 stands for BOOTP, which has none. */
export const MESSAGES: Readonly<Record<number, { readonly title: string; readonly class: OperationClass }>> = {
  0: { title: 'BOOTP message', class: 'session' },
  1: { title: 'discover servers', class: 'session' },
  2: { title: 'offer of an address', class: 'session' },
  3: { title: 'request of an address', class: 'session' },
  4: { title: 'decline of an address', class: 'session' },
  5: { title: 'acknowledgement of an address', class: 'write' },
  6: { title: 'refusal of an address', class: 'session' },
  7: { title: 'release of an address', class: 'session' },
  8: { title: 'inform about settings', class: 'session' },
  9: { title: 'force a renewal', class: 'control' },
  10: { title: 'lease query', class: 'read' },
  13: { title: 'active lease', class: 'read' },
}

/** Options that are read (RFC 2132, RFC 3046, RFC 4578). */
export const OPTIONS = {
  pad: 0,
  router: 3,
  hostName: 12,
  domain: 15,
  vendorSpecific: 43,
  requested: 50,
  messageType: 53,
  server: 54,
  parameters: 55,
  vendorClass: 60,
  bootFile: 67,
  relay: 82,
  end: 255,
} as const

/** Kinds of objects: addresses by number are too many to be useful; what was asked for and offered stands by option. */
export const KINDS = ['requested-option', 'server', 'offered', 'boot-file'] as const
