import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import type { Diagnostic } from '../../groundwork/diagnostic.ts'
import { byKey, byText, sortedUnique } from '../../groundwork/order.ts'
import { captureFault } from '../diagnostics.ts'
import { C2S, type Direction, S2C } from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import type { ConversationSeen, NotUnderstood, Operation, Segment, Vantage } from '../observation.ts'
import type { Capture } from './capture.ts'
import type { MissKind } from './misses.ts'
import { MOST } from './small-sets.ts'
import { sortedBy } from './sorted.ts'
import { transportName } from './transports-table.ts'

/** What a segment says about its file. */
export interface CapturedFile {
  readonly file: string
  readonly source: Sha256
  readonly reader: string
  readonly vantage: Vantage
  /** Offset behind the last record that was read whole. */
  readonly to: number
  readonly bytes: number
  /** No more will come: what is folded need not be kept. */
  readonly whole: boolean
}

/** Rows of traffic that no dissector knows, kept apart by transport and port up to here. */
const NONE: readonly never[] = []
const MAX_UNREAD = 1000
/** Transports that need no dissector to be understood as far as they are needed. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['icmp', 'icmpv6', 'igmp', 'gre', 'ipip', 'ipv6'])

/** Turns the tables of a capture into the segment that the rest of the house reads; all lists in canonical order. */
export function foldCapture(capture: Capture, of: CapturedFile, limits: CaptureLimits): Segment {
  const { source, file } = of
  const operations = capture.operations.fold(source, file, of.whole)
  const { conversations, unread } = foldConversations(capture, operations, of)
  const some = capture.records > 0
  return {
    source,
    from: 0,
    to: of.to,
    file,
    reader: of.reader,
    manner: 'seen',
    vantage: of.vantage,
    first: some ? (capture.first as Micros) : undefined,
    last: some ? (capture.last as Micros) : undefined,
    records: capture.records,
    bytes: of.bytes,
    addresses: capture.addresses.fold(source, file),
    conversations,
    links: capture.links.fold(capture.addresses, source, file, capture.linkOperations.fold(source, file, of.whole)),
    services: [],
    facts: sortedBy(
      [...capture.operations.foldFacts(source, file), ...capture.linkOperations.foldFacts(source, file)],
      (f) => `${f.subject} ${f.attribute} ${f.by} ${f.value}`,
    ),
    notUnderstood: [...capture.misses.fold(source, file), ...unread].sort(byKey((m) => m.what)),
    diagnostics: [...capture.diagnostics, ...reachedLimits(capture, file, limits)],
  }
}

function foldConversations(
  capture: Capture,
  operations: ReadonlyMap<number, readonly Operation[]>,
  { source, file }: CapturedFile,
): { readonly conversations: ConversationSeen[]; readonly unread: NotUnderstood[] } {
  const { conversations, addresses } = capture
  const unread = new Map<string, NotUnderstood>()
  const lists = new Map<number, readonly string[]>()
  const macs = (row: number, side: Direction): readonly string[] => {
    const found = conversations.macsOf(row, side)
    if (found.length === 0) return NONE
    if (found.length > 1) return sortedUnique(found.flatMap((address) => addresses.macOf(address) ?? []))
    let list = lists.get(found[0]!)
    if (!list) {
      const mac = addresses.macOf(found[0]!)
      lists.set(found[0]!, (list = mac === undefined ? NONE : [mac]))
    }
    return list
  }
  const seen: ConversationSeen[] = []
  for (let row = 0; row < conversations.size; row++) {
    const { family, client, server, transport, port, encapsulated } = conversations.key(row)
    const { basis, packets, bytes, first, last, flows, answered, carried } = conversations.sums(row)
    const vlans = conversations.vlansOf(row)
    const here = operations.get(row) ?? NONE
    const name = transportName(transport)
    // One frame is example enough of a question that nobody answered: scans make many of them.
    const most = answered || here.length > 0 ? undefined : 1
    const frames = conversations.examples.refs(row, source, file, most)
    if (carried && here.length === 0 && !UNDERSTOOD.has(name)) addUnread(unread, name, port, packets, bytes, frames)
    seen.push({
      client: addresses.ipText(family, client),
      server: addresses.ipText(family, server),
      transport: name,
      port,
      encapsulated,
      basis,
      vlans: vlans.length === 0 ? NONE : sortedUnique(vlans.map(vlanText)),
      packets,
      bytes,
      first: first as Micros,
      last: last as Micros,
      flows,
      answered,
      frames,
      protocols: here.length === 0 ? NONE : sortedUnique(here.map((operation) => operation.protocol)),
      operations: here,
      clientMacs: macs(row, C2S),
      serverMacs: macs(row, S2C),
    })
  }
  return { conversations: seen.sort(byEnds), unread: [...unread.values()] }
}

