import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { catalogsFrom, parseCatalogTexts } from '../../src/standard/read-catalogs.ts'

const FOLDER = fileURLToPath(new URL('../../catalogs', import.meta.url))

/** The texts of all catalogs of the repository by their path under `catalogs/`. */
const catalogTexts: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => [path, readFileSync(`${FOLDER}/${path}`, 'utf8')]),
)

/** The rows of all catalogs, and what is wrong with them. */
export const catalogsRead = parseCatalogTexts(catalogTexts)

/** The catalogs of the repository, for tests. */
export const catalogs = catalogsFrom(catalogsRead.rows)
