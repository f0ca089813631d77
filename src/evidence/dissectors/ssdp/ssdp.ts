import { textAt } from '../../../groundwork/bytes.ts'
import { ASKED, C2S, type Dissector, DONE, type FactKind, NO, type Sink, YES } from '../../dissector.ts'

/** Beginnings of messages, by operation code. */
const STARTS = ['M-SEARCH * HTTP/1.1', 'NOTIFY * HTTP/1.1', 'HTTP/1.1 200'] as const
const ROWS = [
  { name: 'M-SEARCH', title: 'search for devices', class: 'read' },
  { name: 'NOTIFY', title: 'announcement of a device', class: 'read' },
  { name: 'FOUND', title: 'answer to a search', class: 'read' },
] as const
const KINDS = ['target', 'location'] as const
const TARGET = KINDS.indexOf('target')
const LOCATION = KINDS.indexOf('location')
const LONGEST = 2048

const SOFTWARE: FactKind = { attribute: 'server-software', by: 'ssdp' }
const SERVICE: FactKind = { attribute: 'announced-service', by: 'ssdp' }

/** Simple service discovery of UPnP (UPnP Device Architecture 2.0, clause 1). */
export const ssdp: Dissector<undefined> = {
  id: 'ssdp',
  title: 'SSDP',
  hints: { udp: [1900] },
  longest: 65_535,
  recognizes(b, from, to, _direction, hinted) {
    const code = startOf(b, from, to)
    // Away from the port only requests are of this protocol for sure; the answer is a bare HTTP status.
    return code === 0 || code === 1 || (code === 2 && hinted) ? YES : NO
  },
  start: () => undefined,
  read(_state, b, from, to, _at, out) {
    const code = startOf(b, from, to)
    if (code < 0) out.lost(to - from)
    else message(b, from, Math.min(to, from + LONGEST), code, out)
    return to - from
  },
  meaning: (code) => ROWS[code] ?? { name: `SSDP${code}`, title: 'unknown message', class: 'other' },
  docs: {
    about:
      'Searches, announcements and answers are read. Touched objects are the device or service types that are searched or announced, and where the description stands. Announcements and answers give away the software of a device and its services.',
    checked: ['reference'],
    *known() {
      for (const code of ROWS.keys()) yield { code, direction: C2S, outcome: code === 2 ? DONE : ASKED } as const
    },
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

function startOf(b: Uint8Array, from: number, to: number): number {
  return STARTS.findIndex((start) => {
    if (to - from < start.length) return false
    for (let i = 0; i < start.length; i++) if (b[from + i] !== start.charCodeAt(i)) return false
    return true
  })
}

function message(b: Uint8Array, from: number, to: number, code: number, out: Sink): void {
  out.operation(code, code === 2 ? DONE : ASKED)
  for (let at = from; at < to; ) {
    let end = at
    while (end < to && b[end] !== 13 && b[end] !== 10) end++
    header(b, at, end, code, out)
    at = end + (b[end] === 13 && b[end + 1] === 10 ? 2 : 1)
  }
}

/** Messages are rare: their headers are read as texts. */
function header(b: Uint8Array, from: number, to: number, code: number, out: Sink): void {
  const [, name, value] = /^(st|nt|location|server) *: *(.*)$/i.exec(textAt(b, from, to)) ?? []
  if (!name || !value) return
  const at = to - new TextEncoder().encode(value).length
  switch (name.toLowerCase()) {
    case 'st':
    case 'nt':
      out.named(TARGET, b, at, to)
      if (code !== 0 && value.startsWith('urn:')) out.fact(SERVICE, value.trim())
      return
    case 'location':
      if (code !== 0) out.named(LOCATION, b, at, to)
      return
    default:
      if (code !== 0) out.fact(SOFTWARE, value.trim())
  }
}
