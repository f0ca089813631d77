import type { LevelInputs } from '../../src/assessment/security-levels/assess-levels.ts'
import type {
  AccessPoint,
  Asset,
  Conduit,
  Evidence,
  Flow,
  FlowEnd,
  Measure,
  Scope,
  Zone,
} from '../../src/plant/plant.ts'
import type { ComponentType, Condition, ModeRow } from '../../src/standard/catalog.ts'
import type { EvidenceRecord } from '../../src/standard/evidence-record.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'
import { rowId } from './levels-kit.ts'

/**
 * The arithmetic of levels as LEVELS words it: item by item, at one strength, with yes, no and unknown. Slow and plain, and with
 * nothing of the engine in it, so that the engine can be held against it.
 */

export type Answer = 'yes' | 'no' | 'unknown'
export type RowAnswer = Answer | 'na'
const RANKS = { claimed: 0, documented: 1, observed: 2, tested: 3 } as const
type How = 'achieved' | 'capability'

export interface Item {
  readonly id: string
  readonly possible: boolean
  readonly answer: Answer
}

export interface Decided {
  readonly answer: RowAnswer
  readonly items: readonly Item[]
  readonly setOpen: boolean
}

interface Thing {
  readonly ids: readonly string[]
  readonly own: readonly string[]
  readonly kind: string | undefined
  readonly zones: readonly string[]
  readonly asset: Asset | undefined
}

type Place = { kind: 'zone'; id: string; zone: Zone } | { kind: 'conduit'; id: string; conduit: Conduit }
interface WayIn {
  readonly id: string
  readonly place: string
  readonly kind: AccessPoint['kind']
  readonly beyond: string | undefined
  readonly declared: AccessPoint | undefined
  readonly enforcers: readonly Asset[]
  readonly keys: readonly string[]
  readonly zone: string
}

const all = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes'
const any = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no'
const atLeast = (rank: number, theta: number): Answer => (rank >= theta ? 'yes' : 'unknown')

export class Reference {
  readonly #in: LevelInputs
  readonly #theta: number
  readonly #how: How
  readonly places: readonly Place[]
  readonly #cache = new Map<string, Decided>()

  constructor(inputs: LevelInputs, strength: keyof typeof RANKS, how: How) {
    this.#in = inputs
    this.#theta = RANKS[strength]
    this.#how = how
    this.places = [
      ...inputs.plant.zones.map((zone): Place => ({ kind: 'zone', id: zone.id, zone })),
      ...inputs.plant.conduits.map((conduit): Place => ({ kind: 'conduit', id: conduit.id, conduit })),
    ]
  }

  row(kind: string, id: string, row: RequirementId, flipped?: string): Decided {
    const key = `${kind} ${id} ${row} ${flipped ?? ''}`
    const known = this.#cache.get(key)
    if (known) return known
    const made = this.#decide(this.places.find((p) => p.kind === kind && p.id === id)!, row, flipped)
    this.#cache.set(key, made)
    return made
  }

  /** Whether every component's type is known, there is one, and the ways in are known. */
  grounded(place: Place): boolean {
    const components = this.#components(place)
    const ways = this.#ways(place)
    const known = place.kind === 'conduit' ? ways.length > 0 : ways.length > 0 || place.zone.accessPoints !== undefined
    return components.length > 0 && components.every((a) => a.types.length > 0) && known
  }

  // --- rows

