/** Options of the negotiation that have a name in the registry (IANA, Telnet Options), up to the last of them. */
export const LAST_OPTION = 49
/** One more, for experiments. */
export const EXTENDED_OPTION = 255

/** Kinds of objects, by the number with which they are reported. */
export const KINDS = ['option', 'denied'] as const

/** Operations by code. */
export const MESSAGES = [
  { name: 'NEGOTIATE', title: 'negotiate an option', class: 'session' },
  { name: 'SUBNEGOTIATE', title: 'settle an option', class: 'session' },
  { name: 'COMMAND', title: 'command of Telnet', class: 'session' },
  { name: 'INPUT', title: 'enter a line', class: 'other' },
  { name: 'LOGIN_PROMPT', title: 'ask who logs in', class: 'session' },
  { name: 'PASSWORD_PROMPT', title: 'ask for a password', class: 'session' },
  { name: 'LOGIN_FAILED', title: 'refuse a login', class: 'session' },
] as const

/** What a server shows at the end of its text when it asks who logs in, and when it asks for a password. */
export const LOGIN = /(?:log ?in|user(?: ?name)?|account|benutzer(?:name)?|^name) *[:>?] *$/i
export const PASSWORD = /(?:pass ?word|pass ?code|passwort|pin) *(?:for [\w@.-]+ *)?[:>?] *$/i
/** What it says when it refuses. */
export const REFUSAL =
  /(?:log ?in|logon|authentication|access|password) +(?:is +)?(?:incorrect|invalid|failed|failure|denied|wrong)|(?:bad|wrong|invalid|incorrect) +(?:login|password|user)/i
