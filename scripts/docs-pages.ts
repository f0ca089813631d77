import { checkPage } from '../src/assessment/checks/page.ts'
import { hostSignalsPage } from '../src/assessment/host-facts/host-signals-page.ts'
import { checks } from '../src/assessment/checks/registry.ts'
import { signalsPage } from '../src/assessment/traffic/signals-page.ts'
import { dissectorPages } from '../src/evidence/dissectors/pages.ts'
import { byText } from '../src/groundwork/order.ts'
import { diagnosticTables } from '../src/diagnostics.ts'
import { fingerprintsPage } from '../src/inventory/fingerprints-page.ts'
import { assessmentJsonSchema } from '../src/reports/json/assessment-schema.ts'
import { plantSchema } from '../src/plant/schema.ts'
import type { Catalogs } from '../src/standard/catalog.ts'
import { FLOORS } from '../tests/house-rules/floors.ts'

/** Every generated page as path → text; `examples` reads a file of the repository. */
export function pages(catalogs: Catalogs, examples: (path: string) => string): Map<string, string> {
  const made = new Map<string, string>()
  made.set('docs/diagnostics.md', diagnosticsPage())
  made.set('docs/pictures/floors.svg', floorsPicture())
  made.set('docs/schemas/assessment.schema.json', `${JSON.stringify(assessmentJsonSchema(), null, 2)}\n`)
  made.set('docs/schemas/plant.schema.json', `${JSON.stringify(plantSchema(catalogs), null, 2)}\n`)
  made.set('docs/traffic.md', signalsPage(catalogs))
  made.set('docs/host-inventories.md', hostSignalsPage(catalogs))
  made.set('docs/fingerprints.md', fingerprintsPage(catalogs))
  for (const [path, text] of dissectorPages()) made.set(path, text)
  for (const check of checks)
    made.set(
      `docs/checks/${check.folder}.md`,
      checkPage(check, examples(`src/assessment/checks/${check.folder}/examples.yaml`)),
    )
  return made
}

function diagnosticsPage(): string {
  const all = diagnosticTables.flatMap((table) => Object.entries(table))
  const sections = all
    .sort(([a], [b]) => byText(a, b))
    .map(([code, kind]) => `## ${code}\n\n*${kind.severity}*: ${kind.message}\n\n${kind.about.trim()}\n`)
  return `# Diagnostics\n\nEvery code that Cofferdam reports, what it means and the way out. \`cofferdam explain <code>\` prints the same.\n\n${sections.join('\n')}`
}

/** The house as a picture: floors from the roof down, rooms as boxes. */
function floorsPicture(): string {
  const [row, left, width] = [64, 150, 900]
  const floors = [...FLOORS].reverse()
  const box = (x: number, y: number, w: number, label: string) =>
    `<rect x="${x}" y="${y}" width="${w}" height="34" rx="5" fill="#eaf1f8" stroke="#35618c"/><text x="${x + w / 2}" y="${y + 22}" text-anchor="middle">${label}</text>`
  const lines = floors.map((floor, i) => {
    const y = 10 + i * row
    const w = Math.min(170, (width - 20) / floor.rooms.length - 12)
    const rooms = floor.rooms.map((room, j) => box(left + 12 + j * (w + 12), y + 6, w, room)).join('')
    return `<rect x="${left}" y="${y}" width="${width}" height="${row - 6}" fill="#fff" stroke="#9db4c9"/><text x="${left - 10}" y="${y + 27}" text-anchor="end" font-weight="600">${floor.name}</text>${rooms}<text x="${left + 14}" y="${y + 53}" font-size="10.5" fill="#51606e">${floor.knows}</text>`
  })
  const height = floors.length * row + 20
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 10} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img"><title>The floors of the house: a room looks only into rooms below</title><rect width="100%" height="100%" fill="#f7fafc"/>${lines.join('')}</svg>\n`
}
