import type { OperationClass } from '../../observation.ts'

/** Messages by their application tag (RFC 4120, 5.10). */
export const MESSAGES: Readonly<
  Record<number, { readonly name: string; readonly title: string; readonly class: OperationClass }>
> = {
  10: { name: 'AS-REQ', title: 'ask for a first ticket', class: 'session' },
  11: { name: 'AS-REP', title: 'first ticket', class: 'session' },
  12: { name: 'TGS-REQ', title: 'ask for a ticket for a service', class: 'session' },
  13: { name: 'TGS-REP', title: 'ticket for a service', class: 'session' },
  14: { name: 'AP-REQ', title: 'show a ticket', class: 'session' },
  15: { name: 'AP-REP', title: 'prove the service', class: 'session' },
  20: { name: 'KRB-SAFE', title: 'signed message', class: 'other' },
  21: { name: 'KRB-PRIV', title: 'encrypted message', class: 'other' },
  22: { name: 'KRB-CRED', title: 'forwarded credentials', class: 'session' },
  30: { name: 'KRB-ERROR', title: 'error', class: 'session' },
}

/** Errors (RFC 4120, 7.5.9) that tell that a client, its key or a right is not accepted. */
export const DENIED: ReadonlySet<number> = new Set([3, 6, 9, 12, 13, 18, 19, 21, 23, 24, 31, 41])
/** Errors that only ask for more: pre-authentication, or TCP instead of UDP. */
export const ASKING: ReadonlySet<number> = new Set([25, 52])

/** Kinds of numbers and names: encryption types that are offered and used (17 to 20 are AES, 1 to 3 DES, 23 and 24 RC4), and the service asked for. */
export const KINDS = ['etype', 'realm', 'service', 'service-host', 'error', 'denied'] as const