  #decide(place: Place, row: RequirementId, flipped: string | undefined): Decided {
    const none = (answer: RowAnswer): Decided => ({ answer, items: [], setOpen: false })
    const mode = this.#in.catalogs.modes.get(row)!
    if (this.#notApplicable(place, row)) return none('na')
    if (place.kind === 'conduit' && mode.conduit === 'none') return none('na')
    const { items: things, open } = this.#items(place, row, mode)
    const counted = things.filter((t) => t.membership !== 'no')
    const cap = (answer: Answer): Answer => (open && answer === 'yes' ? 'unknown' : answer)
    if (mode.mode === 'SVC') {
      if (counted.length === 0 && open) return { answer: 'unknown', items: [], setOpen: open }
      if (counted.length === 0 && mode.ifEmpty === 'na') return none('na')
      const answer = cap(this.#service(place, row, counted, flipped))
      // With no certain item the set may be empty, which at the high end would make the row not applicable.
      const perhapsEmpty = counted.length > 0 && counted.every((t) => t.membership === 'unknown')
      return {
        answer: answer === 'no' && perhapsEmpty && mode.ifEmpty === 'na' ? 'unknown' : answer,
        items: [],
        setOpen: open,
      }
    }
    if (counted.length === 0) return { answer: open ? 'unknown' : 'na', items: [], setOpen: open } as Decided
    const items = counted.map((t): Item => {
      const answer = t.id === flipped ? 'yes' : t.answer()
      return { id: t.id, possible: t.membership === 'unknown', answer }
    })
    // Low counts every possible item; high leaves out those that may not be items.
    const low = items.every((i) => i.answer === 'yes')
    const high = items.every((i) => i.answer !== 'no' || i.possible)
    return { answer: cap(low ? 'yes' : high ? 'unknown' : 'no'), items, setOpen: open }
  }

  #notApplicable(place: Place, row: RequirementId): boolean {
    return this.#in.plant.notApplicable.some(
      (n) =>
        n.rows.includes(row) &&
        n.on.some((on) => on.kind === place.kind && on.id === place.id) &&
        n.on.every((on) => on.kind === 'zone' || on.kind === 'conduit') &&
        n.reason !== undefined &&
        n.owner !== undefined &&
        n.until !== undefined &&
        n.until >= this.#in.asOf,
    )
  }

  // --- items

  #items(place: Place, row: RequirementId, mode: ModeRow) {
    type Candidate = {
      id: string
      membership: Answer
      answer: () => Answer
      thing: Thing | undefined
      comp: () => Answer
    }
    const items: Candidate[] = []
    const { asOf } = this.#in
    const declared = place.kind === 'zone' ? place.zone.complete : place.conduit.complete
    const complete = !!declared && declared.on <= asOf && (!declared.until || declared.until >= asOf)
    let open = false
    const addThing = (id: string, membership: Answer, thing: Thing) =>
      items.push({
        id,
        membership,
        thing,
        answer: () => this.#passes(place, thing, row, mode),
        comp: () => this.#compensation(thing, row),
      })
    const components = (skip: (asset: Asset) => boolean = () => false) => {
      for (const asset of this.#components(place))
        if (!skip(asset)) addThing(asset.id, this.#concerned(place, asset, mode), this.#thing(asset))
      if (!complete) open = true
    }
    const ways = (list: readonly WayIn[], membership: (way: WayIn) => Answer) => {
      for (const way of list)
        items.push({
          id: way.id,
          membership: membership(way),
          thing: undefined,
          answer: () => this.#way(place, way, row, mode),
          comp: () => 'no',
        })
    }
    const waysOpen = () => {
      if (place.kind === 'zone' ? place.zone.accessPoints === undefined : this.#ways(place).length === 0) open = true
    }
    const flows = () => {
      for (const flow of this.#in.plant.flows) {
        const here = this.#flowIn(place, flow)
        const holds = this.#flowCondition(place, flow, mode.when)
        addFlow(flow, here === 'no' || holds === 'no' ? 'no' : here === 'yes' && holds === 'yes' ? 'yes' : 'unknown')
      }
      const joining = this.#in.plant.conduits.filter(
        (c) => place.kind === 'zone' && c.joins.includes(place.id as never),
      )
      const theirs = joining.every(
        (c) => !!c.complete && c.complete.on <= asOf && (!c.complete.until || c.complete.until >= asOf),
      )
      if (!complete || !theirs) open = true
    }
    const addFlow = (flow: Flow, membership: Answer) =>
      items.push({
        id: flow.id,
        membership,
        thing: this.#flowThing(flow),
        answer: () =>
          this.#how === 'capability'
            ? this.#flowCapability(flow, row)
            : this.#passes(place, this.#flowThing(flow), row, mode),
        comp: () => this.#compensation(this.#flowThing(flow), row),
      })
    switch (mode.over) {
      case 'location':
        addThing(`${place.kind}:${place.id}`, 'yes', this.#placeThing(place))
        break
      case 'flow':
        flows()
        break
      case 'flow-or-store':
        flows()
        if (place.kind === 'zone') components()
        break
      case 'account': {
        const listed = (asset: Asset) => this.#in.plant.accounts.filter((a) => a.on.includes(asset.id))
        components((asset) => listed(asset).length > 0)
        for (const asset of this.#components(place))
          for (const account of listed(asset)) {
            const thing = this.#thing(asset)
            const named = {
              ...thing,
              ids: [`account:${account.id}`, ...thing.ids],
              own: [`account:${account.id}`, ...thing.own],
            }
            addThing(
              account.id,
              this.#concerned(place, asset, mode, account.human === 'unknown' ? undefined : account.human),
              named,
            )
          }
        break
      }
      case 'boundary-access-point':
        ways(this.#ways(place), () => 'yes')
        waysOpen()
        break
      case 'untrusted-access-point':
        ways(this.#ways(place), (way) => this.#fromOutside(place, way))
        waysOpen()
        break
      case 'network-connection': {
        const counted: Answer = mode.when === 'essential' ? this.#essential(place, complete) : 'yes'
        ways(
          this.#ways(place).filter((w) => !['usb', 'door', 'person', 'serial'].includes(w.kind)),
          () => counted,
        )
        for (const asset of this.#in.plant.assets) {
          const zones = this.#places(asset).filter((p) => p.startsWith('zone:'))
          const link = asset.passive
            ? asset.types.includes('network-device') && (this.#places(asset).length > 1 || mode.when === 'essential')
            : zones.length > 1 && place.kind === 'zone'
          if (!link || !this.#places(asset).includes(`${place.kind}:${place.id}`)) continue
          ways(
            [
              {
                id: asset.id,
                place: place.id,
                kind: 'network',
                beyond: undefined,
                declared: undefined,
                enforcers: asset.passive ? [] : [asset],
                keys: this.#thing(asset).ids,
                zone: '',
              },
            ],
            () => counted,
          )
        }
        waysOpen()
        break
      }
      case 'radio-access-point':
        components()
        ways(
          this.#ways(place).filter((w) => w.kind === 'wireless'),
          () => 'yes',
        )
        waysOpen()
        break
      case 'attach-point':
        components()
        if (mode.mode === 'ANY' && place.kind === 'zone') {
          ways(
            this.#ways(place).filter((w) => w.beyond === undefined && ['usb', 'network', 'person'].includes(w.kind)),
            () => 'yes',
          )
          waysOpen()
        }
        break
      default:
        components()
    }
    return { items, open }
  }

  #components(place: Place): Asset[] {
    return this.#in.plant.assets.filter((a) => !a.passive && this.#places(a).includes(`${place.kind}:${place.id}`))
  }

  #places(asset: Asset): string[] {
    const enforced = this.#in.plant.conduits.filter((c) => c.enforcedBy?.includes(asset.id)).map((c) => c.id)
    return [
      ...asset.zones.map((z) => `zone:${z}`),
      ...new Set([...asset.conduits, ...enforced].map((c) => `conduit:${c}`)),
    ]
  }

  #concerned(place: Place, asset: Asset, mode: ModeRow, human?: Answer): Answer {
    const condition = mode.when === 'boundary' ? 'yes' : (human ?? this.#condition(asset, mode.when))
    if (place.kind === 'conduit' && mode.conduit === 'boundary' && !place.conduit.enforcedBy?.includes(asset.id))
      return 'no'
    if (asset.types.length === 0) return condition === 'no' ? 'no' : 'unknown'
    if (place.kind === 'conduit' && mode.conduit === 'devices' && !asset.types.includes('network-device')) return 'no'
    return asset.types.some((t) => mode.types.includes(t)) ? condition : 'no'
  }

  #condition(asset: Asset, when: Condition): Answer {
    if (when === 'always') return 'yes'
    if (when === 'essential' && this.#in.plant.functions.some((f) => f.assets.includes(asset.id))) return 'yes'
    if (when === 'accounts' && this.#in.plant.accounts.some((a) => a.on.includes(asset.id))) return 'yes'
    const said = asset.conditions[when]
    if (said) return said
    if (when === 'radio') return asset.wireless
    return when === 'remote-sessions' && asset.remote === 'yes' ? 'yes' : 'unknown'
  }

  #essential(place: Place, complete: boolean): Answer {
    const { functions, flows } = this.#in.plant
    if (flows.some((f) => this.#flowIn(place, f) !== 'no' && functions.some((fn) => fn.flows.includes(f.id))))
      return 'yes'
    const each = this.#components(place).map((a) => this.#condition(a, 'essential'))
    if (each.includes('yes')) return 'yes'
    return place.kind === 'zone' && complete && each.length > 0 && each.every((e) => e === 'no') ? 'no' : 'unknown'
  }

  // --- flows

  #zonesOf(end: FlowEnd): string[] {
    if (end.kind === 'zone') return [end.id]
    const asset = end.kind === 'asset' ? this.#in.plant.assets.find((a) => a.id === end.id) : undefined
    return asset ? [...asset.zones] : []
  }

  #isVague(end: FlowEnd): boolean {
    return end.kind === 'any' || (end.kind === 'asset' && !this.#in.plant.assets.some((a) => a.id === end.id))
  }

  #flowIn(place: Place, flow: Flow): Answer {
    if (place.kind === 'conduit') return flow.conduit === place.id ? 'yes' : 'no'
    if ([flow.from, flow.to].some((end) => this.#zonesOf(end).includes(place.id))) return 'yes'
    const conduit = this.#in.plant.conduits.find((c) => c.id === flow.conduit)
    const ends = [flow.from, flow.to].filter((end) => this.#isVague(end))
    if (conduit) return ends.length > 0 && conduit.joins.includes(place.id as never) ? 'unknown' : 'no'
    return ends.some((end) => end.kind === 'any') ? 'unknown' : 'no'
  }

  #flowCondition(place: Place, flow: Flow, when: Condition): Answer {
    if (when === 'always') return 'yes'
    if (when === 'confidential-info') return flow.confidential
    if (when === 'uses-cryptography') {
      if (flow.encrypted === 'yes') return 'yes'
      return flow.encrypted === 'no' && flow.authenticated === 'no' ? 'no' : 'unknown'
    }
    if (place.kind === 'conduit' || flow.conduit !== undefined) return 'yes'
    const [from, to] = [this.#zonesOf(flow.from), this.#zonesOf(flow.to)]
    if (from.length !== 1 || to.length !== 1) return 'unknown'
    return from[0] === to[0] ? 'no' : 'yes'
  }

  #flowThing(flow: Flow): Thing {
    const zones = [...new Set([flow.from, flow.to].flatMap((end) => this.#zonesOf(end)))]
    const ids = [
      `flow:${flow.id}`,
      ...zones.map((z) => `zone:${z}`),
      ...(flow.conduit ? [`conduit:${flow.conduit}`] : []),
    ]
    return { ids, own: [`flow:${flow.id}`], kind: undefined, zones, asset: undefined }
  }

  #flowCapability(flow: Flow, row: RequirementId): Answer {
    const stated = this.#capable(this.#flowThing(flow), row)
    if (stated !== undefined) return stated
    const ends = [flow.from, flow.to].map((end): Answer => {
      const asset = end.kind === 'asset' ? this.#in.plant.assets.find((a) => a.id === end.id && !a.passive) : undefined
      return asset ? (this.#capable(this.#thing(asset), row) ?? 'unknown') : 'unknown'
    })
    return all(ends)
  }

  // --- ways

  #ways(place: Place): WayIn[] {
    const { zones, conduits, assets } = this.#in.plant
    const devices = (ids: readonly string[]) =>
      [...new Set(ids)].flatMap((id) => assets.find((a) => a.id === id && !a.passive) ?? [])
    const brought = (c: Conduit, zone: string): WayIn => ({
      id: `${c.id}@${zone}`,
      place: place.id,
      kind: c.medium === 'physical' ? 'door' : c.medium,
      beyond: place.kind === 'zone' ? `conduit:${c.id}` : `zone:${zone}`,
      declared: undefined,
      enforcers: devices(c.enforcedBy ?? []),
      keys: [`access-point:${c.id}@${zone}`, `zone:${zone}`, `conduit:${c.id}`],
      zone,
    })
    if (place.kind === 'conduit')
      return [...new Set(place.conduit.joins)]
        .filter((z) => zones.some((zone) => zone.id === z))
        .map((z) => brought(place.conduit, z))
    const declared = (place.zone.accessPoints ?? []).map((point): WayIn => {
      const behind = conduits.find((c) => c.id === point.conduit)
      const enforcers = point.enforcers.length > 0 || !behind ? point.enforcers : (behind.enforcedBy ?? [])
      return {
        id: point.id,
        place: place.id,
        kind: point.kind,
        beyond: behind && `conduit:${behind.id}`,
        declared: point,
        enforcers: devices(enforcers),
        keys: [`access-point:${point.id}`, `zone:${place.id}`, ...(behind ? [`conduit:${behind.id}`] : [])],
        zone: place.id,
      }
    })
    const covered = new Set(declared.map((w) => w.beyond))
    return [
      ...declared,
      ...conduits
        .filter((c) => c.joins.includes(place.id as never) && !covered.has(`conduit:${c.id}`))
        .map((c) => brought(c, place.id)),
    ]
  }

  /** A way by its own enforcers. */
  #ownWay(place: Place, way: WayIn, row: RequirementId, mode: ModeRow): Answer {
    const itself: Thing = {
      ids: way.keys,
      own: way.keys.slice(0, 1),
      kind: undefined,
      zones: [way.zone],
      asset: undefined,
    }
    if (way.enforcers.length === 0) {
      if (this.#how === 'capability')
        return this.#capable(itself, row) === 'yes' || this.#metWeakly(itself, row)
          ? (this.#capable(itself, row) ?? 'no')
          : 'no'
      return this.#compensation(itself, row)
    }
    return any(
      way.enforcers.map((asset) => {
        const device = this.#thing(asset)
        const both: Thing = {
          ids: [...new Set([...device.ids, ...way.keys])],
          own: [...device.own, way.keys[0]!],
          kind: device.kind,
          zones: [...new Set([...device.zones, ...(way.zone ? [way.zone] : [])])],
          asset,
        }
        return this.#passes(place, both, row, mode)
      }),
    )
  }

  /** A way that some statement calls capable, though not strongly enough for this strength. */
  #metWeakly(thing: Thing, row: RequirementId): boolean {
    return this.#capable(thing, row) === 'unknown'
  }

  #way(place: Place, way: WayIn, row: RequirementId, mode: ModeRow): Answer {
    const own = this.#ownWay(place, way, row, mode)
    if (!ANY_HOP.includes(row) || way.beyond === undefined) return own
    const paths = this.#waysFromOutside(place, way.beyond, row, mode, mode.over === 'boundary-access-point')
    if (paths.length === 0) return own
    // Every way from outside has to be guarded on some hop; a way from where the outside may be is unguarded only perhaps.
    const upstream = all(
      paths.map(({ hops, certain }) => {
        const guarded = any(['no', ...hops])
        return guarded === 'no' && !certain ? 'unknown' : guarded
      }),
    )
    return any([own, upstream])
  }

  /** Whether the outside reaches a way, whatever stands on it. */
  #fromOutside(place: Place, way: WayIn): Answer {
    if (way.beyond === undefined) return way.declared?.untrusted ?? 'no'
    const mode = this.#in.catalogs.modes.get(rowId('SR 1.13'))!
    const paths = this.#waysFromOutside(place, way.beyond, rowId('SR 1.13'), mode, false)
    if (way.declared?.untrusted === 'yes' || paths.some((p) => p.certain)) return 'yes'
    if (paths.length === 0 || way.declared?.untrusted === 'no') return 'no'
    return 'unknown'
  }

  /** Every simple way from outside to a place, not through `without`, with the hops on it. */
  #waysFromOutside(without: Place, to: string, row: RequirementId, mode: ModeRow, everyEntry: boolean) {
    const found: { hops: Answer[]; certain: boolean }[] = []
    const of = (key: string) => this.places.find((p) => `${p.kind}:${p.id}` === key)!
    const hop = (zone: Place, conduit: string): Answer[] =>
      this.#ways(zone)
        .filter((w) => w.beyond === conduit)
        .map((w) => this.#ownWay(zone, w, row, mode))
    const starts = (key: string): { hops: Answer[]; certain: boolean }[] => {
      const place = of(key)
      if (place.kind === 'conduit')
        return this.places.flatMap((p) =>
          p.kind !== 'zone'
            ? []
            : this.#ways(p)
                .filter((w) => w.beyond === key && w.declared?.untrusted === 'yes')
                .map(() => ({ hops: [], certain: true })),
        )
      const list: { hops: Answer[]; certain: boolean }[] = []
      if (['external', 'remote'].includes(place.zone.kind)) list.push({ hops: [], certain: true })
      if (['business', 'temporary'].includes(place.zone.kind)) list.push({ hops: [], certain: false })
      for (const way of this.#ways(place)) {
        if (way.beyond !== undefined) continue
        const untrusted = everyEntry ? 'yes' : way.declared!.untrusted
        if (untrusted !== 'no') list.push({ hops: [this.#ownWay(place, way, row, mode)], certain: untrusted === 'yes' })
      }
      return list
    }
    const walk = (at: string, behind: readonly string[], hops: readonly Answer[]) => {
      for (const start of starts(at)) found.push({ hops: [...hops, ...start.hops], certain: start.certain })
      for (const next of this.#neighbors(at)) {
        if (behind.includes(next) || next === `${without.kind}:${without.id}`) continue
        const [zone, conduit] = at.startsWith('zone:') ? [at, next] : [next, at]
        // Parallel ways between the same two count as the weakest of them.
        walk(next, [...behind, next], [...hops, all(hop(of(zone), conduit))])
      }
    }
    walk(to, [to], [])
    return found
  }

  #neighbors(key: string): string[] {
    const { conduits, zones } = this.#in.plant
    const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    if (kind === 'conduit')
      return conduits
        .find((c) => c.id === id)!
        .joins.filter((z) => zones.some((zone) => zone.id === z))
        .map((z) => `zone:${z}`)
        .concat(this.#namedBehind(id))
    const own = conduits.filter((c) => c.joins.includes(id as never)).map((c) => `conduit:${c.id}`)
    const named = this.#ways(this.places.find((p) => `${p.kind}:${p.id}` === key)!).flatMap((w) => w.beyond ?? [])
    return [...new Set([...own, ...named])]
  }

  /** Zones whose access points name a conduit that does not join them. */
  #namedBehind(conduit: string): string[] {
    const zones = this.#in.plant.zones.filter((z) => z.accessPoints?.some((p) => p.conduit === conduit))
    const joins = this.#in.plant.conduits.find((c) => c.id === conduit)!.joins
    return zones.filter((z) => !joins.includes(z.id)).map((z) => `zone:${z.id}`)
  }

  // --- facts

  #thing(asset: Asset): Thing {
    const ids = [`asset:${asset.id}`, ...(asset.product ? [`product:${asset.product}`] : []), ...this.#places(asset)]
    return { ids, own: [`asset:${asset.id}`], kind: asset.kind, zones: asset.zones, asset }
  }

  #placeThing(place: Place): Thing {
    const id = `${place.kind}:${place.id}`
    return { ids: [id], own: [id], kind: undefined, zones: place.kind === 'zone' ? [place.id] : [], asset: undefined }
  }

  #names(scope: Scope, thing: Thing): 'itself' | 'class' | undefined {
    if (scope.kind === 'plant') return 'class'
    if (scope.kind === 'asset-kind')
      return scope.id === thing.kind && (scope.within.length === 0 || scope.within.some((z) => thing.zones.includes(z)))
        ? 'class'
        : undefined
    const id = `${scope.kind}:${scope.id}`
    return thing.own.includes(id) ? 'itself' : thing.ids.includes(id) ? 'class' : undefined
  }

  /** Rank of a piece of evidence at its best; undefined for nothing. */
  #strength(e: Evidence): number | undefined {
    const { asOf, files, catalogs } = this.#in
    if ((e.until && e.until < asOf) || (e.date && e.date > asOf)) return undefined
    const kind = catalogs.evidenceKinds.get(e.kind)
    if (!kind || !e.file || !e.hash || files.get(e.file) !== e.hash) return 0
    if (e.scope.length === 0 && !e.device) return 0
    let best: number = RANKS[kind.ceiling]
    if (kind.needsDevice && (!e.device || !e.date)) best = Math.min(best, RANKS[kind.otherwise])
    else if (!e.date) best = Math.min(best, kind.column === 'document' ? 0 : 1)
    if (kind.ceiling === 'tested' && !e.by) best = Math.min(best, 1)
    return best
  }

  #named(e: Evidence, thing: Thing) {
    const scope: readonly Scope[] = e.scope.length > 0 ? e.scope : e.device ? [{ kind: 'asset', id: e.device }] : []
    const found = scope.map((s) => this.#names(s, thing))
    return found.includes('itself') ? 'itself' : found.includes('class') ? 'class' : undefined
  }

  /** Best rank of evidence for a use; undefined when nothing is in force. */
  #best(
    ids: readonly string[],
    thing: Thing,
    row: RequirementId,
    use: 'row' | 'in-place' | 'version' | 'capability' | 'system',
  ): number | undefined {
    const ranks = ids.flatMap((id) => {
      const e = this.#in.plant.evidence.find((x) => x.id === id)
      const strength = e && this.#strength(e)
      if (!e || strength === undefined) return []
      const named = this.#named(e, thing)
      const column = this.#in.catalogs.evidenceKinds.get(e.kind)?.column ?? 'none'
      const value = column === 'none' ? 'none' : this.#in.catalogs.modes.get(row)!.evidence[column]
      const runs = e.version !== undefined && thing.asset?.firmware === e.version
      const shows = {
        row:
          value === 'shows' ||
          (value === 'shows-item' && named === 'itself') ||
          (value === 'shows-for-version' && runs),
        'in-place': column !== 'none' && column !== 'product-certificate',
        version: value === 'shows-for-version' && runs,
        capability: value === 'shows' || value === 'capability' || value === 'shows-for-version',
        system: ['shows', 'capability', 'shows-for-version', 'system-capability'].includes(value),
      }[use]
      return [named && shows ? strength : 0]
    })
    return ranks.length === 0 ? undefined : Math.max(...ranks)
  }

  #reaching(thing: Thing, row: RequirementId): Measure[] {
    return this.#in.plant.measures.filter((m) => {
      if (!m.rows.includes(row) || !m.on.some((s) => this.#names(s, thing))) return false
      if (m.role === 'compensation') {
        const a = m.approval
        if (!a?.by || !a.on || !a.until || !a.owner || !a.reason || a.on > this.#in.asOf || a.until < this.#in.asOf)
          return false
      }
      return !m.until || m.until >= this.#in.asOf
    })
  }

  #records(thing: Thing, row: RequirementId): EvidenceRecord[] {
    return this.#in.records.filter(
      (r) => r.requirement === row && r.day <= this.#in.asOf && thing.ids.includes(`${r.subject.kind}:${r.subject.id}`),
    )
  }

  #isResolved(record: EvidenceRecord, thing: Thing, row: RequirementId): boolean {
    return this.#in.plant.resolutions.some(
      (r) =>
        r.by &&
        r.date &&
        r.date <= this.#in.asOf &&
        r.rows.includes(row) &&
        r.on.some((on) => thing.ids.includes(`${on.kind}:${on.id}`)) &&
        r.evidence.some((id) => {
          const date = this.#in.plant.evidence.find((e) => e.id === id)?.date
          return date && date > record.day && (this.#best([id], thing, row, 'row') ?? -1) >= 1
        }),
    )
  }

  #standing(thing: Thing, row: RequirementId): 'contradicted' | 'weakened' | undefined {
    const open = this.#records(thing, row).filter(
      (r) => (r.effect === 'contradicts' || r.effect === 'weakens') && !this.#isResolved(r, thing, row),
    )
    if (open.some((r) => r.effect === 'contradicts')) return 'contradicted'
    return open.length > 0 ? 'weakened' : undefined
  }

  /** conf(i, r). */
  #configured(thing: Thing, row: RequirementId, mode: ModeRow): Answer {
    const met: number[] = []
    const notMet: number[] = []
    for (const m of mode.mode === 'SVC' ? [] : this.#reaching(thing, row)) {
      if (m.role !== 'direct') continue
      const best = this.#best(m.evidence, thing, row, 'row')
      if (m.status !== 'in-place') notMet.push(best ?? 0)
      else if (best !== undefined) met.push(best)
    }
    for (const r of this.#records(thing, row)) if (r.effect === 'shows') met.push(RANKS[r.strength])
    if (mode.evidence['product-certificate'] === 'shows-for-version') {
      const carried = this.#carried(thing, row, 'version')
      if (carried?.met) met.push(carried.rank)
    }
    const standing = this.#standing(thing, row)
    if (standing === 'contradicted') return 'no'
    const strongest = Math.max(-1, ...met)
    if (notMet.length > 0 && Math.max(...notMet) >= strongest) return 'no'
    if (strongest < 0 || standing === 'weakened') return 'unknown'
    return atLeast(strongest, this.#theta)
  }

  #compensation(thing: Thing, row: RequirementId): Answer {
    if (this.#how === 'capability') return 'no'
    return any(
      this.#reaching(thing, row)
        .filter((m) => m.role === 'compensation')
        .map((m) =>
          m.status === 'in-place' ? atLeast(this.#best(m.evidence, thing, row, 'in-place') ?? -1, this.#theta) : 'no',
        ),
    )
  }

  /** ok(i, r) with what may stand in for it. */
  #passes(place: Place, thing: Thing, row: RequirementId, mode: ModeRow): Answer {
    if (this.#how === 'capability') return this.#capable(thing, row) ?? 'unknown'
    const standing = this.#standing(thing, row)
    const services =
      mode.mayBeMetBy.length === 0 || standing === 'contradicted'
        ? []
        : this.#reaching(thing, row).filter((m) => m.role === 'service')
    const served = any(
      services.map((m) => {
        const answer = all([this.#elsewhere(place, m, this.#serviceItself(m, thing, row)), this.#bound(m, thing, row)])
        return standing === 'weakened' && answer === 'yes' ? 'unknown' : answer
      }),
    )
    return any([this.#configured(thing, row, mode), served, this.#compensation(thing, row)])
  }

  // --- services

  #serviceItself(m: Measure, thing: Thing, row: RequirementId): Answer {
    if (m.status !== 'in-place') return 'no'
    const provider = this.#in.plant.assets.find((a) => a.id === m.providedBy)
    const providing = provider && this.#thing(provider)
    const ranks = m.evidence.flatMap((id) => {
      const e = this.#in.plant.evidence.find((x) => x.id === id)
      const strength = e && this.#strength(e)
      if (!e || strength === undefined) return []
      const column = this.#in.catalogs.evidenceKinds.get(e.kind)?.column ?? 'none'
      const shows = column !== 'none' && this.#in.catalogs.modes.get(row)!.evidence[column] === 'shows'
      return [shows && (this.#named(e, thing) || (providing && this.#named(e, providing))) ? strength : 0]
    })
    const standing = providing && this.#standing(providing, row)
    if (standing === 'contradicted') return 'no'
    return standing === 'weakened' ? 'unknown' : atLeast(Math.max(-1, ...ranks), this.#theta)
  }

  #bound(m: Measure, thing: Thing, row: RequirementId): Answer {
    return atLeast(this.#best(m.boundBy, thing, row, 'in-place') ?? -1, this.#theta)
  }

  #elsewhere(place: Place, m: Measure, answer: Answer): Answer {
    if (m.role !== 'service') return answer
    const provider = this.#in.plant.assets.find((a) => a.id === m.providedBy)
    if (!provider) return answer === 'yes' ? 'unknown' : answer
    const at = this.#places(provider)
    if (at.includes(`${place.kind}:${place.id}`)) return answer
    const joined = this.#in.plant.conduits.some((c) => {
      const ends = [
        `conduit:${c.id}`,
        ...c.joins.filter((z) => this.#in.plant.zones.some((zone) => zone.id === z)).map((z) => `zone:${z}`),
      ]
      const here = `${place.kind}:${place.id}`
      if (!ends.includes(here)) return false
      return at.some((p) => ends.includes(p))
    })
    if (!joined) return 'no'
    const island = this.row(place.kind, place.id, rowId('SR 5.2 RE 2')).answer
    return answer === 'yes' && island !== 'yes' && island !== 'na' ? 'unknown' : answer
  }

  #service(
    place: Place,
    row: RequirementId,
    items: readonly { id: string; membership: Answer; thing: Thing | undefined; comp: () => Answer }[],
    flipped: string | undefined,
  ): Answer {
    const things = items.length > 0 ? items.map((i) => i.thing!) : [this.#placeThing(place)]
    const services = [
      ...new Set(things.flatMap((t) => this.#reaching(t, row)).filter((m) => m.role !== 'compensation')),
    ]
    const lenient = (i: number, answer: Answer): Answer =>
      items[i]?.membership === 'unknown' && answer === 'no' ? 'unknown' : answer
    if (this.#how === 'capability') {
      const stated = this.#capable(this.#placeThing(place), row)
      const mirrored = [...this.#in.catalogs.cr.values()].some(
        (cr) => (cr.counterpart === row && cr.match === 'exact') || cr.covers.includes(row),
      )
      const service =
        stated === 'yes' || this.#statedWeakly(place, row)
          ? stated!
          : stated === 'no'
            ? 'no'
            : any([
                mirrored ? 'no' : 'unknown',
                ...services
                  .filter((m) => m.status === 'in-place')
                  .map((m) => {
                    const provider = this.#in.plant.assets.find((a) => a.id === m.providedBy)
                    const cap =
                      provider && !provider.passive
                        ? (this.#capable(this.#thing(provider), row) ?? 'unknown')
                        : 'unknown'
                    return this.#elsewhere(place, m, cap)
                  }),
              ])
      return all([service, ...items.map((item, i) => lenient(i, this.#capable(item.thing!, row) ?? 'unknown'))])
    }
    const together =
      items.length === 0 ? 'no' : all(items.map((item, i) => (item.id === flipped ? 'yes' : lenient(i, item.comp()))))
    const compensated = together === 'unknown' && items.every((item) => item.membership === 'unknown') ? 'no' : together
    const served = services.map((m) => {
      const itself = any(
        things
          .filter((t) => this.#reaching(t, row).includes(m))
          .map((t) =>
            m.role === 'service'
              ? this.#serviceItself(m, t, row)
              : m.status === 'in-place'
                ? atLeast(this.#best(m.evidence, t, row, 'row') ?? -1, this.#theta)
                : 'no',
          ),
      )
      const bound = items.map((item, i): Answer => {
        if (item.id === flipped) return 'yes'
        const thing = item.thing!
        const reached = this.#reaching(thing, row).includes(m)
        const binding = !reached
          ? 'unknown'
          : m.role === 'service'
            ? this.#bound(m, thing, row)
            : m.status === 'in-place'
              ? atLeast(this.#best(m.evidence, thing, row, 'row') ?? -1, this.#theta)
              : 'no'
        const standing = this.#standing(thing, row)
        const shown = any([binding, this.#configured(thing, row, this.#in.catalogs.modes.get(row)!)])
        const limited =
          standing === 'contradicted' ? 'no' : standing === 'weakened' && shown === 'yes' ? 'unknown' : shown
        return lenient(i, any([limited, item.comp()]))
      })
      return all([this.#elsewhere(place, m, itself), ...bound])
    })
    return any([compensated, ...served])
  }

  #statedWeakly(place: Place, row: RequirementId): boolean {
    return this.#capable(this.#placeThing(place), row) === 'unknown'
  }

  // --- capability

  /** cap(i, r); undefined where nobody says anything. */
  #capable(thing: Thing, row: RequirementId): Answer | undefined {
    const met: number[] = []
    const notMet: number[] = []
    const carried = this.#carried(thing, row, 'capability')
    if (carried) (carried.met ? met : notMet).push(carried.rank)
    for (const system of this.#in.plant.systems) {
      const stated = system.capability.get(row)
      if (!stated || !system.on.some((on) => thing.ids.includes(`${on.kind}:${on.id}`))) continue
      const best = this.#best(stated.evidence, thing, row, 'system')
      if (stated.says === 'not-met') notMet.push(best ?? 0)
      else if (stated.says === 'met' && best !== undefined) met.push(best)
    }
    if (notMet.length > 0 && Math.max(...notMet) >= Math.max(-1, ...met)) return 'no'
    return met.length > 0 ? atLeast(Math.max(...met), this.#theta) : undefined
  }

  #carried(
    thing: Thing,
    row: RequirementId,
    use: 'capability' | 'version',
  ): { met: boolean; rank: number } | undefined {
    const product = this.#in.plant.products.find((p) => p.id === thing.asset?.product)
    if (!product) return undefined
    const types = thing.asset!.types
    const whole: (number | undefined)[] = []
    const refused: number[] = []
    for (const cr of this.#in.catalogs.cr.values()) {
      const full = (cr.counterpart === row && cr.match === 'exact') || cr.covers.includes(row)
      if (!full && cr.counterpart !== row) continue
      const concerns = (t: ComponentType) => cr.appliesTo.includes(t)
      const concerned = types.length === 0 ? cr.appliesTo.length === 4 : types.some(concerns)
      if (!concerned) {
        if (types.length === 0 && full) whole.push(undefined)
        continue
      }
      const stated = product.capability.get(cr.id)
      const best = stated && this.#best(stated.evidence, thing, row, use)
      if (stated?.says === 'not-met') refused.push(best ?? 0)
      const good = stated?.says === 'met' && best !== undefined && (use === 'capability' || best >= 1)
      if (full) whole.push(good ? best : undefined)
    }
    if (refused.length > 0) return { met: false, rank: Math.max(...refused) }
    if (whole.length === 0 || whole.includes(undefined)) return undefined
    return { met: true, rank: Math.min(...(whole as number[])) }
  }
}

const ANY_HOP = ['SR 1.1 RE 2', 'SR 1.13', 'SR 1.13 RE 1', 'SR 3.2 RE 1'].map(rowId)
