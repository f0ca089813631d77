import { canonicalJson, type Sha256 } from '../../groundwork/canonical.ts'
import { dayOf, type Micros, NO_TIME } from '../../groundwork/day.ts'
import { byKey, byText, groupBy, sortedUnique } from '../../groundwork/order.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Catalogs, ModeRow, PassiveValue } from '../../standard/catalog.ts'
import { type EvidenceRecord, evidenceRecord } from '../../standard/evidence-record.ts'
import type { FrameRef, Origin } from '../../standard/origin.ts'
import { byRequirement, type RequirementId, requirementId } from '../../standard/requirement-id.ts'
import type { Sighting, Side, Signal } from './signal.ts'
import { signals } from './signals.ts'
import { type TrafficInput, trafficView } from './view.ts'

/** Example frames kept per record. */
const FRAMES = 6

type Effect = EvidenceRecord['effect']

const EFFECTS: Readonly<Record<Side, Readonly<Record<PassiveValue, Effect | undefined>>>> = {
  support: { strong: 'shows', partial: 'supports', weak: 'hint', none: undefined },
  contradict: { strong: 'contradicts', partial: 'weakens', weak: 'hint', none: undefined },
}

/** What a sighting may do to its row by the mode of the row; at most a hint when it is not sure; nothing where traffic says nothing. */
export function effectOf(mode: ModeRow | undefined, side: Side, sure: boolean): Effect | undefined {
  const effect = mode && EFFECTS[side][mode.passive[side]]
  return effect && !sure ? 'hint' : effect
}

/**
 * What traffic says about requirements: one record per signal, row and thing, made of all its sightings, in canonical order.
 * Its day is that of the latest sighting; its inputs are the captures it was seen in and the plant it was held against.
 * Nothing here speaks of capability, and silence says nothing.
 */
export function recordsFromTraffic(input: TrafficInput): EvidenceRecord[] {
  const view = trafficView(input)
  const tap = new Taps(input.inventory)
  const records: EvidenceRecord[] = []
  for (const signal of signals.values()) {
    // What was seen at an unknown time gives no record: nobody could say whether it is still in force.
    const dated = [...signal.find(view)].filter((sighting) => sighting.last !== NO_TIME)
    const found = dated.flatMap((sighting) => judged(signal, sighting, input.catalogs) ?? [])
    const groups = groupBy(found, ({ row, effect, sighting: { subject } }) => canonicalJson([row, effect, subject]))
    for (const group of groups.values()) {
      const { row, effect } = group[0]!
      const sightings = group.map(({ sighting }) => sighting)
      const first = sightings.reduce((a, b) => (b.says < a.says ? b : a))
      const frames = firstFrames(sightings)
      const last = Math.max(...sightings.map((sighting) => sighting.last)) as Micros
      const more = sightings.length > 1 ? `; ${sightings.length - 1} more like it` : ''
      const declared = new Map(sightings.flatMap((s) => s.declared).map((origin) => [canonicalJson(origin), origin]))
      records.push(
        evidenceRecord({
          requirement: row,
          subject: first.subject,
          effect,
          strength: 'observed',
          day: dayOf(last),
          because: `${first.says}${more}${tap.text(frames)} [${signal.id}]`,
          origins: [
            ...frames.map((frame): Origin => ({ kind: 'frame', frame })),
            ...[...declared]
              .sort(byKey(([key]) => key))
              .map(([, origin]) => origin)
              .slice(0, FRAMES),
          ],
          inputs: sortedUnique([...tap.sources(sightings), input.plant.hash]) as Sha256[],
        }),
      )
    }
  }
  return records.sort((a, b) => byRequirement(a.requirement, b.requirement) || byText(placeOf(a), placeOf(b)))
}

function placeOf({ subject, effect, id }: EvidenceRecord): string {
  return `${subject.kind} ${subject.id} ${effect} ${id}`
}

interface Judged {
  readonly row: RequirementId
  readonly effect: Effect
  readonly sighting: Sighting
}

function judged(signal: Signal, sighting: Sighting, catalogs: Pick<Catalogs, 'modes'>): Judged | undefined {
  const row = requirementId(sighting.row)!
  const spoken = signal.rows.find((r) => r.row === sighting.row && r.side === (sighting.side ?? r.side))!
  const effect = effectOf(catalogs.modes.get(row), spoken.side, sighting.sure && !spoken.shownOnly)
  return effect && { row, effect, sighting }
}

function firstFrames(sightings: readonly Sighting[]): FrameRef[] {
  const frames = new Map<string, FrameRef>()
  for (const frame of sightings.flatMap((s) => s.frames)) frames.set(`${frame.source} ${frame.offset}`, frame)
  return [...frames.values()]
    .sort((a, b) => a.time - b.time || byText(a.source, b.source) || a.offset - b.offset)
    .slice(0, FRAMES)
}

/** Says where captures were taken, and which captures stand behind a file name. */
class Taps {
  readonly #byFile = new Map<string, Sha256[]>()
  readonly #names = new Map<string, string>()

  constructor({ sources }: Inventory) {
    for (const { file, source, vantage } of sources) {
      this.#byFile.set(file, [...(this.#byFile.get(file) ?? []), source])
      this.#names.set(source, vantage.tap === undefined ? file : `${file}, tap ${vantage.tap}`)
    }
  }

  text(frames: readonly FrameRef[]): string {
    const [name, ...others] = sortedUnique(frames.map((frame) => this.#names.get(frame.source) ?? frame.file))
    return name === undefined ? '' : `; seen in ${name}${others.length > 0 ? ` and ${others.length} more` : ''}`
  }

  sources(sightings: readonly Sighting[]): readonly Sha256[] {
    return sightings.flatMap((s) => [
      ...s.frames.map((frame) => frame.source),
      ...s.files.flatMap((file) => this.#byFile.get(file) ?? []),
    ])
  }
}
