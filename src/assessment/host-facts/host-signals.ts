import type { HostFact } from '../../inventory/inventory.ts'
import type {
  FieldTest,
  HostSignal,
  ModeRow,
  PassiveValue,
  SignalSpeaks,
  SignalWeight,
} from '../../standard/catalog.ts'
import type { EvidenceRecord } from '../../standard/evidence-record.ts'

type Effect = EvidenceRecord['effect']

/** Facts that were read on a machine begin so. */
export const READ_ON_HOST = 'host-inventory.'

/** Whether a fact is what a signal looks for; `needed` is known for ports of assets with a list of needed services. */
export function matches(signal: HostSignal, fact: HostFact, needed: 'yes' | 'no' | undefined): boolean {
  if (fact.attribute !== signal.fact) return false
  const value = plainName(fact.value)
  if (signal.values && !signal.values.includes(value)) return false
  if (signal.notValues?.includes(value)) return false
  return Object.entries(signal.where).every(([field, test]) => {
    const found = field === 'needed' ? needed : fact.fields?.[field]
    return found !== undefined && passes(test, found)
  })
}

function passes(test: FieldTest, found: string): boolean {
  if (!('below' in test) && !('above' in test)) return test.includes(found.toLowerCase())
  const number = /^-?\d+(\.\d+)?$/.test(found) ? Number(found) : Number.NaN
  return 'below' in test ? number < test.below : number > test.above
}

function plainName(value: string): string {
  return value.toLowerCase().replace(/\.(service|socket)$/, '')
}

/** The clause of a signal with the words of a fact in it. */
export function clause({ says }: HostSignal, { value, fields }: HostFact): string {
  return says.replace(/\{([\w-]+)\}/g, (_, name: string) => (name === 'value' ? value : (fields?.[name] ?? '?')))
}

const RANK: Readonly<Record<PassiveValue, number>> = { none: 0, weak: 1, partial: 2, strong: 3 }
const AGAINST: readonly (Effect | undefined)[] = [undefined, 'hint', 'weakens', 'contradicts']

/**
 * What a fact may do to a row: no more than its signal says, and no more than the row lets such evidence do. For support that
 * is the column of configurations, and at most corroboration, as one fact never shows a whole row. Against a row counts what
 * either a configuration or traffic could say: who can show that something is so can show that it is not.
 */
export function effectOf(mode: ModeRow | undefined, { side, weight }: SignalSpeaks): Effect | undefined {
  if (!mode) return undefined
  const shown = CONFIGURED[mode.evidence['configuration-file']] ?? 'none'
  if (side === 'support') {
    const rank = Math.min(RANK[weight], RANK[shown])
    return rank === 0 ? undefined : rank === 1 ? 'hint' : 'supports'
  }
  return AGAINST[Math.min(RANK[weight], Math.max(RANK[shown], RANK[mode.passive.contradict]))]
}

const CONFIGURED: Readonly<Partial<Record<ModeRow['evidence']['configuration-file'], SignalWeight>>> = {
  shows: 'strong',
  'shows-item': 'strong',
  supports: 'partial',
  hint: 'weak',
}
