import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of third-party captures, catalogs and examples that stay outside the repository. The only place that names it. */
export const CORPUS = process.env['COFFERDAM_CORPUS'] ?? fileURLToPath(new URL('../../../shared', import.meta.url))

/** Whether that folder is there. */
export function hasCorpus(): boolean {
  return existsSync(`${CORPUS}/captures`) && existsSync(`${CORPUS}/catalogs`)
}
