import type { Check } from './check.ts'
import { type Example, readExamples } from './examples.ts'

/** The page of a check for `docs/checks/`, made from the check and its examples, in Markdown. */
export function checkPage(check: Check, examplesText: string): string {
  const examples = readExamples(examplesText)
  return [
    `# ${check.id}: ${check.title}`,
    `*${check.severity}* when it is so. Made from \`src/assessment/checks/${check.folder}/\`.`,
    '## Why it matters',
    check.about.trim(),
    '## What it looks at',
    bullets(check.data),
    'Without these, the answer is `unknown`, never `met`.',
    '## Clauses it speaks to',
    bullets(check.traces.map((trace) => trace.replace(/^iec-62443-([\d-]+):/, 'IEC 62443-$1, '))),
    '## It is so: not met',
    ...examples['not-met'].map((e) => shown(e, 'not met')),
    '## It is nearly so: met',
    ...examples.met.map((e) => shown(e, 'met')),
    ...(examples.unknown.length > 0 ? ['## It cannot be told: unknown'] : []),
    ...examples.unknown.map((e) => shown(e, 'unknown')),
    '',
  ].join('\n\n')
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

function shown(example: Example, verdict: string): string {
  const seen = (example.found ?? []).map((item) => `${item.message} (${item.kind})`)
  return [
    `### ${example.name}`,
    `\`\`\`yaml\n${example.plant.trimEnd()}\n\`\`\``,
    ...(seen.length > 0 ? [`Found by evidence:\n\n${bullets(seen)}`] : []),
    `${verdict}: ${example.subjects.map((id) => `\`${id}\``).join(', ')}`,
  ].join('\n\n')
}
