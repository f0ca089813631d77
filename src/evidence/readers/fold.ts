import type { Sha256 } from '../../groundwork/canonical.ts'
import { type Micros, NO_TIME } from '../../groundwork/day.ts'
import { sortedUnique } from '../../groundwork/order.ts'
import type { FrameRef } from '../../standard/origin.ts'
import type { CaptureLimits } from '../limits.ts'
import type {
  AddressSeen,
  FactSeen,
  LinkConversationSeen,
  NotUnderstood,
  PortState,
  Segment,
  ServiceSeen,
} from '../observation.ts'
import { BASES } from '../observation.ts'
import { ownText } from './lines.ts'
import { ObjectFold } from './object-fold.ts'
import {
  conversationOf,
  type OperationAdded,
  type RecordPlace,
  sorted,
  type TalkAdded,
  type TalkFold,
  type TalkSeen,
  type Times,
  times,
} from './talk-fold.ts'

/** What of the limits was reached, and how often something was left out for it. */
export type FoldLimit = 'conversations' | 'operations' | 'objects' | 'addresses' | 'facts' | 'links' | 'services'

const EXAMPLES = 3
/** Longest name of a kind of message, of a transport or a VLAN. */
const LONGEST_NAME = 100
/** Ports that are told of one file. */
const MOST_SERVICES = 1 << 18
/** Kinds of what was not understood that are kept apart. */
const MOST_MISSED = 1000

type Folded<T> = Times & { of: T }

/** Folds what records of a text file tell into the lists of a segment, within limits; what goes beyond them is counted. */
export class Fold {
  readonly #limits: CaptureLimits
  readonly #talks = new Map<string, TalkFold>()
  readonly #addresses = new Map<
    string,
    Folded<{ ip?: string; mac?: string; by: AddressSeen['by'] }> & { sent: number; received: number }
  >()
  readonly #facts = new Map<string, Folded<Omit<FactSeen, 'count' | 'frames'>> & { count: number }>()
  readonly #services = new Map<
    string,
    Folded<{ host: string; transport: string; port: number; state: PortState }> & { protocols: string[] }
  >()
  readonly #links = new Map<
    string,
    Folded<{ from: string; to: string; protocol: string }> & { packets: number; bytes: number }
  >()
  readonly #missed = new Map<string, Folded<string> & { packets: number; bytes: number }>()
  readonly #lost = new Map<FoldLimit, number>()
  #operations = 0
  #first: Micros = NO_TIME
  #last: Micros = NO_TIME

  constructor(limits: CaptureLimits) {
    this.#limits = limits
  }

  /** How often something was left out because a limit was reached. */
  lost(): ReadonlyMap<FoldLimit, number> {
    const objects = [...this.#talks.values()].flatMap((talk) =>
      [...talk.operations.values()].map((o) => o.touched.lost),
    )
    const sum = objects.reduce((total, lost) => total + lost, 0)
    return sum === 0 ? this.#lost : new Map([...this.#lost, ['objects', sum]])
  }

  talk(of: TalkSeen, at: RecordPlace, added: TalkAdded = {}): TalkFold | undefined {
    const encapsulated = added.encapsulated ?? false
    const key = `${of.client} ${of.server} ${of.transport} ${of.port ?? ''} ${encapsulated}`
    const fresh = (): TalkFold => ({
      ...times(at),
      of,
      encapsulated,
      basis: BASES.length,
      packets: { c2s: 0, s2c: 0 },
      bytes: { c2s: 0, s2c: 0 },
      flows: 0,
      answered: false,
      protocols: [],
      vlans: [],
      clientMacs: [],
      serverMacs: [],
      operations: new Map(),
    })
    const talk = this.#meet(this.#talks, key, 'conversations', this.#limits.conversations, at, fresh)
    if (!talk) return undefined
    talk.basis = Math.min(talk.basis, BASES.indexOf(of.basis))
    if (added.packets) addBoth(talk.packets, added.packets)
    if (added.bytes) addBoth(talk.bytes, added.bytes)
    talk.flows += added.flows ?? 0
    talk.answered ||= added.answered ?? false
    if (added.last !== undefined) this.#widen(talk, added.last)
    for (const protocol of added.protocols ?? NONE) note(talk.protocols, protocol)
    for (const vlan of added.vlans ?? NONE) note(talk.vlans, vlan)
    if (added.clientMac !== undefined) note(talk.clientMacs, added.clientMac)
    if (added.serverMac !== undefined) note(talk.serverMacs, added.serverMac)
    return talk
  }

