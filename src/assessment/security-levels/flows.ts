import { overlaps } from '../../groundwork/ip.ts'
import { byKey, byText } from '../../groundwork/order.ts'
import type { Flow, FlowEnd } from '../../plant/plant.ts'
import { CERTAIN, type Classes, OUT, placesOf, POSSIBLE } from './asset-classes.ts'
import { assetOf, type Basis } from './basis.ts'
import type { Cells, Folder } from './cells.ts'
import type { Subject } from './facts.ts'
import type { Group } from './groups.ts'
import { NA, UNKNOWN } from './standing.ts'

/** The zones an end lies in for certain, and those it may lie in. */
interface End {
  readonly certain: readonly number[]
  readonly possible: readonly number[]
}

/** The flows of every place, by place in the order of flow ids: those with an end in a zone, those that a conduit carries. */
export function flowsOf(
  basis: Basis,
  classes: Classes,
  cellsOfClass: readonly Cells[],
  folder: Folder,
): readonly (readonly Group[])[] {
  const found: Group[][] = basis.places.map(() => [])
  const { plant } = basis.inputs
  const classAt = (end: FlowEnd) => (end.kind === 'asset' ? (classes.of[basis.positions.get(end.id) ?? -1] ?? -1) : -1)
  const folded = new Map<string, Cells>()
  for (const flow of [...plant.flows].sort(byKey((f) => f.id))) {
    const conduit = flow.conduit === undefined ? undefined : basis.placeOf.get(`conduit:${flow.conduit}`)
    const ends = [endOf(basis, flow.from, conduit), endOf(basis, flow.to, conduit)] as const
    const certain = new Set([...ends[0].certain, ...ends[1].certain])
    const possible = new Set([...ends[0].possible, ...ends[1].possible])
    const subject = flowSubject(basis, flow, [...certain], conduit)
    const at = [flow.from, flow.to].map(classAt)
    const cells = cellsOf(basis, subject, at, cellsOfClass, folder, folded)
    const crosses = crossing(ends, conduit)
    const add = (place: number, membership: number) =>
      found[place]!.push({
        cells: [cells],
        most: NA,
        count: 1,
        of: { kind: 'flow', flow, crosses, certain: membership, subject },
      })
    for (const zone of certain) add(zone, CERTAIN)
    for (const zone of possible) if (!certain.has(zone)) add(zone, POSSIBLE)
    if (conduit !== undefined) add(conduit, CERTAIN)
  }
  return found
}

/** Whether a condition of a mode row holds for a flow, as membership. */
export function flowConditions(flow: Flow, crosses: number, condition: string): number {
  switch (condition) {
    case 'always':
      return CERTAIN
    case 'boundary':
      return crosses
    case 'confidential-info':
      return flow.confidential === 'yes' ? CERTAIN : flow.confidential === 'no' ? OUT : POSSIBLE
    case 'uses-cryptography':
      if (flow.encrypted === 'yes') return CERTAIN
      return flow.encrypted === 'no' && flow.authenticated === 'no' ? OUT : POSSIBLE
    default:
      return POSSIBLE
  }
}

function endOf(basis: Basis, end: FlowEnd, conduit: number | undefined): End {
  switch (end.kind) {
    case 'asset': {
      const asset = assetOf(basis, end.id)
      if (!asset) return { certain: [], possible: joined(basis, conduit) }
      return { certain: placesOf(basis, asset).filter((p) => basis.places[p]!.kind === 'zone'), possible: [] }
    }
    case 'zone': {
      const zone = basis.placeOf.get(`zone:${end.id}`)
      return { certain: zone === undefined ? [] : [zone], possible: [] }
    }
    case 'network': {
      if (conduit !== undefined) return { certain: [], possible: joined(basis, conduit) }
      const possible = basis.places.flatMap((place) =>
        place.kind === 'zone' && place.zone.networks.some((network) => overlaps(network, end.prefix))
          ? [place.index]
          : [],
      )
      return { certain: [], possible }
    }
    case 'any':
      return { certain: [], possible: conduit === undefined ? zones(basis) : joined(basis, conduit) }
  }
}

function joined(basis: Basis, conduit: number | undefined): readonly number[] {
  const place = conduit === undefined ? undefined : basis.places[conduit]
  if (place?.kind !== 'conduit') return []
  return place.conduit.joins.map((id) => basis.placeOf.get(`zone:${id}`)).filter((zone) => zone !== undefined)
}

function zones(basis: Basis): readonly number[] {
  return basis.places.filter((place) => place.kind === 'zone').map((place) => place.index)
}

/** Whether a flow leaves the zone it is seen from: certainly over a conduit, not at all within one zone. */
function crossing([from, to]: readonly [End, End], conduit: number | undefined): number {
  if (conduit !== undefined) return CERTAIN
  if (from.certain.length !== 1 || to.certain.length !== 1 || from.possible.length + to.possible.length > 0)
    return POSSIBLE
  return from.certain[0] === to.certain[0] ? OUT : CERTAIN
}

function flowSubject(basis: Basis, flow: Flow, certain: readonly number[], conduit: number | undefined): Subject {
  const zones = certain.map((p) => basis.places[p]!.id).sort(byText)
  const keys = [`flow:${flow.id}`, ...zones.map((zone) => `zone:${zone}`)]
  if (conduit !== undefined) keys.push(`conduit:${flow.conduit}`)
  return { named: { keys, own: 1, assetKind: undefined, zones }, asset: undefined, types: 0 }
}

/** Flows of which nothing is said by name stand alike when places and ends do; a flow can what both of its ends can. */
function cellsOf(
  basis: Basis,
  subject: Subject,
  ends: readonly number[],
  cellsOfClass: readonly Cells[],
  folder: Folder,
  folded: Map<string, Cells>,
): Cells {
  const [own, ...classes] = subject.named.keys
  const said = [
    basis.measureScopes,
    basis.evidenceScopes,
    basis.recordScopes,
    basis.resolutionScopes,
    basis.systemScopes,
  ].some((scopes) => scopes.of(own!).length > 0)
  const key = said ? own! : `${classes.join('\u0001')}\u0000${ends.join(' ')}`
  const known = folded.get(key)
  if (known) return known
  const cells = folder.fold(subject)
  const [from, to] = ends.map((index) => (index < 0 ? undefined : cellsOfClass[index]!.cap))
  const cap = cells.cap.slice()
  for (let row = 0; row < cap.length; row++)
    if (cap[row] === UNKNOWN) cap[row] = Math.min(from?.[row] ?? UNKNOWN, to?.[row] ?? UNKNOWN)
  const { bare, comp, limit, bonds } = cells
  const made = { bare, comp, cap, limit, bonds }
  folded.set(key, made)
  return made
}
