import { sha256Of } from '../../groundwork/canonical.ts'
import type { Assessed } from '../result.ts'
import { cssString, type Html, html, trusted } from './markup.ts'
import { SCRIPT } from './script.ts'
import { coverage } from './sections/coverage.ts'
import { drawing } from './sections/drawing.ts'
import { drift } from './sections/drift.ts'
import { evidence } from './sections/evidence.ts'
import { findings } from './sections/findings.ts'
import { gaps } from './sections/gaps.ts'
import { inventory } from './sections/inventory.ts'
import { levels } from './sections/levels.ts'
import { matrix } from './sections/matrix.ts'
import { sources } from './sections/sources.ts'
import { subjects } from './sections/subjects.ts'
import { summary } from './sections/summary.ts'
import { STYLE } from './style.ts'
import { type HtmlReportOptions, type Section, type View, viewOf } from './view.ts'

/**
 * The report as one HTML file: no request leaves it, it can be read without scripts, on a phone and on paper.
 * Equal input gives equal bytes; the layout must be deterministic for that.
 */
export async function htmlReport(assessed: Assessed, options: HtmlReportOptions): Promise<string> {
  const view = viewOf(assessed, options)
  const detail = subjects(view)
  const sections = [
    summary(view),
    await drawing(view),
    levels(view),
    gaps(view),
    drift(view),
    findings(view),
    detail,
    inventory(view),
    matrix(view),
    evidence(view),
    coverage(view),
    sources(view),
  ]
  return page(view, sections).text
}

function page(view: View, sections: readonly Section[]): Html {
  const { plant, asOf } = view.assessed
  const { generator } = view.options
  const title = view.options.title ?? `${plant.name}: security levels`
  const facts: [string, string | undefined][] = [
    ['Plant', plant.id],
    ['Entity', plant.entity],
    ['Sector', plant.sector],
    ['As of', asOf],
    ['Model', plant.hash.slice(0, 12)],
    ['Made by', generator],
  ]
  const running = `@page{@top-left{content:${cssString(plant.name)}}@top-right{content:${cssString(plant.classification.toUpperCase())}}@bottom-left{content:${cssString(`as of ${asOf}, ${generator}`)}}}`
  const themes = ['auto', 'light', 'dark'].map(
    (theme) =>
      html`<label><input type="radio" name="theme" id="theme-${theme}"${theme === 'auto' && html` checked`}> ${theme}</label>`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${generator}">
<title>${title} (${plant.classification})</title>
<style>${trusted(STYLE)}${trusted(running)}</style>
</head>
<body>
<a class="skip" href="#summary">Skip to the answer</a>
<header class="top"><div class="line"><span class="class">${plant.classification}</span><fieldset class="choice theme"><legend class="vh">Colors</legend>${themes}</fieldset>
  </div>
  <h1>${title}</h1>
  <p class="sub">IEC 62443-3-3: levels targeted, possible and reached, with the evidence behind them</p>
  <dl class="facts">${facts.map(([name, value]) => value !== undefined && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
  </header>
<div class="frame">
<nav aria-label="Contents"><ol>${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ol></nav>
<main>
${sections.map(
  (
    section,
  ) => html`<section id="${section.id}" aria-labelledby="${section.id}-title"><h2 id="${section.id}-title">${section.title}</h2>${section.body}</section>
`,
)}</main>
</div>
<footer><p><span class="class">${plant.classification}</span> ${plant.name}, as of ${asOf}, model <code>${plant.hash.slice(0, 12)}</code>, made by ${generator}. Nothing on this page was fetched from anywhere, and nothing leaves it.</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`
}

/** No request at all; our one script by its hash; styles inside the file. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${base64(sha256Of(SCRIPT))}'; img-src data:; base-uri 'none'; form-action 'none'`

function base64(hex: string): string {
  return btoa((hex.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(''))
}
