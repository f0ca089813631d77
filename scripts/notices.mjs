// The licenses of the packages that the built files contain.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib.mjs'

/** The packages that are bundled into dist/; a test compares the list with the imports of src/ and apps/. */
export const BUNDLED = [
  '@noble/hashes',
  'commander',
  'elkjs',
  'fast-xml-parser',
  'fflate',
  'fzstd',
  'js-yaml',
  'oui-data',
  'papaparse',
  'picocolors',
  'yaml',
  'zod',
]

/** What the packages above bring along into the built files. */
const CARRIED = [
  '@nodable/entities',
  'fast-xml-builder',
  'is-unsafe',
  'path-expression-matcher',
  'strnum',
  'xml-naming',
]

export function thirdPartyNotices() {
  const parts = [...BUNDLED, ...CARRIED].map((name) => {
    const folder = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f))
    const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : license
    return `## ${name} ${version} (${license})\n\n${text}\n`
  })
  return `# Third-party packages in the built files\n\n${parts.join('\n')}`
}
