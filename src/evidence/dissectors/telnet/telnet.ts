import { asciiText } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  CREDENTIALS,
  type Direction,
  type Dissector,
  type FactKind,
  MAYBE,
  NO,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { EXTENDED_OPTION, KINDS, LAST_OPTION, LOGIN, MESSAGES, PASSWORD, REFUSAL } from './telnet-table.ts'

const IAC = 0xff
const [SE, SB, WILL, DONT] = [0xf0, 0xfa, 0xfb, 0xfe]
const [NEGOTIATE, SUBNEGOTIATE, COMMAND, INPUT, LOGIN_PROMPT, PASSWORD_PROMPT, LOGIN_FAILED] = [0, 1, 2, 3, 4, 5, 6]
const OPTION = KINDS.indexOf('option')
const DENIED = KINDS.indexOf('denied')
const [CR, LF, ESCAPE] = [0x0d, 0x0a, 0x1b]
/** Bytes of a line that are kept to see prompts and banners. */
const LINE = 160
const LONGEST_SETTLING = 1024
/** Lines of a server that are looked at for prompts: a login comes early, and a session may be long. */
const LINES = 200

const BANNER: FactKind = { attribute: 'description', by: 'telnet.banner' }
const PASSWORD_FACT: FactKind = { attribute: CREDENTIALS, by: 'telnet' }

interface State {
  readonly direction: Direction
  /** The text of a server since its last line break. */
  readonly line: Uint8Array
  length: number
  lines: number
  /** What the line was last told as, so that it is told once however it is cut. */
  told: number
  asked: boolean
  banner: boolean
  lastCr: boolean
}

/** Telnet (RFC 854). */
export const telnet: Dissector<State> = {
  id: 'telnet',
  title: 'Telnet',
  hints: { tcp: [23] },
  longest: LONGEST_SETTLING,
  recognizes: (b, from, to, _direction, hinted) => recognizes(b, from, to, hinted),
  start: (direction) => ({
    direction,
    line: new Uint8Array(direction === C2S ? 0 : LINE),
    length: 0,
    lines: 0,
    told: -1,
    asked: false,
    banner: false,
    lastCr: false,
  }),
  read(state, b, from, to, _at, out) {
    let i = from
    while (i < to) {
      if (b[i] !== IAC) {
        if (state.direction === C2S) input(state, b[i]!, out)
        else output(state, b[i]!, out)
        i++
        continue
      }
      const size = commandSize(b, i, to)
      if (size === 0) break
      if (b[i + 1] !== IAC) command(b, i, size, out)
      i += size
    }
    return i - from
  },
  meaning: (code) => MESSAGES[code] ?? { name: `MESSAGE_${code}`, title: 'unknown message', class: 'other' },
  docs: {
    about: `Negotiations are counted by option, lines that are entered by number, never by text. Prompts for a login and a password and refusals are known by their words; a password that was asked for and answered is told as present. The first line that a server shows is told as its description. Away from the port a stream counts as Telnet when it begins with two negotiations.`,
    checked: ['reference', 'peer'],
    *known() {
      for (const code of MESSAGES.keys()) yield { code, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

/** Two negotiations; on the port one will do, or text. */
function recognizes(b: Uint8Array, from: number, to: number, hinted: boolean): Recognition {
  if (from >= to) return MAYBE
  if (hinted && isText(b[from]!)) return YES
  let i = from
  for (let n = hinted ? 1 : 2; n > 0; n--) {
    if (i >= to) return MAYBE
    if (b[i] !== IAC) return NO
    if (i + 1 >= to) return MAYBE
    if (b[i + 1]! < WILL || b[i + 1]! > DONT) return NO
    if (i + 2 >= to) return MAYBE
    if (b[i + 2]! > LAST_OPTION && b[i + 2] !== EXTENDED_OPTION) return NO
    i += 3
  }
  return YES
}

function isText(c: number): boolean {
  return (c >= 0x20 && c < 0x7f) || c === CR || c === LF || c === ESCAPE || c === 7 || c === 9
}

/** Bytes of the command at `i`; 0 where more are needed. A settling without end is taken for one of two bytes. */
function commandSize(b: Uint8Array, i: number, to: number): number {
  if (i + 2 > to) return 0
  const kind = b[i + 1]!
  if (kind >= WILL && kind <= DONT) return i + 3 > to ? 0 : 3
  if (kind !== SB) return 2
  const limit = Math.min(to, i + LONGEST_SETTLING)
  for (let k = i + 2; k + 1 < limit; k++) if (b[k] === IAC && b[k + 1] === SE) return k + 2 - i
  return to - i >= LONGEST_SETTLING ? 2 : 0
}

function command(b: Uint8Array, i: number, size: number, out: Sink): void {
  const kind = b[i + 1]!
  const negotiates = kind >= WILL && kind <= DONT
  out.operation(negotiates ? NEGOTIATE : kind === SB && size > 2 ? SUBNEGOTIATE : COMMAND, ASKED)
  if (size > 2) out.object(OPTION, b[i + 2]!, b[i + 2]!)
}

/** A line of a client ends with CR and what may follow it (RFC 854: LF or NUL), or with LF alone. */
function input(state: State, c: number, out: Sink): void {
  if (c === CR || (c === LF && !state.lastCr)) out.operation(INPUT, ASKED)
  state.lastCr = c === CR
}

/** Text of a server: prompts stand at the end of a line that has no end yet, and show by their last character. */
function output(state: State, c: number, out: Sink): void {
  if (state.lines >= LINES) return
  if (c === LF || c === CR) {
    if (state.length > 0) lineDone(state, out)
    // An answer was entered where the line behind a prompt goes on.
    if (state.asked && state.told === PASSWORD_PROMPT) {
      state.asked = false
      out.fact(PASSWORD_FACT, 'Telnet password')
    }
    state.length = 0
    state.told = -1
    return
  }
  if (c >= 0x20 && c < 0x7f && state.length < LINE) state.line[state.length++] = c
  if (c !== COLON && c !== BRACKET && c !== QUESTION) return
  const text = asciiText(state.line, 0, state.length)
  const told = PASSWORD.test(text) ? PASSWORD_PROMPT : LOGIN.test(text) ? LOGIN_PROMPT : -1
  if (told < 0 || told === state.told) return
  state.told = told
  state.asked = told === PASSWORD_PROMPT
  out.operation(told, ASKED)
}

const [COLON, BRACKET, QUESTION] = [0x3a, 0x3e, 0x3f]

function lineDone(state: State, out: Sink): void {
  state.lines++
  const text = asciiText(state.line, 0, state.length).trim()
  if (text === '') return
  if (!state.banner && state.told < 0) {
    state.banner = true
    out.fact(BANNER, text)
  }
  if (!REFUSAL.test(text)) return
  out.operation(LOGIN_FAILED, REFUSED)
  out.object(DENIED, 1, 1)
}
