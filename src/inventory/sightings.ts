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
  const merged: HostFact[] = []
  const sorted = [...facts].sort(byPlace)
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    const head = sorted[from]!
    while (to < sorted.length && byPlace(head, sorted[to]!) === 0) to++
    merged.push(to === from + 1 ? head : together(sorted.slice(from, to)))
  }
  return merged
}

function together(group: readonly HostFact[]): HostFact {
  const count = group.reduce((sum, fact) => sum + fact.count, 0)
  return { ...group[0]!, count, frames: earliestFrames(group.map((fact) => fact.frames)) }
}

/** The canonical order of a host's facts; equal are those that say one thing in one place. */
function byPlace(a: HostFact, b: HostFact): number {
  return (
    byText(a.attribute, b.attribute) ||
    byText(a.value, b.value) ||
    byText(a.by, b.by) ||
    byText(a.manner, b.manner) ||
    byText(a.file, b.file) ||
    byText(a.sheet ?? '', b.sheet ?? '') ||
    byText(`${a.line ?? ''}`, `${b.line ?? ''}`) ||
    byFields(a.fields, b.fields) ||
    byText(a.from?.attribute ?? '', b.from?.attribute ?? '') ||
    byText(a.from?.by ?? '', b.from?.by ?? '') ||
    byText(a.from?.value ?? '', b.from?.value ?? '')
  )
}

function byFields(a: HostFact['fields'], b: HostFact['fields']): number {
  return a === b ? 0 : byText(a ? canonicalJson(a) : '', b ? canonicalJson(b) : '')
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
