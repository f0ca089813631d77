import { readFileSync } from 'node:fs'
import type { Catalogs } from '../../src/standard/catalog.ts'
import { catalogsFrom } from '../../src/standard/read-catalogs.ts'

let loaded: Catalogs | undefined

/** The catalogs that the build has put beside the program. */
export function loadCatalogs(): Catalogs {
  loaded ??= catalogsFrom(JSON.parse(readFileSync(new URL('catalogs.json', import.meta.url), 'utf8')))
  return loaded
}
