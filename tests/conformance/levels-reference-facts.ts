import type { LevelInputs } from '../../src/assessment/security-levels/assess-levels.ts'
import type { AccessPoint, Asset, Conduit, Evidence, Measure, Scope, Zone } from '../../src/plant/plant.ts'
import type { ComponentType, ModeRow } from '../../src/standard/catalog.ts'
import type { EvidenceRecord } from '../../src/standard/evidence-record.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'

export type Answer = 'yes' | 'no' | 'unknown'
export type RowAnswer = Answer | 'na'
export const RANKS = { claimed: 0, documented: 1, observed: 2, tested: 3 } as const
export type How = 'achieved' | 'capability'

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

export interface Thing {
  readonly ids: readonly string[]
  readonly own: readonly string[]
  readonly kind: string | undefined
  readonly zones: readonly string[]
  readonly asset: Asset | undefined
}

export type Place = { kind: 'zone'; id: string; zone: Zone } | { kind: 'conduit'; id: string; conduit: Conduit }
export interface WayIn {
  readonly id: string
  readonly place: string
  readonly kind: AccessPoint['kind']
  readonly beyond: string | undefined
  readonly declared: AccessPoint | undefined
  readonly enforcers: readonly Asset[]
  readonly keys: readonly string[]
  readonly zone: string
}

export const all = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes'
export const any = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no'
export const atLeast = (rank: number, theta: number): Answer => (rank >= theta ? 'yes' : 'unknown')

/** What is said about things: evidence, measures, records, statements (LEVELS, Facts to Compensation, SL-C). */
export abstract class ReferenceFacts {
  readonly given: LevelInputs
  readonly theta: number
  readonly how: How
  readonly places: readonly Place[]

  constructor(inputs: LevelInputs, strength: keyof typeof RANKS, how: How) {
    this.given = inputs
    this.theta = RANKS[strength]
    this.how = how
    this.places = [
      ...inputs.plant.zones.map((zone): Place => ({ kind: 'zone', id: zone.id, zone })),
      ...inputs.plant.conduits.map((conduit): Place => ({ kind: 'conduit', id: conduit.id, conduit })),
    ]
  }

  abstract row(kind: string, id: string, row: RequirementId, flipped?: string): Decided

  components(place: Place): Asset[] {
    return this.given.plant.assets.filter((a) => !a.passive && this.placesOf(a).includes(`${place.kind}:${place.id}`))
  }

  placesOf(asset: Asset): string[] {
    const enforced = this.given.plant.conduits.filter((c) => c.enforcedBy?.includes(asset.id)).map((c) => c.id)
    return [
      ...asset.zones.map((z) => `zone:${z}`),
      ...new Set([...asset.conduits, ...enforced].map((c) => `conduit:${c}`)),
    ]
  }

  thing(asset: Asset): Thing {
    const ids = [`asset:${asset.id}`, ...(asset.product ? [`product:${asset.product}`] : []), ...this.placesOf(asset)]
    return { ids, own: [`asset:${asset.id}`], kind: asset.kind, zones: asset.zones, asset }
  }

  placeThing(place: Place): Thing {
    const id = `${place.kind}:${place.id}`
    return { ids: [id], own: [id], kind: undefined, zones: place.kind === 'zone' ? [place.id] : [], asset: undefined }
  }

  names(scope: Scope, thing: Thing): 'itself' | 'class' | undefined {
    if (scope.kind === 'plant') return 'class'
    if (scope.kind === 'asset-kind')
      return scope.id === thing.kind && (scope.within.length === 0 || scope.within.some((z) => thing.zones.includes(z)))
        ? 'class'
        : undefined
    const id = `${scope.kind}:${scope.id}`
    return thing.own.includes(id) ? 'itself' : thing.ids.includes(id) ? 'class' : undefined
  }

