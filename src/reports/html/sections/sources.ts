import { byText } from '../../../groundwork/order.ts'
import type { SystemRequirement } from '../../../standard/catalog.ts'
import { frameName } from '../../../standard/origin.ts'
import { byRequirement } from '../../../standard/requirement-id.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html, joined, type Value } from '../markup.ts'
import { nothing, rest, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

/** Everything the figures were made from, under its hash; frames that are cited; and how sure the catalog is of the rows shown. */
export function sources(view: View): Section {
  return {
    id: 'sources',
    title: 'Sources and exhibits',
    body: html`${files(view)}<h3>Exhibits</h3>${exhibits(view)}<h3>How sure the catalog is</h3>${catalog(view)}`,
  }
}

function files(view: View): Html {
  const { plant, inventory } = view.assessed
  const all = [
    { name: 'the plant model, all its texts', hash: String(plant.hash), what: '' },
    ...inventory.sources.map((one) => ({
      name: one.file,
      hash: String(one.source),
      what: `${one.reader}, ${one.manner}, ${count(one.bytes)} bytes`,
    })),
    ...[...view.options.hashes].map(([name, hash]) => ({ name, hash: String(hash), what: '' })),
  ]
  const known = new Set<string>()
  const distinct = all.filter(({ name, hash }) => !known.has(`${name} ${hash}`) && known.add(`${name} ${hash}`))
  const shown = distinct.slice(0, LIMITS.sources)
  const rows = shown.map((one): Value[] => [one.name, one.what, html`<code class="hash">${one.hash}</code>`])
  return html`${table('Sources with their SHA-256', ['File', 'Read as', 'SHA-256'], rows, { style: 'files', cards: true })}${rest(distinct.length, shown.length, 'files', 'sources.csv and in the folder itself')}`
}

function exhibits(view: View): Html {
  const all = view.assessed.exhibits
  if (all.length === 0) return nothing('No frame is cited.')
  const list = view.exhibits.map(
    (one, i) =>
      html`<details class="exhibit"><summary>${one.file}, ${frameName(one)} <span class="muted">${one.time}, taken at ${one.vantage}</span></summary><div class="inner" id="x${i}"><pre tabindex="0" aria-label="Bytes of the frame">${hexDump(one.bytes)}</pre><p class="fine">${one.bytes.length / 2 < one.length && html`The first ${one.bytes.length / 2} of ${count(one.length)} bytes. `}Exhibit <code class="hash">${one.hash}</code> of source <code class="hash">${one.source}</code></p></div></details>`,
  )
  return html`<details class="more-list"><summary>${plural(all.length, 'frame')} that something here cites</summary>${list}</details>${rest(all.length, view.exhibits.length, 'exhibits', 'the folder exhibits')}`
}

/** Sixteen bytes a line with their offset and, where printable, their characters. */
function hexDump(hex: string): Html {
  const lines: Html[] = []
  for (let at = 0; at < hex.length && at < 1024; at += 32) {
    const bytes = hex.slice(at, at + 32).match(/[0-9a-fA-F]{2}/g) ?? []
    const text = bytes.map((byte) => {
      const code = Number.parseInt(byte, 16)
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.'
    })
    const offset = (at / 2).toString(16).padStart(4, '0')
    lines.push(html`${offset}  ${bytes.join(' ').padEnd(48)} ${text.join('')}
`)
  }
  return html`${lines}`
}

function catalog(view: View): Html {
  const { catalogs, levels } = view.assessed
  const used = new Set(levels.subjects.flatMap((subject) => subject.binding.documented.map((one) => one.row)))
  const rows = [...used]
    .flatMap((id) => catalogs.sr.get(id) ?? [])
    .filter((row) => row.confidence !== 'high' || row.disputed.length > 0)
    .sort((a, b) => byRequirement(a.id, b.id))
  if (rows.length === 0) return nothing('Every row that holds a level down here is one on which public sources agree.')
  return html`<p>Rows that hold a level down here and of which the catalog is not wholly sure, or on which public sources disagree.</p>${table('Rows with doubts', ['Row', 'Confidence', 'Disputed'], rows.map(doubt))}`
}

function doubt(row: SystemRequirement): Value[] {
  const disputes = row.disputed.map((one) => {
    const readings = [...one.readings]
      .sort((a, b) => byText(String(a.value), String(b.value)))
      .map((reading) => html`${reading.value} (${joined(reading.heldBy.slice(0, 4), ', ')})`)
    return html`<div>${one.field}: ${joined(readings, ' or ')}; taken is ${one.taken}, as ${one.why}</div>`
  })
  return [html`<span class="req">${row.id}</span> ${row.title}`, row.confidence, disputes]
}
