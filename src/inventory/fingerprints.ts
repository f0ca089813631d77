import type { Catalogs } from '../standard/catalog.ts'
import type { Fingerprint } from '../standard/identity-rows.ts'
import type { HostFact } from './inventory.ts'

/** What a value tells by one row of the catalog. */
interface Told {
  readonly attribute: string
  readonly value: string
  readonly by: string
  readonly confidence: number
}

interface Row {
  readonly fingerprint: Fingerprint
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
  for (const fingerprint of fingerprints) {
    const row = { fingerprint, matches: new RegExp(fingerprint.pattern, fingerprint.anyCase ? 'i' : '') }
    for (const attribute of Object.keys(fingerprint.reads)) {
      const rows = byAttribute.get(attribute)
      if (rows) rows.push(row)
      else byAttribute.set(attribute, [row])
    }
  }
  const makeNames = new Map<string, string>()
  for (const { name, aliases } of makes) for (const alias of [name, ...aliases]) makeNames.set(folded(alias), name)
  const rowsOf = new Map<string, readonly Row[]>()
  const told = new Map<string, readonly Told[]>()
  return (fact) => {
    const { attribute, value, by } = fact
    const kind = `${attribute}\t${by}`
    let rows = rowsOf.get(kind)
    if (!rows) {
      const all = byAttribute.get(attribute) ?? []
      rowsOf.set(kind, (rows = all.filter((row) => reads(row.fingerprint.reads[attribute]!, by))))
    }
    if ((rows.length === 0 && attribute !== MAKE) || value.length > LONGEST) return NOTHING
    const key = `${kind}\t${value}`
    let found = told.get(key)
    if (!found) told.set(key, (found = tell(fact, rows, makeNames)))
    return found.length === 0 ? NOTHING : found.map((each) => derived(fact, each))
  }
}

const NOTHING: readonly HostFact[] = []

function reads(ways: readonly string[], by: string): boolean {
  return ways.some((way) => by === way || (by.startsWith(way) && by[way.length] === '.'))
}

function tell({ attribute, value }: HostFact, rows: readonly Row[], makeNames: ReadonlyMap<string, string>): Told[] {
  const found: Told[] = []
  for (const { fingerprint, matches } of rows) {
    const match = matches.exec(value)
    if (!match) continue
    const { id, yields, confidence } = fingerprint
    for (const [yielded, templates] of Object.entries(yields))
      for (const template of templates) {
        const text = filled(template, match.groups ?? {})
        if (text === undefined || (yielded === attribute && text === value)) continue
        const named = yielded === MAKE ? (makeNames.get(folded(text)) ?? text) : text
        found.push({ attribute: yielded, value: named, by: `fingerprint:${id}`, confidence })
      }
  }
  const name = attribute === MAKE ? makeNames.get(folded(value)) : undefined
  if (name !== undefined && name !== value)
    found.push({ attribute, value: name, by: 'fingerprint:make', confidence: 1 })
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

function derived(fact: HostFact, { attribute, value, by, confidence }: Told): HostFact {
  const { fields: _, ...rest } = fact
  return {
    ...rest,
    attribute,
    value,
    by,
    confidence: Math.min(confidence, fact.confidence),
    from: { attribute: fact.attribute, value: fact.value, by: fact.by },
  }
}

/** Names of makes are compared without letter case, punctuation and spaces. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}&+]+/gu, '')
}
