import type { Span } from '../../groundwork/span.ts'
import type { Catalogs } from '../../standard/catalog.ts'
import type { Ternary } from '../../standard/verdict.ts'
import { flat, type SL, vector } from '../../standard/fr.ts'
import type { WrittenDeclared, WrittenTarget } from '../model/structure.ts'
import type { Declared, ProjectFiles, Site, Target } from '../plant.ts'
import type { Desk } from '../written/desk.ts'
import type { Leaf } from '../written/node.ts'
import type { Names } from './names.ts'

/** What every step from written to meant may look at. */
export interface Meaning {
  readonly catalogs: Catalogs
  readonly files: ProjectFiles
  readonly desk: Desk
  readonly names: Names
  readonly plantId: string
  readonly sites: readonly Site[]
  readonly floor: SL
  readonly rule: string
}

/** A plain span, without what a node carries besides. */
export function spanOf({ file, from, to }: Span): Span {
  return { file, from, to }
}

export function ternaryOf(leaf: Leaf<Ternary> | undefined): Ternary {
  return leaf?.value ?? 'unknown'
}

export function declaredOf(written: WrittenDeclared | undefined): Declared | undefined {
  if (!written?.by || !written.on) return undefined
  return { by: written.by.value, on: written.on.value, until: written.until?.value }
}

/** A target with the floor under it; where none is written, the floor alone. */
export function targetOf(written: WrittenTarget | undefined, meaning: Meaning): Target {
  const stated = statedLevels(written)
  const { floor } = meaning
  const byFr = written && 'at' in written ? written : undefined
  const span = written && spanOf('at' in written ? written.at : written)
  return {
    stated,
    vector: vector((fr) => Math.max(floor, stated[fr] ?? floor) as SL),
    rule: byFr?.rule?.value ?? meaning.rule,
    reason: byFr?.reason?.value,
    span,
  }
}

function statedLevels(written: WrittenTarget | undefined): Target['stated'] {
  if (!written) return {}
  if ('value' in written) return typeof written.value === 'number' ? flat(written.value) : written.value
  const { at: _, all, rule: _rule, reason: _reason, ...byFr } = written
  const named = Object.entries(byFr).map(([fr, level]) => [fr, level.value])
  return { ...(all ? flat(all.value) : {}), ...(Object.fromEntries(named) as Target['stated']) }
}

/** The path of a file as the project knows it: from the project folder, or from the folder of the text that names it. */
export function projectPath(written: Leaf<string>, files: ProjectFiles): string {
  const path = written.value.replaceAll('\\', '/').replace(/^\.\//, '')
  const beside = `${written.file.slice(0, written.file.lastIndexOf('/') + 1)}${path}`
  return !isThere(path, files) && isThere(beside, files) ? beside : path
}

function isThere(path: string, { texts, hashes }: ProjectFiles): boolean {
  return hashes.has(path) || texts.has(path)
}
