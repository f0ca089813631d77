import type { Asset, Flow, FlowEnd, Measure } from '../../src/plant/plant.ts'
import type { Condition, ModeRow } from '../../src/standard/catalog.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'
import { rowId } from './levels-kit.ts'
import {
  all,
  type Answer,
  any,
  atLeast,
  type Place,
  ReferenceFacts,
  type Thing,
  RANKS,
} from './levels-reference-facts.ts'

/** What passes for what: items with their services, conditions and flows (LEVELS, Items and Services). */
export abstract class ReferenceThings extends ReferenceFacts {
  /** ok(i, r) with what may stand in for it. */
  passes(place: Place, thing: Thing, row: RequirementId, mode: ModeRow): Answer {
    if (this.how === 'capability') return this.capable(thing, row) ?? 'unknown'
    const standing = this.standing(thing, row)
    const services =
      mode.mayBeMetBy.length === 0 || standing === 'contradicted'
        ? []
        : this.reaching(thing, row).filter((m) => m.role === 'service')
    const served = any(
      services.map((m) => {
        const answer = all([this.elsewhere(place, m, this.serviceItself(m, thing, row)), this.bound(m, thing, row)])
        return standing === 'weakened' && answer === 'yes' ? 'unknown' : answer
      }),
    )
    return any([this.configured(thing, row, mode), served, this.compensation(thing, row)])
  }

  concerned(place: Place, asset: Asset, mode: ModeRow, human?: Answer): Answer {
    const condition = mode.when === 'boundary' ? 'yes' : (human ?? this.condition(asset, mode.when))
    if (place.kind === 'conduit' && mode.conduit === 'boundary' && !place.conduit.enforcedBy?.includes(asset.id))
      return 'no'
    if (asset.types.length === 0) return condition === 'no' ? 'no' : 'unknown'
    if (place.kind === 'conduit' && mode.conduit === 'devices' && !asset.types.includes('network-device')) return 'no'
    return asset.types.some((t) => mode.types.includes(t)) ? condition : 'no'
  }

  condition(asset: Asset, when: Condition): Answer {
    if (when === 'always') return 'yes'
    if (when === 'essential' && this.given.plant.functions.some((f) => f.assets.includes(asset.id))) return 'yes'
    if (when === 'accounts' && this.given.plant.accounts.some((a) => a.on.includes(asset.id))) return 'yes'
    const said = asset.conditions[when]
    if (said) return said
    if (when === 'radio') return asset.wireless
    return when === 'remote-sessions' && asset.remote === 'yes' ? 'yes' : 'unknown'
  }

  essential(place: Place, complete: boolean): Answer {
    const { functions, flows } = this.given.plant
    if (flows.some((f) => this.flowIn(place, f) !== 'no' && functions.some((fn) => fn.flows.includes(f.id))))
      return 'yes'
    const each = this.components(place).map((a) => this.condition(a, 'essential'))
    if (each.includes('yes')) return 'yes'
    return place.kind === 'zone' && complete && each.length > 0 && each.every((e) => e === 'no') ? 'no' : 'unknown'
  }

  zonesOf(end: FlowEnd): string[] {
    if (end.kind === 'zone') return [end.id]
    const asset = end.kind === 'asset' ? this.given.plant.assets.find((a) => a.id === end.id) : undefined
    return asset ? [...asset.zones] : []
  }

  isVague(end: FlowEnd): boolean {
    return end.kind === 'any' || (end.kind === 'asset' && !this.given.plant.assets.some((a) => a.id === end.id))
  }

  flowIn(place: Place, flow: Flow): Answer {
    if (place.kind === 'conduit') return flow.conduit === place.id ? 'yes' : 'no'
    if ([flow.from, flow.to].some((end) => this.zonesOf(end).includes(place.id))) return 'yes'
    const conduit = this.given.plant.conduits.find((c) => c.id === flow.conduit)
    const ends = [flow.from, flow.to].filter((end) => this.isVague(end))
    if (conduit) return ends.length > 0 && conduit.joins.includes(place.id as never) ? 'unknown' : 'no'
    return ends.some((end) => end.kind === 'any') ? 'unknown' : 'no'
  }

  flowCondition(place: Place, flow: Flow, when: Condition): Answer {
    if (when === 'always') return 'yes'
    if (when === 'confidential-info') return flow.confidential
    if (when === 'uses-cryptography') {
      if (flow.encrypted === 'yes') return 'yes'
      return flow.encrypted === 'no' && flow.authenticated === 'no' ? 'no' : 'unknown'
    }
    if (place.kind === 'conduit' || flow.conduit !== undefined) return 'yes'
    const [from, to] = [this.zonesOf(flow.from), this.zonesOf(flow.to)]
    if (from.length !== 1 || to.length !== 1) return 'unknown'
    return from[0] === to[0] ? 'no' : 'yes'
  }

  flowThing(flow: Flow): Thing {
    const zones = [...new Set([flow.from, flow.to].flatMap((end) => this.zonesOf(end)))]
    const ids = [
      `flow:${flow.id}`,
      ...zones.map((z) => `zone:${z}`),
      ...(flow.conduit ? [`conduit:${flow.conduit}`] : []),
    ]
    return { ids, own: [`flow:${flow.id}`], kind: undefined, zones, asset: undefined }
  }

  flowCapability(flow: Flow, row: RequirementId): Answer {
    const stated = this.capable(this.flowThing(flow), row)
    if (stated !== undefined) return stated
    const ends = [flow.from, flow.to].map((end): Answer => {
      const asset =
        end.kind === 'asset' ? this.given.plant.assets.find((a) => a.id === end.id && !a.passive) : undefined
      return asset ? (this.capable(this.thing(asset), row) ?? 'unknown') : 'unknown'
    })
    return all(ends)
  }

