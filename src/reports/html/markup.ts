import { printable } from '../../groundwork/diagnostic.ts'

/** Text that is HTML already. Only `html` and `trusted` make it, so that nothing foreign gets in unescaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What a template may hold: texts are escaped, lists are joined, nothing is shown for `undefined` and `false`. */
export type Value = Html | string | number | undefined | false | readonly Value[]

/** A piece of a page. Every text put into it is escaped, its control and direction characters are made visible, its length is limited. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = parts[0]!
  for (let i = 0; i < values.length; i++) text += shown(values[i]) + parts[i + 1]!
  return new Html(text)
}

/** Markup of our own that no foreign text went into: style sheet, script, numbers of a path. */
export function trusted(text: string): Html {
  return new Html(text)
}

/** The escaped form of a foreign text, at most `LONGEST` characters of it. */
function escaped(text: string): string {
  return printable(text, LONGEST).replace(/[&<>"']/g, (c) => ENTITIES[c]!)
}

/** Values with something between them. */
export function joined(values: readonly Value[], between: Value): Value {
  return values.flatMap((value, i) => (i === 0 ? [value] : [between, value]))
}

/** A text as a string of a style sheet, every character that could end it written as a number (CSS Syntax 4.3.7). */
export function cssString(text: string): string {
  return `"${printable(text).replace(/[^A-Za-z0-9]/gu, (c) => `\\${c.codePointAt(0)!.toString(16)} `)}"`
}

const LONGEST = 600

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function shown(value: Value): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (value instanceof Html) return value.text
  let text = ''
  for (const one of value) text += shown(one)
  return text
}
