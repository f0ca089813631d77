import type { Catalogs, FieldTest, HostSignal } from '../../standard/catalog.ts'
import { effectOf } from './host-signals.ts'

const MEANING: Readonly<Record<string, string>> = {
  supports: 'corroborates, settles nothing',
  contradicts: 'makes the item not met until a person resolves it',
  weakens: 'makes the item unknown until the owner answers',
  hint: 'is shown, has no effect',
}

/** The documentation page of what host inventories say: every signal, what it looks for, and what it does to which row. */
export function hostSignalsPage({ hostSignals, modes }: Pick<Catalogs, 'hostSignals' | 'modes'>): string {
  const sections = hostSignals.map((signal) => {
    const rows = signal.speaks.map((speaks) => {
      const effect = effectOf(modes.get(speaks.row), speaks)
      const does = effect === undefined ? 'says nothing' : MEANING[effect]
      const only = speaks.only === undefined ? '' : '; only on a machine that enforces a conduit'
      return `| ${speaks.row} | ${speaks.side === 'support' ? 'for' : 'against'} | ${does}${only} |`
    })
    return `## ${signal.title}\n\n\`${signal.id}\`. ${signal.sees}\n\n${lookedFor(signal)}\n\n| row | speaks | what one fact does |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `# What host inventories say

An inventory that was read on a machine can speak for a requirement or against it. Which fact speaks to which row, and how much it is worth at most, is data in \`catalogs/host-inventory/\`; the row itself lets it count for less. Support corroborates and never settles a row; what an inventory does not hold says nothing; and nothing read lowers what a product can do. Only facts of declared assets count, and only those of which a day is known. The strength of all of it is \`observed\`.

${sections.join('\n')}`
}

function lookedFor({ fact, values, notValues, where }: HostSignal): string {
  const parts = [
    `Fact \`${fact}\``,
    ...(values ? [`being ${words(values)}`] : []),
    ...(notValues ? [`not being ${words(notValues)}`] : []),
    ...Object.entries(where).map(([field, test]) => `\`${field}\` ${testText(test)}`),
  ]
  return `${parts.join(', ')}.`
}

function testText(test: FieldTest): string {
  if ('below' in test) return `below ${test.below}`
  return 'above' in test ? `above ${test.above}` : words(test)
}

function words(all: readonly string[]): string {
  return all.map((word) => `\`${word}\``).join(' or ')
}