  operation(talk: TalkFold, added: OperationAdded, at: RecordPlace): void {
    const operation = { ...added, name: short(added.name), title: short(added.title) }
    const { protocol, direction, name, outcome, class: klass, title } = operation
    const key = `${protocol} ${direction} ${name} ${outcome} ${klass} ${title}`
    let known = talk.operations.get(key)
    if (!known) {
      if (this.#operations >= this.#limits.operations) {
        this.#let('operations')
        return
      }
      this.#operations++
      known = { ...operation, ...times(at), total: 0, touched: new ObjectFold(this.#limits.objects) }
      talk.operations.set(key, known)
      note(talk.protocols, protocol)
    } else this.#note(known, at)
    known.total += operation.count
    for (const [kind, values] of Object.entries(operation.objects ?? {})) known.touched.add(kind, values)
  }

  address(
    of: { readonly ip?: string | undefined; readonly mac?: string | undefined; readonly by: AddressSeen['by'] },
    at: RecordPlace,
    { sent = 0, received = 0 }: { readonly sent?: number; readonly received?: number } = {},
  ): void {
    const { ip, mac, by } = of
    const kept = { by, ...(ip === undefined ? {} : { ip }), ...(mac === undefined ? {} : { mac }) }
    const fresh = () => ({ ...times(at), of: kept, sent: 0, received: 0 })
    const known = this.#meet(this.#addresses, `${by} ${ip} ${mac}`, 'addresses', this.#limits.addresses, at, fresh)
    if (!known) return
    known.sent += sent
    known.received += received
  }

  fact(of: Omit<FactSeen, 'count' | 'frames'>, at: RecordPlace): void {
    const key = JSON.stringify([of.subject, of.attribute, of.value, of.by, of.fields])
    const fresh = () => ({ ...times(at), of, count: 0 })
    const known = this.#meet(this.#facts, key, 'facts', this.#limits.facts, at, fresh)
    if (known) known.count++
  }

  service(
    of: { readonly host: string; readonly transport: string; readonly port: number; readonly state: PortState },
    protocols: readonly string[],
    at: RecordPlace,
  ): void {
    const fresh = () => ({ ...times(at), of, protocols: [] as string[] })
    const key = `${of.host} ${of.transport} ${of.port} ${of.state}`
    const known = this.#meet(this.#services, key, 'services', MOST_SERVICES, at, fresh)
    if (known) for (const protocol of protocols) note(known.protocols, protocol)
  }

  link(
    of: { readonly from: string; readonly to: string; readonly protocol: string },
    bytes: number,
    at: RecordPlace,
  ): void {
    const fresh = () => ({ ...times(at), of, packets: 0, bytes: 0 })
    const known = this.#meet(this.#links, `${of.from} ${of.to} ${of.protocol}`, 'links', this.#limits.links, at, fresh)
    if (!known) return
    known.packets++
    known.bytes += bytes
  }

  missed(what: string, bytes: number, at: RecordPlace, packets = 1): void {
    const key = this.#missed.has(what) || this.#missed.size < MOST_MISSED ? what : 'further kinds'
    const known = this.#missed.get(key)
    if (known) this.#note(known, at)
    const row = known ?? { ...times(at), of: key, packets: 0, bytes: 0 }
    row.packets += packets
    row.bytes += bytes
    this.#missed.set(key, row)
  }

  /** The lists of a segment, in canonical order; frames are lines of `file`. */
  lists(
    source: Sha256,
    file: string,
  ): Omit<
    Segment,
    'source' | 'from' | 'to' | 'file' | 'reader' | 'manner' | 'vantage' | 'records' | 'bytes' | 'diagnostics'
  > {
    const frames = (places: readonly RecordPlace[]): readonly FrameRef[] =>
      places.map(({ line, offset, length, time }) => ({
        unit: 'line',
        source,
        file,
        frame: line,
        offset,
        length,
        time,
      }))
    const base = ({ first, last, places }: Times) => ({ first, last, frames: frames(places) })
    const known = (time: Micros) => (time === NO_TIME ? undefined : time)
    return {
      first: known(this.#first),
      last: known(this.#last),
      addresses: sorted(
        this.#addresses,
        ({ of, sent, received, ...rest }): AddressSeen => ({
          ip: of.ip,
          mac: of.mac,
          by: of.by,
          sent,
          received,
          ...base(rest),
        }),
      ),
      conversations: sorted(this.#talks, conversationOf(base)),
      links: sorted(
        this.#links,
        ({ of, packets, bytes, ...rest }): LinkConversationSeen => ({
          ...of,
          packets,
          bytes,
          operations: [],
          ...base(rest),
        }),
      ),
      services: sorted(
        this.#services,
        ({ of, protocols, ...rest }): ServiceSeen => ({ ...of, protocols: sortedUnique(protocols), ...base(rest) }),
      ),
      facts: sorted(this.#facts, ({ of, count, places }): FactSeen => ({ ...of, count, frames: frames(places) })),
      notUnderstood: sorted(
        this.#missed,
        ({ of, packets, bytes, places }): NotUnderstood => ({ what: of, packets, bytes, frames: frames(places) }),
      ),
    }
  }

  #meet<T extends Times>(
    map: Map<string, T>,
    key: string,
    kind: FoldLimit,
    limit: number,
    at: RecordPlace,
    fresh: () => T,
  ): T | undefined {
    const known = map.get(key)
    if (known) {
      this.#note(known, at)
      return known
    }
    this.#widen(undefined, at.time)
    if (map.size >= limit) {
      this.#let(kind)
      return undefined
    }
    const made = fresh()
    map.set(key, made)
    return made
  }

  #note(known: Times, at: RecordPlace): void {
    this.#widen(known, at.time)
    if (known.places.length < EXAMPLES && known.places.at(-1)?.offset !== at.offset) known.places.push(at)
  }

  #widen(known: Times | undefined, time: Micros): void {
    if (time === NO_TIME) return
    if (this.#first === NO_TIME || time < this.#first) this.#first = time
    if (time > this.#last) this.#last = time
    if (!known) return
    if (known.first === NO_TIME || time < known.first) known.first = time
    if (time > known.last) known.last = time
  }

  #let(kind: FoldLimit): void {
    this.#lost.set(kind, (this.#lost.get(kind) ?? 0) + 1)
  }
}

/** The limit that a kind of loss has reached. */
export function limitOf(what: FoldLimit, limits: CaptureLimits): number {
  return what === 'services' ? MOST_SERVICES : limits[what]
}

/** Names of protocols, VLANs and MACs of one conversation. */
const MOST_NAMES = 64
const NONE: readonly string[] = []

function short(text: string): string {
  return text.length <= LONGEST_NAME ? text : ownText(text.slice(0, LONGEST_NAME))
}

function note(list: string[], value: string): void {
  if (list.length < MOST_NAMES && !list.includes(value)) list.push(short(value))
}

function addBoth(sum: { c2s: number; s2c: number }, more: { readonly c2s: number; readonly s2c: number }): void {
  sum.c2s += more.c2s
  sum.s2c += more.s2c
}