/** Adds a conversation with payload that no dissector knows to the row of its transport and port. */
function addUnread(
  rows: Map<string, NotUnderstood>,
  transport: string,
  port: number | undefined,
  packets: ConversationSeen['packets'],
  bytes: ConversationSeen['bytes'],
  frames: ConversationSeen['frames'],
): void {
  const named =
    port === undefined ? `${transport} packets, content not read` : `${transport} port ${port}, no dissector knows it`
  const known = rows.get(named)
  const what = known || rows.size < MAX_UNREAD ? named : `${transport} on further ports, no dissector knows it`
  const before = known ?? rows.get(what)
  rows.set(what, {
    what,
    packets: (before?.packets ?? 0) + packets.c2s + packets.s2c,
    bytes: (before?.bytes ?? 0) + bytes.c2s + bytes.s2c,
    frames: [...(before?.frames ?? []), ...frames].sort((a, b) => a.frame - b.frame).slice(0, 3),
  })
}

/** One diagnostic for each limit that was reached, with what was let go. */
function reachedLimits(capture: Capture, file: string, limits: CaptureLimits): Diagnostic[] {
  const where = { place: { file, offset: 0 } }
  const reached: Diagnostic[] = []
  for (const [kind, limit, what, unit] of LIMITED) {
    const lost = capture.misses.count(kind)
    if (lost > 0) reached.push(captureFault('CAPTURE_LIMIT', { what, limit: limits[limit], lost, unit }, where))
  }
  const sightings = capture.conversations.beyond
  if (sightings > 0) {
    const what = 'VLANs or MACs of a conversation'
    reached.push(captureFault('CAPTURE_LIMIT', { what, limit: MOST, lost: sightings, unit: 'sightings' }, where))
  }
  const flows = capture.transports.flows.letGo
  if (flows > 0) reached.push(captureFault('CAPTURE_FLOWS_LET_GO', { flows, limit: limits.flows }, where))
  if (capture.strangeTimes > 0)
    reached.push(captureFault('CAPTURE_TIME_RANGE', { records: capture.strangeTimes }, where))
  return reached
}

const LIMITED: readonly (readonly [kind: MissKind, limit: keyof CaptureLimits, what: string, unit: string])[] = [
  ['addresses', 'addresses', 'addresses', 'packets'],
  ['conversations', 'conversations', 'conversations', 'packets'],
  ['links', 'links', 'layer-2 conversations', 'frames'],
  ['operations', 'operations', 'kinds of message', 'messages'],
  ['facts', 'facts', 'facts', 'facts'],
  ['held', 'held', 'bytes waiting for others', 'pieces'],
]

/** Canonical order, without a key for each of what may be a million. */
function byEnds(a: ConversationSeen, b: ConversationSeen): number {
  return (
    byText(a.client, b.client) ||
    byText(a.server, b.server) ||
    byText(a.transport, b.transport) ||
    (a.port ?? -1) - (b.port ?? -1) ||
    Number(a.encapsulated) - Number(b.encapsulated)
  )
}

function vlanText(vlan: number): string {
  const outer = (vlan % 4097) - 1
  const inner = Math.floor(vlan / 4097)
  return inner > 0 ? `${outer}.${inner - 1}` : `${outer}`
}
