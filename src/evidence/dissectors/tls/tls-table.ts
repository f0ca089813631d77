import type { OperationClass } from '../../observation.ts'

/** Versions by number (RFC 8446, appendix B.3.1, and those before). */
export const VERSIONS: Readonly<Record<number, string>> = {
  0x0002: 'SSL 2.0',
  0x0300: 'SSL 3.0',
  0x0301: 'TLS 1.0',
  0x0302: 'TLS 1.1',
  0x0303: 'TLS 1.2',
  0x0304: 'TLS 1.3',
}

interface Row {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

const session = (name: string, title: string): Row => ({ name, title, class: 'session' })

/** Handshake messages by type (RFC 8446, appendix B.3, and RFC 5246, 7.4); 6 also stands for the server hello that asks again. */
export const HANDSHAKE: Readonly<Record<number, Row>> = {
  0: session('HELLO_REQUEST', 'ask for a new handshake'),
  1: session('CLIENT_HELLO', 'offer a session'),
  2: session('SERVER_HELLO', 'choose version and cipher suite'),
  3: session('HELLO_VERIFY_REQUEST', 'ask the client to prove its address'),
  4: session('NEW_SESSION_TICKET', 'give a ticket'),
  5: session('END_OF_EARLY_DATA', 'end of early data'),
  6: session('HELLO_RETRY_REQUEST', 'ask for another offer'),
  8: session('ENCRYPTED_EXTENSIONS', 'extensions'),
  11: session('CERTIFICATE', 'show a certificate'),
  12: session('SERVER_KEY_EXCHANGE', 'key of the server'),
  13: session('CERTIFICATE_REQUEST', 'ask the client for a certificate'),
  14: session('SERVER_HELLO_DONE', 'end of the offer'),
  15: session('CERTIFICATE_VERIFY', 'prove the certificate'),
  16: session('CLIENT_KEY_EXCHANGE', 'key of the client'),
  20: session('FINISHED', 'finish'),
  21: session('CERTIFICATE_URL', 'certificate by address'),
  22: session('CERTIFICATE_STATUS', 'state of the certificate'),
  23: session('SUPPLEMENTAL_DATA', 'supplemental data'),
  24: session('KEY_UPDATE', 'renew keys'),
  25: session('COMPRESSED_CERTIFICATE', 'show a compressed certificate'),
}

/** Messages that are no handshake message, and those that are shown under a name of their own. */
export const RECORDS = [
  session('CHANGE_CIPHER_SPEC', 'encrypt from here on'),
  session('ENCRYPTED_HANDSHAKE', 'handshake, encrypted'),
  session('ENCRYPTED_ALERT', 'alert, encrypted'),
  { name: 'APPLICATION_DATA', title: 'data, encrypted', class: 'other' },
  { name: 'HEARTBEAT', title: 'heartbeat', class: 'diagnose' },
  { name: 'HEARTBEAT_OVERREAD', title: 'heartbeat that asks for more than it carries', class: 'other' },
  session('NO_CERTIFICATE', 'show no certificate'),
  session('SSL2_CLIENT_HELLO', 'offer a session in the form of SSL 2.0'),
] as const satisfies readonly Row[]

/** Alerts by number (RFC 8446, 6; RFC 5246, 7.2; RFC 6066; RFC 7301). */
export const ALERTS: Readonly<Record<number, string>> = {
  0: 'close', 10: 'unexpected message', 20: 'bad record', 21: 'decryption failed', 22: 'record overflow',
  30: 'decompression failed', 40: 'handshake failed', 41: 'no certificate', 42: 'bad certificate',
  43: 'certificate not supported', 44: 'certificate revoked', 45: 'certificate expired', 46: 'certificate not accepted',
  47: 'illegal parameter', 48: 'unknown authority', 49: 'access denied', 50: 'cannot decode', 51: 'cannot decrypt',
  60: 'export restriction', 70: 'version not supported', 71: 'security not sufficient', 80: 'internal error',
  86: 'fallback refused', 90: 'canceled', 100: 'no renegotiation', 109: 'extension missing', 110: 'extension not supported',
  111: 'certificate not obtained', 112: 'name not known', 113: 'bad certificate status', 114: 'bad certificate hash',
  115: 'unknown identity of a shared key', 116: 'certificate required', 120: 'no application protocol',
} // biome-ignore format: a table

/** Alerts by which a server turns a client away that has not proven itself. */
export const DENIED: ReadonlySet<number> = new Set([41, 42, 43, 44, 45, 46, 48, 49, 115, 116])

/** Kinds of objects, by the number above `KIND_BASE` with which they are reported. */
export const KINDS = [
  'version',
  'server-name',
  'alpn',
  'cipher',
  'weak-cipher',
  'offers-weak-cipher',
  'denied',
] as const
