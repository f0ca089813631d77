import type { Dissector } from '../../dissector.ts'
import {
  LONGEST_RECORD,
  looksLikeTls,
  readTls,
  type TlsState,
  tlsKnown,
  tlsMeaning,
  tlsObjectName,
  tlsState,
} from './records.ts'

/** TLS 1.0 to 1.3 and SSL 3.0 over TCP (RFC 8446, 5246, 6101). */
export const tls: Dissector<TlsState> = {
  id: 'tls',
  title: 'TLS',
  hints: { tcp: [443, 8443, 636, 989, 990, 992, 993, 995, 465, 802, 4843, 6514, 8883, 5061, 5986] },
  longest: LONGEST_RECORD,
  recognizes: (b, from, to, _direction, hinted) => looksLikeTls(b, from, to, hinted),
  start: tlsState,
  read: (state, b, from, to, _at, out) => readTls(state, b, from, to, out),
  meaning: tlsMeaning,
  docs: {
    about: `Handshakes are put together over records, and every message in clear counts under its name; what is encrypted is counted by record. A client's offer tells the versions, the server's name (SNI), the application protocols (ALPN) and the weak cipher suites among those offered, and gives the client's fingerprint JA4. The server's choice tells version and cipher suite, and certificates (before TLS 1.3, which encrypts them) subject, issuer, names, days, serial, key, signature, whether they are self-signed, and their SHA-256. What is weak in them (old versions, suites, keys, groups, signatures) is told as \`weak-cryptography\`. Fatal alerts are refusals; those for want of a right are marked (\`denied\`). TLS inside other protocols (Remote Desktop, mail, FTP) is read the same way and booked under \`tls\`. DTLS is not read.`,
    checked: ['reference', 'peer'],
    known: tlsKnown,
  },
  objectName: tlsObjectName,
}
