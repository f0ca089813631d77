import { byKey } from '../../groundwork/order.ts'
import type { Dissector } from '../dissector.ts'
import { dissectors } from './registry.ts'

/** The documentation page of every protocol that is read, and the table over all of them, as path and text. */
export function dissectorPages(): [path: string, text: string][] {
  return [['docs/protocols/README.md', coveragePage()], ...[...dissectors.values()].map(page)]
}

const CHECKED = {
  captures: 'third-party captures with truth',
  reference: 'another dissector on our trace',
  peer: 'recorded from a real protocol stack',
} as const

/** How a protocol was checked, in words; `unverified` where nothing outside our own reading speaks for it. */
function howChecked({ docs }: Dissector): string {
  return docs.checked.length === 0 ? '*unverified*' : docs.checked.map((how) => CHECKED[how]).join('; ')
}

/** Names of protocols that are read and that nothing outside our own reading speaks for. */
export function unverifiedProtocols(): ReadonlySet<string> {
  const names = new Set<string>()
  for (const dissector of dissectors.values()) {
    if (dissector.docs.checked.length > 0) continue
    names.add(dissector.id)
    for (const { code, direction, outcome } of dissector.docs.known())
      names.add(dissector.meaning(code, direction, outcome).protocol ?? dissector.id)
  }
  return names
}

function coveragePage(): string {
  const rows = [...dissectors.values()].sort(byKey((d) => d.title.toLowerCase())).map((dissector) => {
    const names = new Set([...namesOf(dissector)].map(([name]) => name))
    return `| [${dissector.title}](${dissector.id}.md) | ${whereOf(dissector)} | ${names.size} | ${howChecked(dissector)} |`
  })
  return `# Protocols\n\nWhat is read in captures, and how each reading was checked. *Unverified* means that it was written from the specification and that nothing else has read the same bytes the same way yet. The port is a hint; content decides.\n\n| protocol | usual place | kinds of message | checked by |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

function page(dissector: Dissector): [path: string, text: string] {
  const rows = new Set([...namesOf(dissector)].map(([name, title, klass]) => `| \`${name}\` | ${title} | ${klass} |`))
  const where = whereOf(dissector)
  const place = where === '' ? 'Known by content alone.' : `Usual place: ${where}; a port is a hint, content decides.`
  const text = `# ${dissector.title}\n\n${place} ${dissector.docs.about}\n\nChecked by: ${howChecked(dissector)}.\n\n| name | what it is | class |\n| --- | --- | --- |\n${[...rows].join('\n')}\n`
  return [`docs/protocols/${dissector.id}.md`, text]
}

function* namesOf(dissector: Dissector): Iterable<readonly [name: string, title: string, klass: string]> {
  for (const { code, direction, outcome } of dissector.docs.known()) {
    const { name, title, class: klass } = dissector.meaning(code, direction, outcome)
    yield [name, title, klass]
  }
}

function whereOf({ hints }: Dissector): string {
  const ports = (['tcp', 'udp'] as const).flatMap((transport) =>
    (hints[transport] ?? []).map((port) => `${transport}/${port}`),
  )
  const types = (hints.link ?? []).map((type) =>
    type < 0x10000 ? `EtherType 0x${type.toString(16).padStart(4, '0')}` : 'layer 2',
  )
  return [...new Set([...ports, ...types])].join(', ')
}
