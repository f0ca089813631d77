import type { OperationClass } from '../../observation.ts'

interface Row {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

const session = (name: string, title: string): Row => ({ name, title, class: 'session' })

/** Messages by operation code: those before the session (MS-RDPBCGR, 2.2.1), then those of T.125 by their choice, from 16 on. */
export const MESSAGES: Readonly<Record<number, Row>> = {
  1: session('CONNECTION_REQUEST', 'ask for a connection'),
  2: session('CONNECTION_CONFIRM', 'accept or refuse a connection'),
  3: session('CONNECT_INITIAL', 'offer settings'),
  4: session('CONNECT_RESPONSE', 'choose settings'),
  5: { name: 'FAST_PATH', title: 'input or picture', class: 'other' },
  6: session('OTHER_TPDU', 'message of the transport'),
  7: session('CLIENT_INFO', 'log in without encryption'),
  17: session('ERECT_DOMAIN', 'begin'),
  24: session('DISCONNECT', 'disconnect'),
  26: session('ATTACH_USER', 'ask for a user channel'),
  27: session('ATTACH_USER', 'give a user channel'),
  30: session('CHANNEL_JOIN', 'ask for a channel'),
  31: session('CHANNEL_JOIN', 'give a channel'),
  41: { name: 'SEND_DATA', title: 'data', class: 'other' },
  42: { name: 'SEND_DATA', title: 'data', class: 'other' },
}

/** Protocols that protect a session, by bit (2.2.1.1.1); none of them is the protection of RDP itself. */
export const PROTOCOLS = ['TLS', 'CredSSP', 'RDSTLS', 'CredSSP with early result', 'Azure AD'] as const
export const STANDARD = 'RDP'

/** Why a server turns a client down (2.2.1.2.2). */
export const FAILURES: Readonly<Record<number, string>> = {
  1: 'TLS required',
  2: 'TLS not allowed',
  3: 'no certificate on the server',
  4: 'inconsistent flags',
  5: 'CredSSP required',
  6: 'TLS with a certificate of the user required',
}

/** Ways of encryption of RDP itself, by number (2.2.1.4.3). */
export const METHODS: Readonly<Record<number, string>> = {
  0: 'no encryption',
  1: 'RC4 with 40 bits',
  2: 'RC4 with 128 bits',
  8: 'RC4 with 56 bits',
  16: 'triple DES, FIPS 140-1',
}

/** Kinds of objects, by the number with which they are reported. */
export const KINDS = ['requested', 'chosen', 'cookie', 'refusal', 'denied'] as const
