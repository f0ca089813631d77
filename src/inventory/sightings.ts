import type { FactSeen, Manner, Segment } from '../evidence/observation.ts'
import { canonicalJson } from '../groundwork/canonical.ts'
import { type Micros, NO_TIME } from '../groundwork/day.ts'
import { byText } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'
import { earliestFrames } from './frames.ts'
import { hostKey, isHostIp, isMacText, isUnicastMac } from './host-key.ts'
import type { HostFact } from './inventory.ts'
import type { Knowledge } from './knowledge.ts'

/** Everything the segments say about one IP, MAC or listed name of one space; hosts are groups of these. */
export interface Sighting {
  readonly key: string
  readonly space: string
  readonly kind: 'ip' | 'mac' | 'name'
  readonly text: string
  sent: boolean
  readonly manners: Manner[]
  readonly files: string[]
  first: number | undefined
  last: number | undefined
  readonly frames: (readonly FrameRef[])[]
  readonly facts: HostFact[]
}

const NAME = 'name:'

// Segments come one after the other: mostly the last one noted is the same.
function note<T>(list: T[], value: T): void {
  if (list.at(-1) !== value && !list.includes(value)) list.push(value)
}

/** Gathers what the segments say, by host key. Group addresses and broadcast addresses are no hosts and are left out. */
export function sightingsOf(
  segments: readonly Segment[],
  broadcast: ReadonlySet<string>,
  { confidenceOf, read }: Pick<Knowledge, 'confidenceOf' | 'read'>,
): Map<string, Sighting> {
  const all = new Map<string, Sighting>()
  const find = (segment: Segment, text: string): Sighting | undefined => {
    const kind = text.startsWith(NAME) ? 'name' : isMacText(text) ? 'mac' : 'ip'
    if (kind === 'ip' ? !isHostIp(text) : kind === 'mac' && !isUnicastMac(text)) return undefined
    const { space } = segment.vantage
    const key = hostKey(space, text)
    let sighting = all.get(key)
    if (!sighting) {
      if (broadcast.has(key)) return undefined
      const empty = { sent: false, first: undefined, last: undefined, frames: [], facts: [] }
      sighting = { key, space, kind, text, manners: [], files: [], ...empty }
      all.set(key, sighting)
    }
    note(sighting.manners, segment.manner)
    note(sighting.files, segment.file)
    return sighting
  }
  // Many lines of a segment name few addresses.
  let here = new Map<string, Sighting | undefined>()
  const meet = (segment: Segment, text: string): Sighting | undefined => {
    const known = here.get(text)
    if (known || here.has(text)) return known
    const found = find(segment, text)
    here.set(text, found)
    return found
  }
  for (const segment of segments) {
    here = new Map()
    for (const address of segment.addresses)
      for (const text of [address.ip, address.mac]) {
        const sighting = text === undefined ? undefined : meet(segment, text)
        if (!sighting) continue
        sighting.frames.push(address.frames)
        if (segment.manner === 'listed') continue
        if (address.sent > 0 || (address.by === 'list' && segment.manner === 'answered')) sighting.sent = true
        widen(sighting, address.first, address.last)
      }
    for (const c of segment.conversations) {
      const client = meet(segment, c.client)
      const server = meet(segment, c.server)
      if (client && c.packets.c2s > 0) client.sent = true
      if (server && c.packets.s2c > 0) server.sent = true
      for (const end of [client, server]) if (end) widen(end, c.first, c.last)
    }
    for (const l of segment.links) {
      const from = meet(segment, l.from)
      if (!from) continue
      from.sent = true
      widen(from, l.first, l.last)
    }
    for (const service of segment.services) {
      const host = meet(segment, service.host)
      if (!host) continue
      if (service.state === 'open' || service.state === 'closed') host.sent = true
      widen(host, service.first, service.last)
    }
    for (const fact of segment.facts) {
      const { attribute, value, by, count, frames } = fact
      const sighting = meet(segment, fact.subject)
      if (!sighting) continue
      if (segment.manner === 'answered') sighting.sent = true
      const known = { attribute, value, by, manner: segment.manner, confidence: confidenceOf(by), count }
      const told = { ...known, file: segment.file, frames, ...detailsOf(fact) }
      sighting.facts.push(told, ...read(told))
    }
  }
  return all
}

function detailsOf({ line, sheet, time, fields }: FactSeen): Partial<HostFact> {
  return {
    ...(line === undefined ? {} : { line }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(time === undefined ? {} : { time }),
    ...(fields === undefined ? {} : { fields }),
  }
}

/** Facts with equal value, way and place as one, in canonical order; nothing that disagrees is dropped. */
export function mergeFacts(facts: readonly HostFact[]): readonly HostFact[] {
  const groups = new Map<string, HostFact[]>()
  for (const fact of facts) {
    const { attribute, value, by, manner, file, sheet, line, fields, from } = fact
    const place = [attribute, value, by, manner, file, sheet ?? '', line ?? '']
    const key = [...place, fields ? canonicalJson(fields) : '', from ? canonicalJson(from) : ''].join('\u0000')
    const group = groups.get(key)
    if (group) group.push(fact)
    else groups.set(key, [fact])
  }
  return [...groups.entries()]
    .sort(([a], [b]) => byText(a, b))
    .map(([, group]) => {
      const head = group[0]!
      if (group.length === 1) return head
      const count = group.reduce((sum, fact) => sum + fact.count, 0)
      return { ...head, count, frames: earliestFrames(group.map((fact) => fact.frames)) }
    })
}

/** The earliest and latest of several times, as far as there are any. */
export function span(times: Iterable<number | undefined>): [Micros | undefined, Micros | undefined] {
  let [first, last]: [number | undefined, number | undefined] = [undefined, undefined]
  for (const time of times) {
    if (time === undefined) continue
    if (first === undefined || time < first) first = time
    if (last === undefined || time > last) last = time
  }
  return [first as Micros | undefined, last as Micros | undefined]
}

function widen(sighting: Sighting, first: Micros, last: Micros): void {
  if (last === NO_TIME) return
  if (first !== NO_TIME && (sighting.first === undefined || first < sighting.first)) sighting.first = first
  if (sighting.last === undefined || last > sighting.last) sighting.last = last
}
