import type { Catalogs } from '../standard/catalog.ts'
import type { Fingerprint } from '../standard/identity-rows.ts'
import { patternBegins } from '../standard/safe-pattern.ts'
import type { HostFact } from './inventory.ts'

/** What a value tells by one row of the catalog. */
interface Told {
  readonly attribute: string
  readonly value: string
  readonly by: string
  readonly confidence: number
  readonly from: NonNullable<HostFact['from']>
}

/** A template of a row; without groups it says the same of every value. */
interface Yield {
  readonly attribute: string
  readonly template: string
  readonly fixed: boolean
}

interface Row {
  readonly by: string
  readonly reads: Fingerprint['reads']
  readonly yields: readonly Yield[]
  readonly confidence: number
  /** A look at the first character, which leaves few rows to be matched. */
  readonly begins: (text: string) => boolean
  readonly matches: RegExp
}

/** Longer texts are no identification, and matching costs more than the length of a text. */
const LONGEST = 512

const MAKE = 'make'

/**
 * Reads facts by the rows of the catalog: what follows from one, with its manner, place and frames, named after the row and
 * trusted no more than the fact. It looks at one fact alone, so that merging stays as it is, and once at each different value.
 */
export function factReader({
  fingerprints,
  makes,
}: Pick<Catalogs, 'fingerprints' | 'makes'>): (fact: HostFact) => readonly HostFact[] {
  const byAttribute = new Map<string, Row[]>()
  const makeNames = new Map<string, string>()
  for (const { name, aliases } of makes) for (const alias of [name, ...aliases]) makeNames.set(folded(alias), name)
  const named = (make: string) => makeNames.get(folded(make)) ?? make
  for (const fingerprint of fingerprints) {
    const row = rowOf(fingerprint)
    for (const attribute of Object.keys(row.reads)) {
      const rows = byAttribute.get(attribute)
      if (rows) rows.push(row)
      else byAttribute.set(attribute, [row])
    }
  }
  const rowsOf = new Map<string, readonly Row[]>()
  const told = new Map<string, readonly Told[]>()
  return (fact) => {
    const { attribute, value, by } = fact
    const kind = `${attribute}\t${by}`
    let rows = rowsOf.get(kind)
    if (!rows) {
      const all = byAttribute.get(attribute) ?? []
      rowsOf.set(kind, (rows = all.filter((row) => reads(row.reads[attribute]!, by))))
    }
    if ((rows.length === 0 && attribute !== MAKE) || value.length > LONGEST) return NOTHING
    const key = `${kind}\t${value}`
    let found = told.get(key)
    if (!found) told.set(key, (found = tell(fact, rows, named)))
    return found.length === 0 ? NOTHING : found.map((each) => derived(fact, each))
  }
}

const NOTHING: readonly HostFact[] = []

function reads(ways: readonly string[], by: string): boolean {
  return ways.some((way) => by === way || (by.startsWith(way) && by[way.length] === '.'))
}

/** Rows of catalogs met before: their patterns are made ready once, not for every inventory. */
const READY = new WeakMap<Fingerprint, Row>()

function rowOf(fingerprint: Fingerprint): Row {
  let row = READY.get(fingerprint)
  if (!row) READY.set(fingerprint, (row = made(fingerprint)))
  return row
}

function made({ id, reads, pattern, anyCase, yields, confidence }: Fingerprint): Row {
  return {
    by: `fingerprint:${id}`,
    reads,
    yields: Object.entries(yields).flatMap(([attribute, templates]) =>
      templates.map((template) => ({ attribute, template, fixed: !template.includes('{') })),
    ),
    confidence,
    begins: patternBegins(pattern, anyCase),
    matches: new RegExp(pattern, anyCase ? 'i' : ''),
  }
}

function tell({ attribute, value, by }: HostFact, rows: readonly Row[], named: (make: string) => string): Told[] {
  const found: Told[] = []
  const from = { attribute, value, by }
  for (const row of rows) {
    const match = row.begins(value) ? row.matches.exec(value) : null
    if (!match) continue
    for (const { attribute: yielded, template, fixed } of row.yields) {
      const text = fixed ? template : filled(template, match.groups ?? {})
      if (text === undefined || (yielded === attribute && text === value)) continue
      const { by, confidence } = row
      found.push({ attribute: yielded, value: yielded === MAKE ? named(text) : text, by, confidence, from })
    }
  }
  if (attribute === MAKE && named(value) !== value)
    found.push({ attribute, value: named(value), by: 'fingerprint:make', confidence: 1, from })
  return found
}

/** A template with what the groups took; `undefined` where one of them took nothing. */
function filled(template: string, groups: Readonly<Record<string, string | undefined>>): string | undefined {
  let complete = true
  const text = template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const taken = groups[name]?.trim()
    if (!taken) complete = false
    return taken ?? ''
  })
  return complete ? text : undefined
}

function derived(fact: HostFact, { attribute, value, by, confidence, from }: Told): HostFact {
  const { manner, count, file, frames, line, sheet, time } = fact
  return {
    attribute,
    value,
    by,
    manner,
    confidence: Math.min(confidence, fact.confidence),
    count,
    file,
    frames,
    ...(line === undefined ? {} : { line }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(time === undefined ? {} : { time }),
    from,
  }
}

/** Names of makes are compared without letter case, punctuation and spaces. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}&+]+/gu, '')
}
