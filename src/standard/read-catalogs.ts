import { isAlias, isCollection, isNode, isScalar, parseDocument, visit, type YAMLMap } from 'yaml'
import type { z } from 'zod'
import { type Diagnostic, reporter } from '../groundwork/diagnostic.ts'
import { didYouMean } from '../groundwork/near.ts'
import { byKey, byText, indexById } from '../groundwork/order.ts'
import type { Span } from '../groundwork/span.ts'
import { tooDeepAt } from '../groundwork/yaml-depth.ts'
import type { Catalogs, CatalogRows } from './catalog.ts'
import { catalogFiles } from './catalog-files.ts'
import { standardDiagnostics } from './diagnostics.ts'
import { byRequirement } from './requirement-id.ts'

const MAX_CHARACTERS = 4_000_000
const MAX_DEPTH = 60
const MAX_REPORTED = 50
const report = reporter(standardDiagnostics)

/**
 * Reads the texts of catalogs, keyed by their path under `catalogs/` with `/`, into plain rows in canonical order.
 * Everything wrong is a diagnostic with its place; a file with an error gives no rows at all.
 */
export function parseCatalogTexts(texts: ReadonlyMap<string, string>): {
  readonly rows: CatalogRows
  readonly diagnostics: readonly Diagnostic[]
} {
  const diagnostics: Diagnostic[] = []
  const collected = emptyRows()
  for (const path of [...texts.keys()].sort(byText)) {
    const kind = catalogFiles.find((file) => file.at.test(path))
    if (!kind) {
      diagnostics.push(report('CATALOG_FILE_UNKNOWN', { path }, { span: { file: path, from: 0, to: 0 } }))
      continue
    }
    const content = readYaml(path, texts.get(path)!, kind.shape, diagnostics)
    if (content === undefined) continue
    const rows = kind.rows(content, path)
    for (const [list, values] of Object.entries(rows)) {
      for (const value of values) (collected[list as keyof CatalogRows] as unknown[]).push(value)
    }
  }
  const rows = inOrder(collected)
  diagnostics.push(...contradictions(rows))
  return { rows, diagnostics }
}

/** Makes the lookups of rows; fast, so that a build can carry the rows as JSON. Of two rows with one id the first is taken. */
export function catalogsFrom(rows: CatalogRows): Catalogs {
  const protocolIds = new Map<string, string>()
  for (const p of rows.protocols) {
    for (const name of [p.id, ...p.aliases].map((n) => n.toLowerCase())) {
      if (!protocolIds.has(name)) protocolIds.set(name, p.id)
    }
  }
  return {
    parts: rows.parts,
    terms: rows.terms,
    words: rows.words,
    sr: indexById(rows.sr),
    cr: indexById(rows.cr),
    ccsc: indexById(rows.ccsc),
    zcr: indexById(rows.zcr),
    modes: indexById(rows.modes),
    assetKinds: indexById(rows.assetKinds),
    evidenceKinds: indexById(rows.evidenceKinds),
    protocols: indexById(rows.protocols),
    hostSignals: rows.hostSignals,
    protocolIds,
    fingerprints: rows.fingerprints,
    makes: rows.makes,
    ways: rows.ways,
    roles: rows.roles,
    protocolRoles: rows.protocolRoles,
    securityLevels: rows.securityLevels,
    foundationalRequirements: new Map(rows.foundationalRequirements.map((f) => [f.code, f])),
    systemConstraints: rows.systemConstraints,
    componentTypes: rows.componentTypes,
    headings: indexById(rows.headings),
    assessment: rows.assessment[0],
    modeRules: rows.modeRules[0],
  }
}

function emptyRows(): CatalogRows {
  return {
    parts: [],
    terms: [],
    words: [],
    sr: [],
    cr: [],
    ccsc: [],
    zcr: [],
    modes: [],
    assetKinds: [],
    evidenceKinds: [],
    protocols: [],
    hostSignals: [],
    fingerprints: [],
    makes: [],
    ways: [],
    roles: [],
    protocolRoles: [],
    securityLevels: [],
    foundationalRequirements: [],
    systemConstraints: [],
    componentTypes: [],
    headings: [],
    assessment: [],
    modeRules: [],
  }
}

// Rows that stand in several files are put in the order of the standard; lists that one file holds keep that file's order.
function inOrder(rows: CatalogRows): CatalogRows {
  const byId = <T extends { readonly id: CatalogRows['sr'][number]['id'] }>(list: readonly T[]) =>
    [...list].sort((a, b) => byRequirement(a.id, b.id))
  return {
    ...rows,
    sr: byId(rows.sr),
    cr: byId(rows.cr),
    zcr: byId(rows.zcr),
    modes: byId(rows.modes),
    protocols: [...rows.protocols].sort(byKey((p) => p.id)),
  }
}

