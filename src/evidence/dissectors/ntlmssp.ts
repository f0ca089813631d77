import { textAt } from '../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../dissector.ts'
import { u16le, u32le } from './integers.ts'

/** What an NTLM message says of its sender (MS-NLMP, 2.2.1): names of host and domain, version of the system. Never the account. */

const SIGNATURE = Uint8Array.from('NTLMSSP\0', (c) => c.charCodeAt(0))
const CHALLENGE = 2
const AUTHENTICATE = 3
const UNICODE = 1
const HAS_VERSION = 0x0200_0000
const NTLM_V1 = 24
const LONGEST_NAME = 256
const MOST_PAIRS = 16

const ASCII = new TextEncoder()
const kind = (attribute: string): FactKind => ({ attribute, by: 'ntlmssp' })
const [NAME, DNS_NAME, DOMAIN, DNS_DOMAIN, OS] = ['name', 'dns-name', 'domain', 'dns-domain', 'os'].map(kind) as [
  FactKind, FactKind, FactKind, FactKind, FactKind,
] // biome-ignore format: a list
const WEAK = kind('weak-cryptography')
/** Pairs of a challenge that are told, by id (2.2.2.1). */
const PAIRS: Readonly<Record<number, FactKind>> = { 1: NAME, 2: DOMAIN, 3: DNS_NAME, 4: DNS_DOMAIN }

/** Versions of Windows by the build they carry, where one build stands for one system. */
const BUILDS: Readonly<Record<number, string>> = {
  2195: '2000',
  2600: 'XP',
  3790: 'Server 2003 or XP x64',
  6001: 'Vista or Server 2008',
  6002: 'Vista or Server 2008',
  6003: 'Server 2008',
  7600: '7 or Server 2008 R2',
  7601: '7 or Server 2008 R2',
  9200: '8 or Server 2012',
  9600: '8.1 or Server 2012 R2',
  10240: '10',
  10586: '10',
  14393: '10 or Server 2016',
  15063: '10',
  16299: '10',
  17134: '10',
  17763: '10 or Server 2019',
  18362: '10',
  18363: '10',
  19041: '10',
  19042: '10',
  19043: '10',
  19044: '10',
  19045: '10',
  20348: 'Server 2022',
  22000: '11',
  22621: '11',
  22631: '11',
  26100: '11 or Server 2025',
}

/** Where an NTLM message begins in `b[from, to)`, or -1: it stands bare or inside SPNEGO. */
export function ntlmAt(b: Uint8Array, from: number, to: number): number {
  for (let i = from; i + SIGNATURE.length + 4 <= to; i++) {
    if (b[i] !== SIGNATURE[0]) continue
    let k = 1
    while (k < SIGNATURE.length && b[i + k] === SIGNATURE[k]) k++
    if (k === SIGNATURE.length) return i
  }
  return -1
}

/** Tells what the message at `i` says of its sender, and as an object of kind `login` how a client proves itself. */
export function tellNtlm(b: Uint8Array, i: number, to: number, login: number, out: Sink): void {
  const proof = proofAt(b, i, to)
  if (proof !== '') {
    const word = ASCII.encode(proof)
    out.named(login, word, 0, word.length)
  }
  if (proof === 'NTLMv1') out.fact(WEAK, 'NTLMv1')
  facts(b, i, to, out)
}

/** How a client proves itself; empty where it does not yet. */
function proofAt(b: Uint8Array, i: number, to: number): string {
  if (u32le(b, i + 8) !== AUTHENTICATE || i + 44 > to) return ''
  const response = u16le(b, i + 20)
  if (response === 0) return 'anonymous'
  return response > NTLM_V1 ? 'NTLMv2' : 'NTLMv1'
}

function facts(b: Uint8Array, i: number, to: number, out: Sink): void {
  const type = u32le(b, i + 8)
  if (type === CHALLENGE && i + 48 <= to) {
    pairs(b, i + u32le(b, i + 44), i + u32le(b, i + 44) + u16le(b, i + 40), to, out)
    version(b, i + 48, u32le(b, i + 20), to, out)
  } else if (type === AUTHENTICATE && i + 64 <= to) {
    const flags = u32le(b, i + 60)
    field(DOMAIN, b, i, i + 28, flags, to, out)
    field(NAME, b, i, i + 44, flags, to, out)
    version(b, i + 64, flags, to, out)
  } else if (type === 1 && i + 40 <= to) version(b, i + 32, u32le(b, i + 12), to, out)
}

function pairs(b: Uint8Array, from: number, end: number, to: number, out: Sink): void {
  for (let i = from, n = 0; n < MOST_PAIRS && i + 4 <= Math.min(end, to); n++) {
    const id = u16le(b, i)
    const next = i + 4 + u16le(b, i + 2)
    if (id === 0 || next > to) return
    const told = PAIRS[id]
    if (told) tell(told, textAt(b, i + 4, Math.min(next, i + 4 + LONGEST_NAME), true), out)
    i = next
  }
}

/** A name whose length and place, counted from the message at `i`, stand at `at`. */
function field(told: FactKind, b: Uint8Array, i: number, at: number, flags: number, to: number, out: Sink): void {
  const from = i + u32le(b, at + 4)
  const end = from + u16le(b, at)
  if (end <= to && end > from)
    tell(told, textAt(b, from, Math.min(end, from + LONGEST_NAME), (flags & UNICODE) !== 0), out)
}

function version(b: Uint8Array, at: number, flags: number, to: number, out: Sink): void {
  if ((flags & HAS_VERSION) === 0 || at + 8 > to) return
  const build = u16le(b, at + 2)
  // Others than Windows send a version without a build.
  if (build === 0) return
  const number = `${b[at]}.${b[at + 1]}.${build}`
  out.fact(OS, BUILDS[build] === undefined ? `Windows ${number}` : `Windows ${BUILDS[build]} (${number})`)
}

function tell(told: FactKind, value: string, out: Sink): void {
  const text = value.trim()
  if (text !== '' && text !== '.') out.fact(told, text)
}
