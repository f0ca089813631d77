import { byText, groupBy } from '../groundwork/order.ts'
import type { Catalogs } from '../standard/catalog.ts'
import type { Fingerprint } from '../standard/identity-rows.ts'

const TITLES: Readonly<Record<string, string>> = {
  'opc-ua': 'OPC UA applications',
  dhcp: 'DHCP clients',
  ssh: 'SSH',
}

/** The documentation page of how devices are told apart: every row of the fingerprints, with what it reads and tells. */
export function fingerprintsPage({
  fingerprints,
  makes,
  ways,
}: Pick<Catalogs, 'fingerprints' | 'makes' | 'ways'>): string {
  const families = [...groupBy(fingerprints, (row) => row.family)].sort(([a], [b]) => byText(a, b))
  const sections = families.map(
    ([family, rows]) =>
      `## ${TITLES[family] ?? family[0]!.toUpperCase() + family.slice(1).replaceAll('-', ' ')}\n\n| id | reads | tells | confidence |\n| --- | --- | --- | ---: |\n${rows.map(line).join('\n')}\n`,
  )
  return `# Fingerprints

What a device says of itself is read by rows of a catalog: a row names the facts that it reads (attribute and way of learning), a pattern, and what follows from a value that fits. What follows is a fact of its own: it stands beside the one it was read from, with its frames, \`by: fingerprint:<id>\`, and no more confidence than row and source have. Nothing is overwritten, and where devices contradict themselves all of it stays. There are ${fingerprints.length} rows, ${makes.length} makes with the names under which they are known, and ${ways.length} ways of learning with the confidence of each.

## How to add a row

A row stands in \`catalogs/fingerprints/<family>.yaml\`:

\`\`\`yaml
- id: acme-switch
  reads: { description: [snmp, lldp] }
  pattern: '^Acme switch (?<model>[\\w-]+), version (?<version>\\d[\\d.]*)'
  yields: { make: Acme, product: '{model}', firmware: '{version}', role: switch }
  confidence: 0.9
  examples:
    - value: Acme switch X-8, version 2.1
      gives: { make: Acme, product: X-8, firmware: '2.1', role: switch }
  source: Description of the switches of the make, as their manual gives it.
\`\`\`

- \`reads\`: \`snmp\` stands for \`snmp.system\` and all other ways below it. Ways are those of \`catalogs/ways.yaml\`.
- \`pattern\`: a part of regular expressions whose cost stays small on any text. Begin with \`^\` or with three fixed characters; repeat single characters or classes only; what a repetition takes must not begin what follows it (one exception in a pattern that begins with \`^\`). The reader of catalogs refuses others and says why.
- \`yields\`: texts by attribute; \`{name}\` is what the group of that name took, and where it took nothing the text is left out. A make is a name of \`catalogs/makes.yaml\`, a role one of \`catalogs/roles.yaml\`.
- \`examples\`: \`gives\` is all that the whole catalog tells of the value, so that no other row can speak wrongly of it. A test runs every one.
- A program or system inside a device is \`software\` or \`os\`; \`firmware\` is only what runs the device itself.

${sections.join('\n')}`
}

function line({ id, reads, yields, confidence }: Fingerprint): string {
  const read = Object.entries(reads).map(([attribute, by]) => `${attribute} by ${by.join(', ')}`)
  const told = Object.entries(yields).map(
    ([attribute, values]) => `${attribute} ${values.map((v) => v.replaceAll('|', '\\|')).join(', ')}`,
  )
  return `| \`${id}\` | ${read.join('; ')} | ${told.join('; ')} | ${confidence} |`
}
