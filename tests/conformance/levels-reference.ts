import type { Asset, Flow } from '../../src/plant/plant.ts'
import type { ModeRow } from '../../src/standard/catalog.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'
import type { Answer, Decided, Item, Place, RowAnswer, Thing, WayIn } from './levels-reference-facts.ts'
import { ReferenceWays } from './levels-reference-ways.ts'

export type { RowAnswer } from './levels-reference-facts.ts'

/**
 * The arithmetic of levels as LEVELS words it: item by item, at one strength, with yes, no and unknown. Slow and plain, and with
 * nothing of the engine in it, so that the engine can be held against it.
 */

export class Reference extends ReferenceWays {
  readonly #cache = new Map<string, Decided>()

  row(kind: string, id: string, row: RequirementId, flipped?: string): Decided {
    const key = `${kind} ${id} ${row} ${flipped ?? ''}`
    const known = this.#cache.get(key)
    if (known) return known
    const made = this.decide(this.places.find((p) => p.kind === kind && p.id === id)!, row, flipped)
    this.#cache.set(key, made)
    return made
  }

  /** Whether every component's type is known, there is one, and the ways in are known. */
  grounded(place: Place): boolean {
    const components = this.components(place)
    const ways = this.ways(place)
    const known = place.kind === 'conduit' ? ways.length > 0 : ways.length > 0 || place.zone.accessPoints !== undefined
    return components.length > 0 && components.every((a) => a.types.length > 0) && known
  }

  // --- rows

  decide(place: Place, row: RequirementId, flipped: string | undefined): Decided {
    const none = (answer: RowAnswer): Decided => ({ answer, items: [], setOpen: false })
    const mode = this.given.catalogs.modes.get(row)!
    if (this.notApplicable(place, row)) return none('na')
    if (place.kind === 'conduit' && mode.conduit === 'none') return none('na')
    const { items: things, open } = this.items(place, row, mode)
    const counted = things.filter((t) => t.membership !== 'no')
    const cap = (answer: Answer): Answer => (open && answer === 'yes' ? 'unknown' : answer)
    if (mode.mode === 'SVC') {
      if (counted.length === 0 && open) return { answer: 'unknown', items: [], setOpen: open }
      if (counted.length === 0 && mode.ifEmpty === 'na') return none('na')
      const answer = cap(this.service(place, row, counted, flipped))
      // With no certain item the set may be empty, which at the high end would make the row not applicable.
      const perhapsEmpty = counted.length > 0 && counted.every((t) => t.membership === 'unknown')
      return {
        answer: answer === 'no' && perhapsEmpty && mode.ifEmpty === 'na' ? 'unknown' : answer,
        items: [],
        setOpen: open,
      }
    }
    if (counted.length === 0) return { answer: open ? 'unknown' : 'na', items: [], setOpen: open }
    const items = counted.map((t): Item => {
      const answer = t.id === flipped ? 'yes' : t.answer()
      return { id: t.id, possible: t.membership === 'unknown', answer }
    })
    // Low counts every possible item; high leaves out those that may not be items.
    const low = items.every((i) => i.answer === 'yes')
    const high = items.every((i) => i.answer !== 'no' || i.possible)
    return { answer: cap(low ? 'yes' : high ? 'unknown' : 'no'), items, setOpen: open }
  }

  notApplicable(place: Place, row: RequirementId): boolean {
    return this.given.plant.notApplicable.some(
      (n) =>
        n.rows.includes(row) &&
        n.on.some((on) => on.kind === place.kind && on.id === place.id) &&
        n.on.every((on) => on.kind === 'zone' || on.kind === 'conduit') &&
        n.reason !== undefined &&
        n.owner !== undefined &&
        n.until !== undefined &&
        n.until >= this.given.asOf,
    )
  }

  // --- items

