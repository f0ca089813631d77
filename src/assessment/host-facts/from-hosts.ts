import type { Drift } from '../../drift/drift.ts'
import { Protocols } from '../../drift/protocols.ts'
import { canonicalJson, type Sha256 } from '../../groundwork/canonical.ts'
import { type Day, dayOf } from '../../groundwork/day.ts'
import { byText, groupBy, indexById, sortedUnique } from '../../groundwork/order.ts'
import type { HostFact, Inventory, SourceRead } from '../../inventory/inventory.ts'
import type { Asset, Plant } from '../../plant/plant.ts'
import type { Catalogs, HostSignal, SignalSpeaks } from '../../standard/catalog.ts'
import { type EvidenceRecord, evidenceRecord, type SubjectRef } from '../../standard/evidence-record.ts'
import { rowOrigins } from '../../standard/origin.ts'
import { byRequirement } from '../../standard/requirement-id.ts'
import { clause, effectOf, matches, READ_ON_HOST } from './host-signals.ts'

/** Places kept per record. */
const PLACES = 6

export interface HostFactsInput {
  readonly plant: Plant
  readonly inventory: Inventory
  readonly drift: Drift
  readonly catalogs: Pick<Catalogs, 'modes' | 'hostSignals' | 'protocols'>
}

interface Found {
  readonly signal: HostSignal
  readonly speaks: SignalSpeaks
  readonly effect: EvidenceRecord['effect']
  readonly subject: SubjectRef
  readonly asset: Asset
  readonly fact: HostFact
  readonly day: Day
}

/**
 * What inventories that were read on machines say about requirements: one record per signal, row and thing, made of all its
 * facts, in canonical order. Only facts of declared assets count, and only those of which a day is known.
 */
export function recordsFromHosts({ plant, inventory, drift, catalogs }: HostFactsInput): EvidenceRecord[] {
  const assets = indexById(plant.assets)
  const hosts = indexById(inventory.hosts)
  const sources = groupBy(inventory.sources, (source) => source.file)
  const protocols = new Protocols(catalogs.protocols)
  const signals = groupBy(catalogs.hostSignals, (signal) => signal.fact)
  const enforcers = new Set(plant.conduits.flatMap((conduit) => conduit.enforcedBy ?? []))
  const found: Found[] = []
  for (const match of drift.matches) {
    const asset = assets.get(match.asset)
    const host = hosts.get(match.host)
    if (!asset || !host) continue
    for (const fact of host.facts) {
      if (fact.manner !== 'answered' || !fact.by.startsWith(READ_ON_HOST)) continue
      const day = dayOfFact(fact, sources)
      if (day === undefined) continue
      for (const signal of signals.get(fact.attribute) ?? []) {
        if (!matches(signal, fact, neededBy(asset, fact, protocols))) continue
        for (const speaks of signal.speaks) {
          if (speaks.only === 'enforcer' && !enforcers.has(asset.id)) continue
          const effect = effectOf(catalogs.modes.get(speaks.row), speaks)
          if (effect) found.push({ signal, speaks, effect, asset, fact, day, subject: subjectOf(plant, asset, fact) })
        }
      }
    }
  }
  const groups = groupBy(found, (f) => canonicalJson([f.signal.id, f.speaks.row, f.effect, f.subject, f.asset.id]))
  return [...groups.values()]
    .map((group) => recordOf(group, sources, plant))
    .sort((a, b) => byRequirement(a.requirement, b.requirement) || byText(placeOf(a), placeOf(b)))
}

function recordOf(group: readonly Found[], sources: ReadonlyMap<string, readonly SourceRead[]>, plant: Plant) {
  const sorted = [...group].sort((a, b) => byText(orderOf(a.fact), orderOf(b.fact)))
  const { signal, speaks, effect, subject, asset, fact } = sorted[0]!
  const more = sorted.length > 1 ? `; ${sorted.length - 1} more like it` : ''
  const origins = new Map(sorted.flatMap((f) => rowOrigins(f.fact)).map((origin) => [canonicalJson(origin), origin]))
  const files = sorted.flatMap((f) => sources.get(f.fact.file) ?? [])
  return evidenceRecord({
    requirement: speaks.row,
    subject,
    effect,
    strength: 'observed',
    day: sorted.reduce((latest, f) => (f.day > latest ? f.day : latest), sorted[0]!.day),
    because: `"${asset.id}": ${clause(signal, fact)}${more}; read on the machine [${signal.id}]`,
    origins: [...origins.values()].slice(0, PLACES),
    inputs: sortedUnique([...files.map((file) => file.source), plant.hash]) as Sha256[],
  })
}

function orderOf({ value, file, line }: HostFact): string {
  return `${value}\u0000${file}\u0000${String(line ?? 0).padStart(9, '0')}`
}

function placeOf({ subject, effect, id }: EvidenceRecord): string {
  return `${subject.kind} ${subject.id} ${effect} ${id}`
}

/** The day on which a fact was so: its own, else that of its file, by its content or by what a person wrote. */
function dayOfFact({ time, file }: HostFact, sources: ReadonlyMap<string, readonly SourceRead[]>): Day | undefined {
  if (time !== undefined && time >= 0) return dayOf(time)
  const [source] = sources.get(file) ?? []
  return source?.last === undefined ? source?.vantage.taken : dayOf(source.last)
}

/** An account that the model declares on the asset under this name, else the asset itself. */
function subjectOf({ accounts }: Plant, asset: Asset, { attribute, value }: HostFact): SubjectRef {
  if (attribute === 'account' || attribute === 'password') {
    const account = accounts.find(({ id, on }) => id.toLowerCase() === value.toLowerCase() && on.includes(asset.id))
    if (account) return { kind: 'account', id: account.id }
  }
  return { kind: 'asset', id: asset.id }
}

function neededBy(asset: Asset, { attribute, value }: HostFact, protocols: Protocols): 'yes' | 'no' | undefined {
  if (attribute !== 'port' || asset.services === undefined) return undefined
  const [transport, port] = value.split('/')
  const spoken = { protocols: [], transport: transport!, port: Number(port) }
  return asset.services.some((name) => protocols.names(name, spoken)) ? 'yes' : 'no'
}
