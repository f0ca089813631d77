import { asciiText, Remembered, textAt } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  type FactKind,
  MAYBE,
  NO,
  type OperationMeaning,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { readSteps, WAIT } from '../framing.ts'
import { u32 } from '../integers.ts'
import { HINTS, KINDS, MESSAGES, WEAK } from './ssh-table.ts'

/** Longest banner with its end (RFC 4253, 4.2), and longest packet (6.1). */
const LONGEST_BANNER = 255
const LONGEST_PACKET = 35_000
const SHORTEST_PADDING = 4

const BANNER = 0
const DISCONNECT = 1
const KEXINIT = 20
const NEWKEYS = 21
const COOKIE = 16
/** Lists of an offer that are told: up to those of compression. */
const LISTS = 8
const WEAK_OBJECT = KINDS.indexOf('weak-algorithm')
const REASON = KINDS.indexOf('reason')
const MOST_NAMES = 64

const SERVER: FactKind = { attribute: 'server-software', by: 'ssh' }
const CLIENT: FactKind = { attribute: 'client-software', by: 'ssh' }
const HINT = { os: { attribute: 'os', by: 'ssh' }, make: { attribute: 'make', by: 'ssh' } } as const
const WEAK_FACT: FactKind = { attribute: 'weak-cryptography', by: 'ssh.key-exchange' }
const START = Uint8Array.from('SSH-', (c) => c.charCodeAt(0))

/** What one side offers, list by list. */
interface Offer {
  readonly names: readonly { readonly kind: number; readonly name: Uint8Array }[]
  readonly weak: readonly string[]
}

/** Software offers the same with every connection. */
const offers = new Remembered(64, 4096, offerAt)

/** What comes next. */
const FIRST = 0
const PACKETS = 1
const SILENCE = 2

interface State {
  readonly direction: Direction
  next: number
}

/** SSH (RFC 4253). */
export const ssh: Dissector<State> = {
  id: 'ssh',
  title: 'SSH',
  hints: { tcp: [22, 2222] },
  longest: LONGEST_PACKET + 4,
  recognizes: (b, from, to) => looksLikeBanner(b, from, to),
  start: (direction) => ({ direction, next: FIRST }),
  read: (state, b, from, to, _at, out) => readSteps(step, state, b, from, to, out),
  meaning,
  docs: {
    about:
      'Read are the banners of both sides, which name their software and sometimes system or make, and what crosses before encryption begins: the algorithms that each side offers for key exchange, host keys, encryption and integrity. Those that should not be offered any more are told (`weak-algorithm`, and of servers as `weak-cryptography`). Behind the new keys all is passed over: who logs in, and how, is not seen. Of SSH 1 only the banner is read.',
    checked: ['reference', 'peer'],
    *known() {
      for (const number of Object.keys(MESSAGES))
        yield { code: Number(number), direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

function step(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  return state.next === FIRST ? banner(state, b, i, to, out) : packet(state, b, i, to, out)
}

/** Whether a banner begins at `i`: `SSH-1.` or `SSH-2.` and a digit. */
function looksLikeBanner(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  for (let k = 0; k < START.length; k++) {
    if (k >= there) return MAYBE
    if (b[i + k] !== START[k]) return NO
  }
  if (there > 4 && b[i + 4] !== 0x31 && b[i + 4] !== 0x32) return NO
  if (there > 5 && b[i + 5] !== 0x2e) return NO
  if (there > 6 && (b[i + 6]! < 0x30 || b[i + 6]! > 0x39)) return NO
  return there < 7 ? MAYBE : YES
}

/** The banner: its length with its end, 0 where none begins. */
function banner(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const seen = looksLikeBanner(b, i, to)
  if (seen !== YES) return seen === MAYBE ? WAIT : 0
  const limit = Math.min(to, i + LONGEST_BANNER)
  let end = i
  while (end < limit && b[end] !== 0x0a) end++
  if (end >= limit) return limit < to || to - i >= LONGEST_BANNER ? 0 : WAIT
  out.operation(BANNER, ASKED)
  const version = b.indexOf(0x2d, i + START.length)
  const at = version > 0 && version < end ? version + 1 : i
  const text = asciiText(b, at, b[end - 1] === 0x0d ? end - 1 : end).trim()
  if (text !== '') out.fact(state.direction === C2S ? CLIENT : SERVER, text)
  for (const { says, attribute, value } of HINTS) if (says.test(text)) out.fact(HINT[attribute], value)
  state.next = b[i + 4] === 0x32 || b[i + 6] === 0x39 ? PACKETS : SILENCE
  return end + 1 - i
}

/** One packet in clear (RFC 4253, 6): its length. What is none begins the silence. */
function packet(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (state.next === SILENCE) return to - i
  if (to - i < 6) return WAIT
  const length = u32(b, i)
  const padding = b[i + 4]!
  if (
    length > LONGEST_PACKET ||
    length < padding + 2 ||
    padding < SHORTEST_PADDING ||
    MESSAGES[b[i + 5]!] === undefined
  ) {
    state.next = SILENCE
    return to - i
  }
  if (to - i < length + 4) return WAIT
  const end = i + 4 + length - padding
  const code = b[i + 5]!
  out.operation(code, code === DISCONNECT ? REFUSED : ASKED)
  if (code === KEXINIT) tellOffer(state, b, i + 6 + COOKIE, end, out)
  else if (code === NEWKEYS) state.next = SILENCE
  else if (code === DISCONNECT && i + 10 <= end) {
    const reason = u32(b, i + 6)
    out.object(REASON, reason, reason)
  }
  return length + 4
}

function tellOffer({ direction }: State, b: Uint8Array, from: number, to: number, out: Sink): void {
  const offer = offers.of(b, from, to)
  if (!out.told(offer)) for (const { kind, name } of offer.names) out.named(kind, name, 0, name.length)
  if (direction !== C2S && offer.weak.length > 0) out.fact(WEAK_FACT, `SSH offers ${offer.weak.join(', ')}`)
}

/** The algorithms in the lists of an offer (RFC 4253, 7.1); `from` is behind the cookie. */
function offerAt(b: Uint8Array, from: number, to: number): Offer {
  const names: Offer['names'][number][] = []
  const weak = new Set<string>()
  let at = from
  for (let list = 0; list < LISTS && at + 4 <= to; list++) {
    const end = at + 4 + u32(b, at)
    if (end > to) break
    for (let i = at + 4, n = 0; i < end && n < MOST_NAMES; n++) {
      let next = i
      while (next < end && b[next] !== 0x2c) next++
      const text = textAt(b, i, next)
      const name = b.slice(i, next)
      // No compression is good; no encryption and no integrity are not.
      if (list < 6 && WEAK.test(text)) {
        weak.add(text)
        names.push({ kind: WEAK_OBJECT, name })
      }
      if (next > i) names.push({ kind: list, name })
      i = next + 1
    }
    at = end
  }
  return { names, weak: [...weak] }
}

function meaning(code: number): OperationMeaning {
  const row = MESSAGES[code]
  return row ? { ...row, class: 'session' } : { name: `MESSAGE_${code}`, title: 'unknown message', class: 'other' }
}
