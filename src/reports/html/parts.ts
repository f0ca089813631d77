import type { Interval } from '../../assessment/security-levels/levels.ts'
import type { SL } from '../../standard/fr.ts'
import { intervalText, standing, STANDINGS } from '../standing.ts'
import { type Html, html, type Value } from './markup.ts'
import { count } from './words.ts'

/** Small pieces that several sections are made of. */

const TONES: Readonly<Record<string, { readonly tone: string; readonly sign: string }>> = {
  met: { tone: 'ok', sign: '✓' },
  'met-by-compensation': { tone: 'ok', sign: '✓' },
  'met-while-connected': { tone: 'open', sign: '?' },
  unknown: { tone: 'open', sign: '?' },
  'not-met': { tone: 'gap', sign: '✗' },
  'not-applicable': { tone: 'quiet', sign: '–' },
  yes: { tone: 'ok', sign: '✓' },
  no: { tone: 'gap', sign: '✗' },
  error: { tone: 'gap', sign: '▲' },
  warning: { tone: 'open', sign: '▲' },
  info: { tone: 'quiet', sign: '·' },
}

/** The color and sign of a verdict, letter or severity; quiet for a word that nobody knows. */
export function tone(word: string): { readonly tone: string; readonly sign: string } {
  return Object.hasOwn(TONES, word) ? TONES[word]! : { tone: 'quiet', sign: '' }
}

/** A verdict, letter or severity as a word with a sign, colored by what it means; unknown words stay plain. */
export function badge(word: string, text = word.replaceAll('-', ' ')): Html {
  const known = tone(word)
  return html`<span class="badge ${known.tone}">${known.sign} ${text}</span>`
}

/** Letters in the words of a narrow column. */
const SHORT: Readonly<Record<string, string>> = {
  'not-applicable': 'n/a',
  'met-by-compensation': 'compensated',
  'met-while-connected': 'if connected',
}

/** A verdict or letter as a plain word with its sign. */
export function sign(word: string): Html {
  const known = tone(word)
  return html`<i class="${known.tone}">${known.sign} ${SHORT[word] ?? word.replaceAll('-', ' ')}</i>`
}

/** A level against its target: figure, sign, target, and the word for those who do not see color or sign. */
export function levelCell(target: SL, level: Interval, more = ''): Html {
  const how = standing(target, level)
  const { sign, word } = STANDINGS[how]
  return html`<span class="lv ${how}${more}"><b>${intervalText(level)}</b><small><i role="img" aria-label="${word}">${sign}</i> T${target}</small></span>`
}

/**
 * A table that scrolls inside itself where the page is narrow. `tools` lets a script add a filter and sorting; with `cards`
 * its rows become cards on a phone, where each value names its column.
 */
export function table(
  caption: string,
  head: readonly Value[],
  rows: readonly (readonly Value[])[],
  options: { readonly tools?: boolean; readonly style?: string; readonly cards?: boolean } = {},
): Html {
  const label = (i: number) => options.cards === true && html` data-l="${head[i]}"`
  const line = (cells: readonly Value[]) =>
    html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td${label(i)}>${cell}</td>`))}</tr>`
  const style = `${options.style ?? 'plain'}${options.cards === true ? ' cards-table' : ''}`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="${style}"${options.tools && html` data-tools`}><caption>${caption}</caption><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>`
}

/** What of a list is left out, and where it stands. */
export function rest(all: number, shown: number, what: string, where: string): Html | undefined {
  if (all <= shown) return undefined
  return html`<p class="rest">${count(shown)} of ${count(all)} ${what} are shown here; all of them stand in ${where}.</p>`
}

/** A sentence for a section that has nothing to show. */
export function nothing(text: string): Html {
  return html`<p class="nothing">${text}</p>`
}
