import type { DiagnosticKind, Severity } from '../groundwork/diagnostic.ts'
import type { Catalogs } from './catalog.ts'

/** What an explanation is about. */
export type ExplanationKind =
  | 'requirement of 3-3'
  | 'requirement of 4-2'
  | 'constraint of 4-2'
  | 'heading of 4-2'
  | 'requirement of 3-2'
  | 'foundational requirement'
  | 'security level'
  | 'term'
  | 'mode'
  | 'check'
  | 'diagnostic'
  | 'protocol'
  | 'kind of asset'
  | 'kind of evidence'

/** One line below a heading; `id` is what to ask for next, where there is more to say. */
export interface Entry {
  readonly id?: string
  readonly text: string
}

/** Everything the product can say about one thing, ready to be laid out: short facts first, then headed lists. */
export interface Explanation {
  readonly kind: ExplanationKind
  readonly id: string
  readonly title: string
  readonly says: string
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly sections: readonly { readonly title: string; readonly entries: readonly Entry[] }[]
}

/** A check as far as an explanation needs it; rooms above hand it down, because the cellar knows none of them. */
export interface CheckIndexed {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly traces: readonly string[]
  readonly data: readonly string[]
  readonly about: string
}

/** What can be explained: the catalogs, and what the rooms above say about themselves. */
export interface Explainable {
  readonly catalogs: Catalogs
  readonly checks: readonly CheckIndexed[]
  readonly diagnostics: ReadonlyMap<string, DiagnosticKind>
}

const WIDTH = 96

/** An explanation as plain text for a terminal, at most 96 columns wide, without color and without a line end. */
export function explanationText(e: Explanation): string {
  const width = Math.max(0, ...e.facts.map((f) => f.name.length)) + 2
  return [
    ...wrapped(`${e.id === e.title ? e.id : `${e.id}: ${e.title}`} [${e.kind}]`, '', ''),
    '',
    ...wrapped(e.says, '  ', '  '),
    ...(e.facts.length > 0 ? [''] : []),
    ...e.facts.flatMap((f) => wrapped(f.value, `  ${f.name.padEnd(width)}`, ' '.repeat(width + 2))),
    ...e.sections.flatMap((s) => [
      '',
      s.title,
      ...s.entries.flatMap((entry) => wrapped(entry.id ? `${entry.id}  ${entry.text}` : entry.text, '  - ', '    ')),
    ]),
  ].join('\n')
}

function wrapped(text: string, first: string, rest: string): string[] {
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = rest
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line.trimEnd()]
}
