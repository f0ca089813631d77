import { type Diagnostic, type DiagnosticKind, printable, sentence } from './diagnostic.ts'
import { LineIndex } from './span.ts'

const WIDTH = 110

/**
 * A diagnostic as people read it: sentence, `file:line:column`, the line, carets below the span, and the way out.
 * `texts` holds the files that spans point into; a span into a file that is not there is shown as an offset.
 */
export function codeFrame(
  diagnostic: Diagnostic,
  texts: ReadonlyMap<string, string>,
  catalog: ReadonlyMap<string, DiagnosticKind>,
): string {
  const head = `${diagnostic.severity} ${diagnostic.code}: ${sentence(diagnostic, catalog)}`
  const tail = diagnostic.help ? [`  = ${diagnostic.help}`] : []
  if (diagnostic.place) {
    const { file, offset, record } = diagnostic.place
    return [head, `${file}${record === undefined ? '' : `, record ${record}`}, byte ${offset}`, ...tail].join('\n')
  }
  const { span } = diagnostic
  if (!span) return [head, ...tail].join('\n')
  const text = texts.get(span.file)
  if (text === undefined) return [head, `${span.file}, offset ${span.from}`, ...tail].join('\n')
  const lines = new LineIndex(text)
  const { line, column } = lines.at(span.from)
  const full = lines.line(line)
  const first = Math.max(0, Math.min(column - 1 - WIDTH / 2, full.length - WIDTH))
  const shown = printableLine(full.slice(first, first + WIDTH))
  const label = String(line)
  const before = printableLine(full.slice(first, column - 1)).length
  const width = Math.max(1, Math.min(span.to - span.from, full.length - column + 1, WIDTH - before))
  const carets = `${' '.repeat(label.length)} | ${' '.repeat(before)}${'^'.repeat(width)}`
  return [
    head,
    `${span.file}:${line}:${column}`,
    `${label} | ${shown}`,
    diagnostic.help ? `${carets} ${diagnostic.help}` : carets,
  ].join('\n')
}

function printableLine(text: string): string {
  return printable(text.replace(/\t/g, ' '))
}
