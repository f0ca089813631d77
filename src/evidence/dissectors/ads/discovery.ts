import { asciiText } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  CREDENTIALS,
  DONE,
  type FactKind,
  NO,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import { PLATFORMS } from './ads-table.ts'

/** Magic number, invoke id, service, AMS net id and port, and how many tags follow. */
const HEAD = 24
const MAGIC = 0x71146603
const ANSWER = 0x80000000
const MOST_TAGS = 64

const TAG = { status: 1, password: 2, version: 3, system: 4, host: 5, user: 13 } as const

const BY = 'ads.identify'
const NAME: FactKind = { attribute: 'name', by: BY }
const NET_ID: FactKind = { attribute: 'ams-net-id', by: BY }
const FIRMWARE: FactKind = { attribute: 'firmware', by: BY }
const OS: FactKind = { attribute: 'os', by: BY }
const LOGIN: FactKind = { attribute: CREDENTIALS, by: 'ads.add-route' }

/** Whether a datagram is one of the discovery protocol: its magic number, and tags that fill it to the end. */
export function looksLikeDiscovery(b: Uint8Array, from: number, to: number): Recognition {
  if (to - from < HEAD || u32le(b, from) !== MAGIC) return NO
  const tags = u32le(b, from + 20)
  if (tags > MOST_TAGS || (u32le(b, from + 8) & 0x7fff0000) !== 0) return NO
  let i = from + HEAD
  for (let n = 0; n < tags; n++) {
    if (i + 4 > to || i + 4 + u16le(b, i + 2) > to) return NO
    i += 4 + u16le(b, i + 2)
  }
  return YES
}

/** Reads one datagram that `looksLikeDiscovery` has accepted; `code` is added to the number of its service. */
export function readDiscovery(b: Uint8Array, from: number, to: number, code: number, out: Sink): void {
  if (looksLikeDiscovery(b, from, to) !== YES) {
    out.lost(to - from)
    return
  }
  const service = u32le(b, from + 8)
  const answer = service >= ANSWER
  const status = answer ? tag(b, from, TAG.status) : 0
  const failed = status > 0 && u16le(b, status - 2) === 4 && u32le(b, status) !== 0
  out.operation(code | (service & 0xffff), !answer ? ASKED : failed ? REFUSED : DONE)
  if (answer) identify(b, from, service & 0xffff, out)
  else if (tag(b, from, TAG.user) > 0 || tag(b, from, TAG.password) > 0)
    out.fact(LOGIN, 'ADS route user and password', 'receiver')
}

function identify(b: Uint8Array, from: number, service: number, out: Sink): void {
  out.fact(NET_ID, netIdText(b, from + 12))
  if (service !== 1) return
  const host = tag(b, from, TAG.host)
  const name = host > 0 ? textIn(b, host, host + u16le(b, host - 2)) : ''
  if (name !== '') out.fact(NAME, name)
  const version = tag(b, from, TAG.version)
  if (version > 0 && u16le(b, version - 2) >= 4)
    out.fact(FIRMWARE, `${b[version]}.${b[version + 1]}.${u16le(b, version + 2)}`)
  const system = tag(b, from, TAG.system)
  if (system > 0 && u16le(b, system - 2) >= 20) {
    const platform = u32le(b, system + 16)
    const release = [4, 8, 12].map((at) => u32le(b, system + at)).join('.')
    const more = textIn(b, system + 20, system + u16le(b, system - 2))
    out.fact(OS, `${PLATFORMS[platform] ?? `platform ${platform}`} ${release}${more === '' ? '' : ` ${more}`}`)
  }
}

/** Where the value of a tag begins (its length stands in the two bytes before); 0 when it is not there. */
function tag(b: Uint8Array, from: number, wanted: number): number {
  let i = from + HEAD
  for (let n = u32le(b, from + 20); n > 0; n--) {
    if (u16le(b, i) === wanted) return i + 4
    i += 4 + u16le(b, i + 2)
  }
  return 0
}

function textIn(b: Uint8Array, from: number, to: number): string {
  let end = from
  while (end < to && b[end] !== 0) end++
  return asciiText(b, from, end).trim()
}

/** An AMS net id, six numbers with dots. */
export function netIdText(b: Uint8Array, i: number): string {
  return `${b[i]}.${b[i + 1]}.${b[i + 2]}.${b[i + 3]}.${b[i + 4]}.${b[i + 5]}`
}
