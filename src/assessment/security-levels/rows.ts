import {
  CONDITIONS,
  COMPONENT_TYPES,
  EVIDENCE_COLUMNS,
  type Catalogs,
  type ComponentType,
  type EvidenceColumn,
  type ModeRow,
} from '../../standard/catalog.ts'
import { FRS } from '../../standard/fr.ts'
import { byRequirement, type RequirementId, requirementId } from '../../standard/requirement-id.ts'

/** All four component types as a set of bits. */
export const ALL_TYPES = (1 << COMPONENT_TYPES.length) - 1
export const NETWORK_DEVICE = typeBits(['network-device'])

/** What a kind of evidence does for a row, as the arithmetic sees it. */
export const NOTHING = 0
export const SHOWS = 1
export const SHOWS_ITEM = 2
export const SHOWS_FOR_VERSION = 3
export const SHOWS_CAPABILITY = 4
export const SHOWS_SYSTEM_CAPABILITY = 5

/** A row of 4-2 that speaks for a row of 3-3; `full`: its answer carries over, otherwise only not-met does. */
export interface Carrier {
  readonly id: RequirementId
  readonly types: number
  readonly full: boolean
}

/** The rows of 3-3 in canonical order, by number, with everything that decides them in tables. */
export interface RowTable {
  readonly ids: readonly RequirementId[]
  readonly index: ReadonlyMap<RequirementId, number>
  readonly gates: Uint8Array
  readonly frs: Uint8Array
  readonly modes: readonly (ModeRow | undefined)[]
  readonly types: Uint8Array
  /** Rows with equal numbers count the same items. */
  readonly counting: Uint16Array
  /** Index into `CONDITIONS`. */
  readonly when: Uint8Array
  /** Per evidence column what it does for each row. */
  readonly values: Readonly<Record<EvidenceColumn, Uint8Array>>
  readonly carriers: readonly (readonly Carrier[])[]
  /** Rows that no component row of 4-2 speaks for whole. */
  readonly systemOnly: Uint8Array
  /** For each row of 4-2 the rows of 3-3 that it speaks for. */
  readonly carriedBy: ReadonlyMap<RequirementId, readonly number[]>
  /** Island mode: the row that decides whether a zone may count on a service elsewhere. */
  readonly island: number
  /** By row, whether an enforcer on any hop of the way from outside counts (`inner_zones` of the modes). */
  readonly onAnyHop: Uint8Array
}

const ON_ANY_HOP = ['SR 1.1 RE 2', 'SR 1.13', 'SR 1.13 RE 1', 'SR 3.2 RE 1']

/** Makes the tables; rows of the catalog without a mode stay in and are never decided. */
export function rowTable(catalogs: Catalogs): RowTable {
  const ids = [...catalogs.sr.keys()].sort(byRequirement)
  const index = new Map(ids.map((id, i) => [id, i]))
  const modes = ids.map((id) => catalogs.modes.get(id))
  const carriers: Carrier[][] = ids.map(() => [])
  const carriedBy = new Map<RequirementId, number[]>()
  for (const cr of [...catalogs.cr.values()].sort((a, b) => byRequirement(a.id, b.id))) {
    const rows = new Map<number, boolean>()
    const counterpart = cr.counterpart === undefined ? undefined : index.get(cr.counterpart)
    if (counterpart !== undefined) rows.set(counterpart, cr.match === 'exact')
    for (const covered of cr.covers) {
      const row = index.get(covered)
      if (row !== undefined) rows.set(row, true)
    }
    for (const [row, full] of rows) carriers[row]!.push({ id: cr.id, types: typeBits(cr.appliesTo), full })
    carriedBy.set(cr.id, [...rows.keys()])
  }
  const at = (id: string) => index.get(requirementId(id)!)
  return {
    ids,
    index,
    gates: Uint8Array.from(ids, (id) => catalogs.sr.get(id)!.from),
    frs: Uint8Array.from(ids, (id) => FRS.indexOf(catalogs.sr.get(id)!.fr)),
    modes,
    types: Uint8Array.from(modes, (mode) => (mode ? typeBits(mode.types) : 0)),
    counting: countingOf(modes),
    when: Uint8Array.from(modes, (mode) => (mode ? CONDITIONS.indexOf(mode.when) : 0)),
    values: Object.fromEntries(
      EVIDENCE_COLUMNS.map((column) => [column, Uint8Array.from(modes, (mode) => valueOf(mode, column))]),
    ) as Record<EvidenceColumn, Uint8Array>,
    carriers,
    systemOnly: Uint8Array.from(carriers, (of) => (of.some((carrier) => carrier.full) ? 0 : 1)),
    carriedBy,
    island: at('SR 5.2 RE 2') ?? -1,
    onAnyHop: Uint8Array.from(ids, (id) => (ON_ANY_HOP.includes(id) ? 1 : 0)),
  }
}

/** Component types as a set of bits; 0 is unknown. */
export function typeBits(types: readonly ComponentType[]): number {
  let bits = 0
  for (const type of types) bits |= 1 << COMPONENT_TYPES.indexOf(type)
  return bits
}

function countingOf(modes: readonly (ModeRow | undefined)[]): Uint16Array {
  const numbers = new Map<string, number>()
  return Uint16Array.from(modes, (mode) => {
    const key = mode ? [mode.over, mode.when, mode.conduit, mode.mode, typeBits(mode.types)].join(' ') : ''
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    return numbers.get(key)!
  })
}

function valueOf(mode: ModeRow | undefined, column: EvidenceColumn): number {
  switch (mode?.evidence[column]) {
    case 'shows':
      return SHOWS
    case 'shows-item':
      return SHOWS_ITEM
    case 'shows-for-version':
      return SHOWS_FOR_VERSION
    case 'capability':
      return SHOWS_CAPABILITY
    case 'system-capability':
      return SHOWS_SYSTEM_CAPABILITY
    default:
      return NOTHING
  }
}
