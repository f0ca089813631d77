import { understand } from '../../src/plant/understand.ts'
import { readPlant } from '../../src/plant/written/read-plant.ts'
import { catalogs } from './catalogs.ts'

/** Reads and understands the texts of a plant; `found` is each diagnostic as code, the text at its place, and its way out. */
export function project(texts: Readonly<Record<string, string>>, hashes: readonly string[] = []) {
  const files = {
    texts: new Map(Object.entries(texts)),
    hashes: new Map(hashes.map((path) => [path, '0'.repeat(64) as never])),
  }
  const { written, diagnostics } = readPlant(files)
  const understood = understand(written, { catalogs, files })
  const all = [...diagnostics, ...understood.diagnostics]
  const found = all.map(({ code, span, help }) => {
    const at = span && files.texts.get(span.file)?.slice(span.from, span.to)
    return help === undefined ? [code, at] : [code, at, help]
  })
  return { plant: understood.plant, found, all, files }
}