function readYaml(path: string, text: string, shape: z.ZodType, diagnostics: Diagnostic[]): unknown {
  const whole: Span = { file: path, from: 0, to: 0 }
  if (text.length > MAX_CHARACTERS) {
    diagnostics.push(report('CATALOG_TOO_LARGE', { size: text.length, limit: MAX_CHARACTERS }, { span: whole }))
    return undefined
  }
  const deep = tooDeepAt(text, MAX_DEPTH)
  if (deep !== undefined) {
    const span = { file: path, from: deep, to: deep + 1 }
    diagnostics.push(report('CATALOG_TOO_DEEP', { limit: MAX_DEPTH }, { span }))
    return undefined
  }
  const found: Diagnostic[] = []
  const syntax = (reason: string, span: Span) => found.push(report('CATALOG_SYNTAX', { reason }, { span }))
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  for (const error of document.errors) syntax(error.message, { file: path, from: error.pos[0], to: error.pos[1] })
  visit(document, {
    Map(_, map) {
      for (const key of repeatedKeys(map)) syntax('this key stands twice in one map', spanOf(path, key) ?? whole)
      for (const { key } of map.items) if (!isScalar(key)) syntax('a key is one word here', spanOf(path, key) ?? whole)
    },
    Alias: (_, alias) => void syntax('catalogs use no aliases', spanOf(path, alias) ?? whole),
  })
  if (found.length > 0) {
    diagnostics.push(...found.slice(0, MAX_REPORTED))
    return undefined
  }
  const read = shape.safeParse(document.toJS())
  if (read.success) return read.data
  const wrong = read.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ at: [...issue.path, key], reason: `"${key}" is no field here` }))
      : [{ at: issue.path, reason: issue.message }],
  )
  for (const { at, reason } of wrong.slice(0, MAX_REPORTED)) {
    const where = at.map(String).join('.') || 'the file'
    const span = spanOf(path, deepestNode(document, at)) ?? whole
    diagnostics.push(report('CATALOG_SHAPE', { where, reason }, { span }))
  }
  if (wrong.length > MAX_REPORTED) {
    const reason = `${wrong.length - MAX_REPORTED} more places are wrong`
    diagnostics.push(report('CATALOG_SHAPE', { where: path, reason }, { span: whole }))
  }
  return undefined
}

// The node at a path, or the nearest one above it where the path leads to something missing.
function deepestNode(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): unknown {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (node !== undefined) return node
  }
  return document.contents
}

function spanOf(file: string, node: unknown): Span | undefined {
  if (!isNode(node) || !node.range) return undefined
  const [from, to] = node.range
  return { file, from, to: isCollection(node) || isAlias(node) ? Math.min(to, from + 1) : to }
}

// The parser compares every key of a map with every other; a set takes one look at each.
function repeatedKeys(map: YAMLMap): unknown[] {
  const seen = new Set<unknown>()
  return map.items.flatMap(({ key }) => {
    const value = isScalar(key) ? key.value : key
    if (seen.has(value)) return [key]
    seen.add(value)
    return []
  })
}

function contradictions(rows: CatalogRows): Diagnostic[] {
  const found: Diagnostic[] = []
  const lists: Record<string, readonly string[]> = {
    terms: rows.terms.map((t) => t.key),
    words: rows.words.map((w) => w.key),
    'rows of 3-3': rows.sr.map((r) => r.id),
    'rows of 4-2': [...rows.cr, ...rows.ccsc, ...rows.headings].map((r) => r.id),
    'rows of 3-2': rows.zcr.map((r) => r.id),
    'mode rows': rows.modes.map((r) => r.id),
    'kinds of assets': rows.assetKinds.map((k) => k.id),
    'kinds of evidence': rows.evidenceKinds.map((k) => k.id),
    protocols: rows.protocols.flatMap((p) => [p.id, ...p.aliases]),
    'signals of host inventories': rows.hostSignals.map((s) => s.id),
    fingerprints: rows.fingerprints.map((f) => f.id),
    makes: rows.makes.flatMap((m) => [m.name, ...m.aliases]),
    'ways of learning': rows.ways.map((w) => w.way),
    roles: rows.roles.map((r) => r.id),
  }
  for (const [list, ids] of Object.entries(lists)) {
    const seen = new Set<string>()
    for (const id of ids) {
      const key = id.toLowerCase()
      if (seen.has(key)) found.push(report('CATALOG_REPEATED_ID', { id, list }))
      seen.add(key)
    }
  }
  const system = new Set<string>(rows.sr.map((r) => r.id))
  const component = new Set<string>(rows.cr.map((r) => r.id))
  const refer = (id: string, field: string, names: readonly (string | undefined)[], known: ReadonlySet<string>) => {
    for (const name of names) {
      if (name === undefined || known.has(name)) continue
      found.push(report('CATALOG_UNKNOWN_REFERENCE', { id, field, names: name }, { help: didYouMean(name, known) }))
    }
  }
  for (const m of rows.modes) {
    refer(m.id, 'row', [m.id], system)
    refer(m.id, 'presupposes', m.presupposes, system)
  }
  for (const c of rows.cr) {
    refer(c.id, 'derives-from', [c.derivesFrom], system)
    refer(c.id, 'counterpart', [c.counterpart], system)
    refer(c.id, 'covers', c.covers, system)
    refer(c.id, 'related', c.related, system)
  }
  for (const s of rows.hostSignals) {
    const named = s.speaks.map(({ row }) => row)
    refer(s.id, 'speaks', named, system)
  }
  const makes = new Set(rows.makes.map((m) => m.name))
  const roles = new Set(rows.roles.map((r) => r.id))
  for (const f of rows.fingerprints) {
    const fixed = (attribute: string) => (f.yields[attribute] ?? []).filter((value) => !value.includes('{'))
    refer(f.id, 'make', fixed('make'), makes)
    refer(f.id, 'role', fixed('role'), roles)
  }
  for (const r of rows.roles) refer(r.id, 'role', [...r.givesWayTo, r.among?.role], roles)
  const protocols = new Set(rows.protocols.flatMap((p) => [p.id, ...p.aliases]))
  for (const p of rows.protocolRoles) {
    const id = p.protocol ?? p.ports.join(' ')
    refer(id, 'protocol', [p.protocol], protocols)
    refer(id, 'role', [p.server, p.client, p.sender], roles)
  }
  for (const h of rows.headings) refer(h.id, 'see', h.see, component)
  return found
}
