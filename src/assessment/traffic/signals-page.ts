import { byRequirement, requirementId } from '../../standard/requirement-id.ts'
import type { Catalogs } from '../../standard/catalog.ts'
import { effectOf } from './from-traffic.ts'
import { signals } from './signals.ts'

const MEANING: Readonly<Record<string, string>> = {
  shows: 'settles the item seen, as observed',
  supports: 'corroborates, settles nothing',
  contradicts: 'makes the item not met until a person resolves it',
  weakens: 'makes the item unknown until the owner answers',
  hint: 'is shown, has no effect',
}

/** The documentation page of what traffic says: every signal, what it looks for, and what it does to which row. */
export function signalsPage(catalogs: Pick<Catalogs, 'modes'>): string {
  const all = [...signals.values()]
  const sections = all.map((signal) => {
    const rows = signal.rows.map(({ row, side, shownOnly }) => {
      const effect = effectOf(catalogs.modes.get(requirementId(row)!), side, !shownOnly)
      return `| ${row} | ${side === 'support' ? 'for' : 'against'} | ${effect === undefined ? 'says nothing' : MEANING[effect]} |`
    })
    return `## ${signal.title}\n\n\`${signal.id}\`. ${signal.sees}\n\n| row | speaks | what one sighting does |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  })
  const spoken = [...new Set(all.flatMap((signal) => signal.rows.map(({ row }) => requirementId(row)!)))].sort(
    byRequirement,
  )
  return `# What traffic says

A capture can speak for a requirement or against it. How much that is worth is data of the row (\`passive\` in its mode), never typed in a signal. Silence says nothing; a crossing counts only when it was answered; what is seen speaks for the items seen, at the place of the tap; and nothing seen lowers what a product can do. Where only a port number says which protocol it was, the sighting is shown and has no effect.

Not looked at yet, as the inventory does not hold it: whether a crossing ran in clear between two enforcement points (SR 4.1 RE 2), what was negotiated in a handshake (SR 4.3, SR 1.8, SR 1.9), who logged in (SR 1.1), session lengths (SR 2.5, SR 2.6), and anything that needs the rhythm of traffic.

Rows spoken to: ${spoken.join(', ')}.

${sections.join('\n')}`
}
