import type { OperationClass } from '../../observation.ts'

/** A command of the control connection: its name, what it does, its class, and the kind of its argument where that is told. */
export interface CommandRow {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
  readonly touches?: (typeof KINDS)[number]
}

/** Kinds of objects, by the number with which they are reported. */
export const KINDS = ['file', 'directory', 'site-command', 'login', 'protection', 'denied'] as const

/**
 * Commands (RFC 959, 2228, 2389, 2428, 3659, 4217, 7151). An operation code is the place in this list, so new ones go to its end.
 */
export const COMMANDS: readonly CommandRow[] = [
  { name: 'USER', title: 'say who logs in', class: 'session' },
  { name: 'PASS', title: 'give a password', class: 'session' },
  { name: 'ACCT', title: 'give an account', class: 'session' },
  { name: 'CWD', title: 'change the directory', class: 'session', touches: 'directory' },
  { name: 'CDUP', title: 'change to the directory above', class: 'session' },
  { name: 'SMNT', title: 'mount', class: 'control' },
  { name: 'QUIT', title: 'end', class: 'session' },
  { name: 'REIN', title: 'begin anew', class: 'session' },
  { name: 'PORT', title: 'say where data go', class: 'session' },
  { name: 'PASV', title: 'ask where data go', class: 'session' },
  { name: 'TYPE', title: 'choose a representation', class: 'session' },
  { name: 'STRU', title: 'choose a structure', class: 'session' },
  { name: 'MODE', title: 'choose a mode', class: 'session' },
  { name: 'RETR', title: 'get a file', class: 'file', touches: 'file' },
  { name: 'STOR', title: 'store a file', class: 'file', touches: 'file' },
  { name: 'STOU', title: 'store a file under a new name', class: 'file', touches: 'file' },
  { name: 'APPE', title: 'append to a file', class: 'file', touches: 'file' },
  { name: 'ALLO', title: 'ask for room', class: 'session' },
  { name: 'REST', title: 'go on at a place', class: 'session' },
  { name: 'RNFR', title: 'rename a file from', class: 'file', touches: 'file' },
  { name: 'RNTO', title: 'rename a file to', class: 'file', touches: 'file' },
  { name: 'ABOR', title: 'abort a transfer', class: 'session' },
  { name: 'DELE', title: 'delete a file', class: 'file', touches: 'file' },
  { name: 'RMD', title: 'delete a directory', class: 'file', touches: 'directory' },
  { name: 'MKD', title: 'make a directory', class: 'file', touches: 'directory' },
  { name: 'PWD', title: 'ask for the directory', class: 'session' },
  { name: 'LIST', title: 'list files', class: 'read', touches: 'directory' },
  { name: 'NLST', title: 'list names', class: 'read', touches: 'directory' },
  { name: 'SITE', title: 'command of the server', class: 'other', touches: 'site-command' },
  { name: 'SYST', title: 'ask for the system', class: 'diagnose' },
  { name: 'STAT', title: 'ask for the state', class: 'diagnose' },
  { name: 'HELP', title: 'ask for help', class: 'diagnose' },
  { name: 'NOOP', title: 'nothing', class: 'diagnose' },
  { name: 'FEAT', title: 'ask for features', class: 'diagnose' },
  { name: 'OPTS', title: 'set an option', class: 'session' },
  { name: 'AUTH', title: 'ask for protection', class: 'session' },
  { name: 'ADAT', title: 'prove oneself', class: 'session' },
  { name: 'PBSZ', title: 'agree on protection', class: 'session' },
  { name: 'PROT', title: 'choose protection of data', class: 'session' },
  { name: 'CCC', title: 'end protection', class: 'session' },
  { name: 'EPRT', title: 'say where data go', class: 'session' },
  { name: 'EPSV', title: 'ask where data go', class: 'session' },
  { name: 'SIZE', title: 'ask for the size of a file', class: 'read', touches: 'file' },
  { name: 'MDTM', title: 'ask for the time of a file', class: 'read', touches: 'file' },
  { name: 'MLST', title: 'ask what is known of a file', class: 'read', touches: 'file' },
  { name: 'MLSD', title: 'list files', class: 'read', touches: 'directory' },
  { name: 'MFMT', title: 'set the time of a file', class: 'file', touches: 'file' },
  { name: 'HOST', title: 'say which server is meant', class: 'session' },
  { name: 'XPWD', title: 'ask for the directory', class: 'session' },
  { name: 'XCWD', title: 'change the directory', class: 'session', touches: 'directory' },
  { name: 'XMKD', title: 'make a directory', class: 'file', touches: 'directory' },
  { name: 'XRMD', title: 'delete a directory', class: 'file', touches: 'directory' },
  { name: 'XCUP', title: 'change to the directory above', class: 'session' },
  { name: 'CLNT', title: 'say what the client is', class: 'session' },
  { name: 'LANG', title: 'choose a language', class: 'session' },
  { name: 'XCRC', title: 'ask for the sum of a file', class: 'read', touches: 'file' },
  { name: 'XMD5', title: 'ask for the sum of a file', class: 'read', touches: 'file' },
]

/** What replies mean (RFC 959, 4.2; RFC 2228, 2428). */
export const REPLIES: Readonly<Record<number, string>> = {
  110: 'restart marker', 120: 'ready later', 125: 'transfer begins', 150: 'transfer begins', 200: 'done', 202: 'superfluous',
  211: 'state', 212: 'state of a directory', 213: 'state of a file', 214: 'help', 215: 'system', 220: 'ready', 221: 'closing',
  225: 'data connection is open', 226: 'transfer done', 227: 'where data go', 228: 'where data go', 229: 'where data go',
  230: 'logged in', 232: 'logged in', 234: 'protection accepted', 250: 'done', 257: 'directory', 331: 'password wanted',
  332: 'account wanted', 334: 'proof wanted', 350: 'more wanted', 421: 'not available', 425: 'no data connection',
  426: 'transfer aborted', 430: 'wrong name or password', 450: 'file busy', 451: 'error', 452: 'no room',
  500: 'not understood', 501: 'wrong argument', 502: 'not implemented', 503: 'wrong order', 504: 'argument not implemented',
  522: 'protocol not supported', 530: 'not logged in', 532: 'account wanted to store', 533: 'protection refused',
  534: 'refused by policy', 535: 'proof refused', 550: 'not available', 551: 'unknown type of page', 552: 'too large',
  553: 'name not allowed',
} // biome-ignore format: a table

/** Replies that refuse for want of a right or of proof. */
export const DENIED: ReadonlySet<number> = new Set([430, 530, 532, 534, 535])
