import { dissectors } from './registry.ts'

/** The documentation page of every protocol that is read, as path and text. */
export function dissectorPages(): [path: string, text: string][] {
  return [...dissectors.values()].map((dissector) => {
    const rows = new Set<string>()
    for (const { code, direction, outcome } of dissector.docs.known()) {
      const { name, title, class: klass } = dissector.meaning(code, direction, outcome)
      rows.add(`| \`${name}\` | ${title} | ${klass} |`)
    }
    const ports = Object.entries(dissector.hints).flatMap(([transport, list]: [string, readonly number[]]) =>
      list.map((port) => `${transport}/${port}`),
    )
    const where =
      ports.length > 0
        ? `Usual port: ${ports.join(', ')}; the port is a hint, content decides.`
        : 'Known by content alone.'
    const text = `# ${dissector.title}\n\n${where} ${dissector.docs.about}\n\n| name | what it is | class |\n| --- | --- | --- |\n${[...rows].join('\n')}\n`
    return [`docs/protocols/${dissector.id}.md`, text]
  })
}
