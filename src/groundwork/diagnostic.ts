import { registry } from './order.ts'
import type { Span } from './span.ts'

export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Values that a message may name; texts are quoted when shown. */
export type Parameters = Readonly<Record<string, string | number>>

/** A place in a binary file: byte offset, and the record (from 1) where the file has records. */
export interface BinaryPlace {
  readonly file: string
  readonly offset: number
  readonly record?: number
}

/**
 * Something the user should know: a code from a closed list, parameters for its message, a place, a way out.
 * Exceptions are for faults in our own code; everything wrong with input is a diagnostic.
 */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  readonly params: Parameters
  readonly span?: Span
  readonly place?: BinaryPlace
  readonly help?: string
}

/** One row of a room's table of diagnostics. `message` names parameters in braces; `about` becomes its section in the docs. */
export interface DiagnosticKind {
  readonly severity: Severity
  readonly message: string
  readonly about: string
}

export type DiagnosticTable = Readonly<Record<string, DiagnosticKind>>

/** What a reporter may add to the parameters. */
export interface Where {
  readonly span?: Span | undefined
  readonly place?: BinaryPlace | undefined
  readonly help?: string | undefined
}

/** Makes the one function with which a room reports; its codes are those of the room's table, checked by the compiler. */
export function reporter<T extends DiagnosticTable>(table: T) {
  return (code: keyof T & string, params: Parameters = {}, where: Where = {}): Diagnostic => ({
    code,
    severity: table[code]!.severity,
    params,
    ...(where.span ? { span: where.span } : {}),
    ...(where.place ? { place: where.place } : {}),
    ...(where.help ? { help: where.help } : {}),
  })
}

/** All tables together; throws when two rooms use one code. */
export function diagnosticCatalog(tables: readonly DiagnosticTable[]): ReadonlyMap<string, DiagnosticKind> {
  return registry(tables.flatMap((table) => Object.entries(table).map(([id, kind]) => ({ id, ...kind }))))
}

/** The English sentence of a diagnostic, without its place. An unknown code is shown bare with its parameters. */
export function sentence(diagnostic: Diagnostic, catalog: ReadonlyMap<string, DiagnosticKind>): string {
  const kind = catalog.get(diagnostic.code)
  if (!kind) return `${diagnostic.code} ${JSON.stringify(diagnostic.params)}`
  return kind.message.replace(/\{([\w-]+)\}/g, (_, name: string) => {
    const value = diagnostic.params[name]
    return typeof value === 'string' ? printable(value) : String(value ?? '?')
  })
}

/** A text from a foreign file made safe to show: control and direction characters visible, at most `limit` characters. */
export function printable(text: string, limit = 200): string {
  const shown = text.slice(0, limit + 1).replace(
    // oxlint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return shown.length > limit ? `${shown.slice(0, limit - 3)}...` : shown
}