  items(place: Place, row: RequirementId, mode: ModeRow) {
    type Candidate = {
      id: string
      membership: Answer
      answer: () => Answer
      thing: Thing | undefined
      comp: () => Answer
    }
    const items: Candidate[] = []
    const { asOf } = this.given
    const declared = place.kind === 'zone' ? place.zone.complete : place.conduit.complete
    const complete = !!declared && declared.on <= asOf && (!declared.until || declared.until >= asOf)
    let open = false
    const addThing = (id: string, membership: Answer, thing: Thing) =>
      items.push({
        id,
        membership,
        thing,
        answer: () => this.passes(place, thing, row, mode),
        comp: () => this.compensation(thing, row),
      })
    const components = (skip: (asset: Asset) => boolean = () => false) => {
      for (const asset of this.components(place))
        if (!skip(asset)) addThing(asset.id, this.concerned(place, asset, mode), this.thing(asset))
      if (!complete) open = true
    }
    const ways = (list: readonly WayIn[], membership: (way: WayIn) => Answer) => {
      for (const way of list)
        items.push({
          id: way.id,
          membership: membership(way),
          thing: undefined,
          answer: () => this.way(place, way, row, mode),
          comp: () => 'no',
        })
    }
    const waysOpen = () => {
      if (place.kind === 'zone' ? place.zone.accessPoints === undefined : this.ways(place).length === 0) open = true
    }
    const flows = () => {
      for (const flow of this.given.plant.flows) {
        const here = this.flowIn(place, flow)
        const holds = this.flowCondition(place, flow, mode.when)
        addFlow(flow, here === 'no' || holds === 'no' ? 'no' : here === 'yes' && holds === 'yes' ? 'yes' : 'unknown')
      }
      const joining = this.given.plant.conduits.filter(
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
        thing: this.flowThing(flow),
        answer: () =>
          this.how === 'capability'
            ? this.flowCapability(flow, row)
            : this.passes(place, this.flowThing(flow), row, mode),
        comp: () => this.compensation(this.flowThing(flow), row),
      })
    switch (mode.over) {
      case 'location':
        addThing(`${place.kind}:${place.id}`, 'yes', this.placeThing(place))
        break
      case 'flow':
        flows()
        break
      case 'flow-or-store':
        flows()
        if (place.kind === 'zone') components()
        break
      case 'account': {
        const listed = (asset: Asset) => this.given.plant.accounts.filter((a) => a.on.includes(asset.id))
        components((asset) => listed(asset).length > 0)
        for (const asset of this.components(place))
          for (const account of listed(asset)) {
            const thing = this.thing(asset)
            const named = {
              ...thing,
              ids: [`account:${account.id}`, ...thing.ids],
              own: [`account:${account.id}`, ...thing.own],
            }
            addThing(
              account.id,
              this.concerned(place, asset, mode, account.human === 'unknown' ? undefined : account.human),
              named,
            )
          }
        break
      }
      case 'boundary-access-point':
        ways(this.ways(place), (way) => (way.kind === 'door' ? 'no' : 'yes'))
        waysOpen()
        break
      case 'untrusted-access-point':
        ways(this.ways(place), (way) => this.fromOutside(place, way))
        waysOpen()
        break
      case 'network-connection': {
        const counted: Answer = mode.when === 'essential' ? this.essential(place, complete) : 'yes'
        ways(
          this.ways(place).filter((w) => !['usb', 'door', 'person', 'serial'].includes(w.kind)),
          () => counted,
        )
        for (const asset of this.given.plant.assets) {
          const zones = this.placesOf(asset).filter((p) => p.startsWith('zone:'))
          const link = asset.passive
            ? asset.types.includes('network-device') && (this.placesOf(asset).length > 1 || mode.when === 'essential')
            : zones.length > 1 && place.kind === 'zone'
          if (!link || !this.placesOf(asset).includes(`${place.kind}:${place.id}`)) continue
          ways(
            [
              {
                id: asset.id,
                place: place.id,
                kind: 'network',
                beyond: undefined,
                declared: undefined,
                enforcers: asset.passive ? [] : [asset],
                keys: this.thing(asset).ids,
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
          this.ways(place).filter((w) => w.kind === 'wireless'),
          () => 'yes',
        )
        waysOpen()
        break
      case 'attach-point':
        components()
        if (mode.mode === 'ANY' && place.kind === 'zone') {
          ways(
            this.ways(place).filter((w) => w.beyond === undefined && ['usb', 'network', 'person'].includes(w.kind)),
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
}