  /** Rank of a piece of evidence at its best; undefined for nothing. */
  strength(e: Evidence): number | undefined {
    const { asOf, files, catalogs } = this.given
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

  named(e: Evidence, thing: Thing) {
    const scope: readonly Scope[] = e.scope.length > 0 ? e.scope : e.device ? [{ kind: 'asset', id: e.device }] : []
    const found = scope.map((s) => this.names(s, thing))
    return found.includes('itself') ? 'itself' : found.includes('class') ? 'class' : undefined
  }

  /** Best rank of evidence for a use; undefined when nothing is in force. */
  best(
    ids: readonly string[],
    thing: Thing,
    row: RequirementId,
    use: 'row' | 'in-place' | 'version' | 'capability' | 'system',
  ): number | undefined {
    const ranks = ids.flatMap((id) => {
      const e = this.given.plant.evidence.find((x) => x.id === id)
      const strength = e && this.strength(e)
      if (!e || strength === undefined) return []
      const named = this.named(e, thing)
      const column = this.given.catalogs.evidenceKinds.get(e.kind)?.column ?? 'none'
      const value = column === 'none' ? 'none' : this.given.catalogs.modes.get(row)!.evidence[column]
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

  reaching(thing: Thing, row: RequirementId): Measure[] {
    return this.given.plant.measures.filter((m) => {
      if (!m.rows.includes(row) || !m.on.some((s) => this.names(s, thing))) return false
      if (m.role === 'compensation') {
        const a = m.approval
        if (!a?.by || !a.on || !a.until || !a.owner || !a.reason || a.on > this.given.asOf || a.until < this.given.asOf)
          return false
      }
      return !m.until || m.until >= this.given.asOf
    })
  }

  records(thing: Thing, row: RequirementId): EvidenceRecord[] {
    return this.given.records.filter(
      (r) =>
        r.requirement === row && r.day <= this.given.asOf && thing.ids.includes(`${r.subject.kind}:${r.subject.id}`),
    )
  }

  isResolved(record: EvidenceRecord, thing: Thing, row: RequirementId): boolean {
    return this.given.plant.resolutions.some(
      (r) =>
        r.by &&
        r.date &&
        r.date <= this.given.asOf &&
        r.rows.includes(row) &&
        r.on.some((on) => thing.ids.includes(`${on.kind}:${on.id}`)) &&
        r.evidence.some((id) => {
          const date = this.given.plant.evidence.find((e) => e.id === id)?.date
          return date && date > record.day && (this.best([id], thing, row, 'row') ?? -1) >= 1
        }),
    )
  }

  standing(thing: Thing, row: RequirementId): 'contradicted' | 'weakened' | undefined {
    const open = this.records(thing, row).filter(
      (r) => (r.effect === 'contradicts' || r.effect === 'weakens') && !this.isResolved(r, thing, row),
    )
    if (open.some((r) => r.effect === 'contradicts')) return 'contradicted'
    return open.length > 0 ? 'weakened' : undefined
  }

  /** conf(i, r). */
  configured(thing: Thing, row: RequirementId, mode: ModeRow): Answer {
    const met: number[] = []
    const notMet: number[] = []
    for (const m of mode.mode === 'SVC' ? [] : this.reaching(thing, row)) {
      if (m.role !== 'direct') continue
      const best = this.best(m.evidence, thing, row, 'row')
      if (m.status !== 'in-place') notMet.push(best ?? 0)
      else if (best !== undefined) met.push(best)
    }
    for (const r of this.records(thing, row)) if (r.effect === 'shows') met.push(RANKS[r.strength])
    if (mode.evidence['product-certificate'] === 'shows-for-version') {
      const carried = this.carried(thing, row, 'version')
      if (carried?.met) met.push(carried.rank)
    }
    const standing = this.standing(thing, row)
    if (standing === 'contradicted') return 'no'
    const strongest = Math.max(-1, ...met)
    if (notMet.length > 0 && Math.max(...notMet) >= strongest) return 'no'
    if (strongest < 0 || standing === 'weakened') return 'unknown'
    return atLeast(strongest, this.theta)
  }

  compensation(thing: Thing, row: RequirementId, theta = this.theta): Answer {
    if (this.how === 'capability') return 'no'
    return any(
      this.reaching(thing, row)
        .filter((m) => m.role === 'compensation')
        .map((m) =>
          m.status === 'in-place' ? atLeast(this.best(m.evidence, thing, row, 'in-place') ?? -1, theta) : 'no',
        ),
    )
  }

  /** cap(i, r); undefined where nobody says anything. */
  capable(thing: Thing, row: RequirementId): Answer | undefined {
    const met: number[] = []
    const notMet: number[] = []
    const carried = this.carried(thing, row, 'capability')
    if (carried) (carried.met ? met : notMet).push(carried.rank)
    for (const system of this.given.plant.systems) {
      const stated = system.capability.get(row)
      if (!stated || !system.on.some((on) => thing.ids.includes(`${on.kind}:${on.id}`))) continue
      const best = this.best(stated.evidence, thing, row, 'system')
      if (stated.says === 'not-met') notMet.push(best ?? 0)
      else if (stated.says === 'met' && best !== undefined) met.push(best)
    }
    if (notMet.length > 0 && Math.max(...notMet) >= Math.max(-1, ...met)) return 'no'
    return met.length > 0 ? atLeast(Math.max(...met), this.theta) : undefined
  }

  carried(thing: Thing, row: RequirementId, use: 'capability' | 'version'): { met: boolean; rank: number } | undefined {
    const product = this.given.plant.products.find((p) => p.id === thing.asset?.product)
    if (!product) return undefined
    const types = thing.asset!.types
    const whole: (number | undefined)[] = []
    const refused: number[] = []
    for (const cr of this.given.catalogs.cr.values()) {
      const full = (cr.counterpart === row && cr.match === 'exact') || cr.covers.includes(row)
      if (!full && cr.counterpart !== row) continue
      const concerns = (t: ComponentType) => cr.appliesTo.includes(t)
      const concerned = types.length === 0 ? cr.appliesTo.length === 4 : types.some(concerns)
      if (!concerned) {
        if (types.length === 0 && full) whole.push(undefined)
        continue
      }
      const stated = product.capability.get(cr.id)
      const best = stated && this.best(stated.evidence, thing, row, use)
      if (stated?.says === 'not-met') refused.push(best ?? 0)
      const good = stated?.says === 'met' && best !== undefined && (use === 'capability' || best >= 1)
      if (full) whole.push(good ? best : undefined)
    }
    if (refused.length > 0) return { met: false, rank: Math.max(...refused) }
    if (whole.length === 0 || whole.includes(undefined)) return undefined
    return { met: true, rank: Math.min(...(whole as number[])) }
  }
}
