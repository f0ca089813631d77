import { textAt } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { berContent, berEnd } from '../ber.ts'
import { u16le } from '../integers.ts'

const OCTETS = 0x04
const LONGEST = 255
const MOST = 64

const ROOT = 'ldap.root-dse'
/** Attributes of the root entry (RFC 3045, RFC 4512, MS-ADTS), in lower case, and what they tell about the server. */
const ROOT_FACTS: ReadonlyMap<string, FactKind> = new Map([
  ['dnshostname', { attribute: 'name', by: ROOT }],
  ['rootdomainnamingcontext', { attribute: 'domain', by: ROOT }],
  ['vendorname', { attribute: 'server-software', by: ROOT }],
  ['vendorversion', { attribute: 'server-software', by: ROOT }],
])
const LOCATOR = 'ldap.netlogon'
const LOCATOR_NAME: FactKind = { attribute: 'name', by: LOCATOR }
const DOMAIN: FactKind = { attribute: 'domain', by: LOCATOR }
const ROLE: FactKind = { attribute: 'role', by: LOCATOR }
/** Opcode of the extended answer, what stands before its names, and the place of the two names that are of use (MS-ADTS, 6.3.1.9). */
const EXTENDED = 23
const HEAD = 24
const [DOMAIN_NAME, HOST_NAME] = [1, 2] as const

/** Reports what an entry says about the server: only the root entry, whose name is empty, speaks of it. */
export function readEntry(b: Uint8Array, from: number, to: number, out: Sink): void {
  const list = berEnd(b, from, to)
  if (list < 0 || b[from] !== OCTETS || list !== berContent(b, from)) return
  const listEnd = berEnd(b, list, to)
  if (listEnd < 0) return
  for (let i = berContent(b, list), next = 0, n = 0; n < MOST && (next = berEnd(b, i, listEnd)) > 0; i = next, n++) {
    const type = berContent(b, i)
    const values = berEnd(b, type, next)
    const end = values > 0 ? berEnd(b, values, next) : -1
    const value = end > 0 ? berContent(b, values) : -1
    const valueEnd = value > 0 ? berEnd(b, value, end) : -1
    if (valueEnd < 0 || b[type] !== OCTETS || b[value] !== OCTETS) continue
    const called = textAt(b, berContent(b, type), Math.min(values, berContent(b, type) + LONGEST)).toLowerCase()
    const kind = ROOT_FACTS.get(called)
    const text = kind ? textAt(b, berContent(b, value), Math.min(valueEnd, berContent(b, value) + LONGEST)).trim() : ''
    if (kind && text !== '') out.fact(kind, text)
    else if (called === 'netlogon') netlogon(b, berContent(b, value), valueEnd, out)
  }
}

/** The answer of a domain controller to the question who serves a domain: names in the compressed form of DNS, one behind the other. */
function netlogon(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from < HEAD || u16le(b, from) !== EXTENDED) return
  let at = from + HEAD
  for (let n = 0; n <= HOST_NAME; n++) {
    const name = labels(b, from, at, to)
    if (name === undefined) return
    if (n >= DOMAIN_NAME && name !== '') out.fact(n === HOST_NAME ? LOCATOR_NAME : DOMAIN, name)
    at = behindName(b, at, to)
  }
  out.fact(ROLE, 'domain controller')
}

function labels(b: Uint8Array, start: number, from: number, to: number): string | undefined {
  const parts: string[] = []
  let at = from
  for (let steps = 0; steps < MOST && at < to; steps++) {
    const length = b[at]!
    if (length === 0) return parts.join('.')
    if (length >= 0xc0) {
      if (at + 2 > to) return undefined
      at = start + (((length & 0x3f) << 8) | b[at + 1]!)
    } else {
      if (length > 63 || at + 1 + length > to) return undefined
      parts.push(textAt(b, at + 1, at + 1 + length))
      at += 1 + length
    }
  }
  return undefined
}

function behindName(b: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && b[at]! > 0 && b[at]! < 0xc0) at += 1 + b[at]!
  return at + (at < to && b[at]! >= 0xc0 ? 2 : 1)
}
