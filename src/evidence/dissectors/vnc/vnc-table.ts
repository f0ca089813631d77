import type { OperationClass } from '../../observation.ts'

interface Row {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

const session = (name: string, title: string): Row => ({ name, title, class: 'session' })

/** Messages before a session, and behind `CLIENT` those of the client by their number (RFC 6143, clause 7, and its registry). */
export const MESSAGES: Readonly<Record<number, Row>> = {
  1: session('VERSION', 'say the version'),
  2: session('SECURITY_TYPES', 'offer ways to prove oneself'),
  3: session('SECURITY_CHOICE', 'choose a way to prove oneself'),
  4: session('CHALLENGE', 'ask for proof'),
  5: session('CHALLENGE_RESPONSE', 'prove oneself'),
  6: session('SECURITY_RESULT', 'result of the proof'),
  7: session('CLIENT_INIT', 'begin'),
  8: session('SERVER_INIT', 'show what the desktop is'),
  9: session('PLAIN_LOGIN', 'log in with name and password'),
  0x100: session('SET_PIXEL_FORMAT', 'choose a format'),
  0x102: session('SET_ENCODINGS', 'choose encodings'),
  0x103: { name: 'UPDATE_REQUEST', title: 'ask for the picture', class: 'read' },
  0x104: { name: 'KEY', title: 'press or release a key', class: 'control' },
  0x105: { name: 'POINTER', title: 'move the pointer', class: 'other' },
  0x106: { name: 'CUT_TEXT', title: 'send the clipboard', class: 'other' },
  0x196: session('CONTINUOUS_UPDATES', 'ask for the picture as it changes'),
  0x1f8: session('FENCE', 'keep in step'),
  0x1fb: { name: 'SET_DESKTOP_SIZE', title: 'change the size of the desktop', class: 'other' },
  0x1ff: { name: 'QEMU', title: 'press or release a key', class: 'control' },
  0x205: { name: 'POINTER_PRESS', title: 'press a button of the pointer', class: 'control' },
}

/** Ways to prove oneself, by number (registry of RFC 6143). */
export const SECURITY: Readonly<Record<number, string>> = {
  1: 'none',
  2: 'VNC password',
  5: 'RA2',
  6: 'RA2ne',
  16: 'Tight',
  17: 'Ultra',
  18: 'TLS',
  19: 'VeNCrypt',
  20: 'SASL',
  21: 'MD5',
  22: 'xvp',
  30: 'Apple Remote Desktop',
  129: 'RSA-AES 256',
  130: 'RSA-AES 256 without encryption',
}

/** Kinds of objects, by the number with which they are reported. */
export const KINDS = ['version', 'security', 'denied', 'shared'] as const