  serviceItself(m: Measure, thing: Thing, row: RequirementId): Answer {
    if (m.status !== 'in-place') return 'no'
    const provider = this.given.plant.assets.find((a) => a.id === m.providedBy)
    const providing = provider && this.thing(provider)
    const ranks = m.evidence.flatMap((id) => {
      const e = this.given.plant.evidence.find((x) => x.id === id)
      const strength = e && this.strength(e)
      if (!e || strength === undefined) return []
      const column = this.given.catalogs.evidenceKinds.get(e.kind)?.column ?? 'none'
      const shows = column !== 'none' && this.given.catalogs.modes.get(row)!.evidence[column] === 'shows'
      return [shows && (this.named(e, thing) || (providing && this.named(e, providing))) ? strength : 0]
    })
    const standing = providing && this.standing(providing, row)
    if (standing === 'contradicted') return 'no'
    return standing === 'weakened' ? 'unknown' : atLeast(Math.max(-1, ...ranks), this.theta)
  }

  bound(m: Measure, thing: Thing, row: RequirementId): Answer {
    return atLeast(this.best(m.boundBy, thing, row, 'in-place') ?? -1, this.theta)
  }

  elsewhere(place: Place, m: Measure, answer: Answer): Answer {
    if (m.role !== 'service') return answer
    const provider = this.given.plant.assets.find((a) => a.id === m.providedBy)
    if (!provider) return answer === 'yes' ? 'unknown' : answer
    const at = this.placesOf(provider)
    if (at.includes(`${place.kind}:${place.id}`)) return answer
    const joined = this.given.plant.conduits.some((c) => {
      const ends = [
        `conduit:${c.id}`,
        ...c.joins.filter((z) => this.given.plant.zones.some((zone) => zone.id === z)).map((z) => `zone:${z}`),
      ]
      const here = `${place.kind}:${place.id}`
      if (!ends.includes(here)) return false
      return at.some((p) => ends.includes(p))
    })
    if (!joined) return 'no'
    const island = this.row(place.kind, place.id, rowId('SR 5.2 RE 2')).answer
    return answer === 'yes' && island !== 'yes' && island !== 'na' ? 'unknown' : answer
  }

  service(
    place: Place,
    row: RequirementId,
    items: readonly { id: string; membership: Answer; thing: Thing | undefined; comp: () => Answer }[],
    flipped: string | undefined,
  ): Answer {
    const things = items.length > 0 ? items.map((i) => i.thing!) : [this.placeThing(place)]
    const services = [...new Set(things.flatMap((t) => this.reaching(t, row)).filter((m) => m.role !== 'compensation'))]
    const lenient = (i: number, answer: Answer): Answer =>
      items[i]?.membership === 'unknown' && answer === 'no' ? 'unknown' : answer
    if (this.how === 'capability') {
      const stated = this.capable(this.placeThing(place), row)
      const mirrored = [...this.given.catalogs.cr.values()].some(
        (cr) => (cr.counterpart === row && cr.match === 'exact') || cr.covers.includes(row),
      )
      const service =
        stated === 'yes' || this.statedWeakly(place, row)
          ? stated!
          : stated === 'no'
            ? 'no'
            : any([
                mirrored ? 'no' : 'unknown',
                ...services
                  .filter((m) => m.status === 'in-place')
                  .map((m) => {
                    const provider = this.given.plant.assets.find((a) => a.id === m.providedBy)
                    const cap =
                      provider && !provider.passive ? (this.capable(this.thing(provider), row) ?? 'unknown') : 'unknown'
                    return this.elsewhere(place, m, cap)
                  }),
              ])
      return all([service, ...items.map((item, i) => lenient(i, this.capable(item.thing!, row) ?? 'unknown'))])
    }
    const together =
      items.length === 0 ? 'no' : all(items.map((item, i) => (item.id === flipped ? 'yes' : lenient(i, item.comp()))))
    // Where no item is certain, only compensations that somebody has shown can stand for the row; shown too weakly for this
    // strength they leave it unknown, as the high end is the same at every strength.
    const perhapsNone = items.every((item) => item.membership === 'unknown')
    const shown =
      items.length > 0 &&
      items.every((item) => item.id === flipped || this.compensation(item.thing!, row, RANKS.claimed) === 'yes')
    const compensated = together === 'unknown' && perhapsNone && !shown ? 'no' : together
    const served = services.map((m) => {
      const itself = any(
        things
          .filter((t) => this.reaching(t, row).includes(m))
          .map((t) =>
            m.role === 'service'
              ? this.serviceItself(m, t, row)
              : m.status === 'in-place'
                ? atLeast(this.best(m.evidence, t, row, 'row') ?? -1, this.theta)
                : 'no',
          ),
      )
      const bound = items.map((item, i): Answer => {
        if (item.id === flipped) return 'yes'
        const thing = item.thing!
        const reached = this.reaching(thing, row).includes(m)
        const binding = !reached
          ? 'unknown'
          : m.role === 'service'
            ? this.bound(m, thing, row)
            : m.status === 'in-place'
              ? atLeast(this.best(m.evidence, thing, row, 'row') ?? -1, this.theta)
              : 'no'
        const standing = this.standing(thing, row)
        const shown = any([binding, this.configured(thing, row, this.given.catalogs.modes.get(row)!)])
        const limited =
          standing === 'contradicted' ? 'no' : standing === 'weakened' && shown === 'yes' ? 'unknown' : shown
        return lenient(i, any([limited, item.comp()]))
      })
      return all([this.elsewhere(place, m, itself), ...bound])
    })
    return any([compensated, ...served])
  }

  statedWeakly(place: Place, row: RequirementId): boolean {
    return this.capable(this.placeThing(place), row) === 'unknown'
  }
}
