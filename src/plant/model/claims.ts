import { dictionary, either, list, map } from './compound.ts'
import { kept, may, must, type Read, type Shape, strictly, text, word } from './shape.ts'
import { componentTypes, conditions } from './structure.ts'
import { aDay, aHash, fromCatalog, id, productId, reference, requirement } from './values.ts'

/** What is claimed and how it is known: products, systems, measures, evidence, decisions. */

const evidenceRefs = list(reference('an evidence'))

const says = word('met, not-met, unknown or not-applicable', () => ({
  met: 'It does this.',
  'not-met': 'It does not.',
  unknown: 'Nobody knows.',
  'not-applicable': 'The supplier says it does not apply; counts as unknown.',
}))

const statementMap = map('a statement', {
  says: must(says, 'The answer.'),
  evidence: may(evidenceRefs, 'What shows it.'),
  note: may(text, 'A remark.'),
})

/** An answer about a row: a word, or a map with its evidence. */
const statement = either(statementMap, says)

export const product = map('a product', {
  id: must(productId, 'Id, usually supplier/model.'),
  name: may(text, 'Name for people.'),
  supplier: may(text, 'Who makes it.'),
  types: may(componentTypes, 'Component types of 4-2. A controller is often embedded and network device.'),
  conditions: may(conditions, 'Which conditions of rows hold for it.'),
  capability: may(
    dictionary('a map from rows of IEC 62443-4-2 to answers', requirement('component'), statement),
    'What it can do, by row of IEC 62443-4-2.',
  ),
  certificate: kept('A certificate: scheme, level, number, version, last day, evidence.'),
  versions: kept('Versions the statement holds for.'),
  support: kept('Until when the supplier supports it.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

/** Something that evidence, measures and decisions can be about, as one text or as a kind of assets within zones. */
const scope = either(
  map('a scope', {
    kind: must(
      fromCatalog('a kind of asset', 'asset-kind-scope', (catalogs) =>
        [...catalogs.assetKinds].map(([key, kind]) => [key, kind.name] as const),
      ),
      'All assets of this kind …',
    ),
    within: strictly(list(reference('a zone')), '… in these zones; in the whole plant when not said.'),
  }),
  reference('an id, zone:ID, conduit:ID, asset:ID, product:ID, flow:ID, account:ID, kind:KIND or plant'),
)

const scopes = list(scope)

export const system = map('a system statement', {
  id: must(id, 'Id.'),
  name: may(text, 'Name for people.'),
  on: may(scopes, 'The zones and conduits the system makes up.'),
  capability: may(
    dictionary('a map from rows of IEC 62443-3-3 to answers', requirement('system'), statement),
    'What it can do as a whole, by row of IEC 62443-3-3.',
  ),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const measure = map('a measure', {
  id: must(id, 'Id.'),
  name: may(text, 'Name for people.'),
  satisfies: may(list(requirement('both')), 'Rows it satisfies where it is in place.'),
  compensates: may(
    list(requirement('both')),
    'Rows it stands in for without satisfying them (3-3 §4.3). Needs approved-by, approved-on, until, owner and reason.',
  ),
  serves: may(scopes, 'What it serves, where one thing serves many: a directory, a log collector.'),
  'provided-by': may(reference('an asset'), 'The asset that provides the service.'),
  'bound-by': may(evidenceRefs, 'Evidence that what it serves is bound to it.'),
  on: may(scopes, 'Where it is: ids, `zone:ID`, `kind:plc`, `plant`.'),
  status: must(
    word('a status', () => ({
      'in-place': 'Configured and in use.',
      planned: 'Not there yet: counts as not met.',
      absent: 'Known not to be there.',
    })),
    'Whether it is in place.',
  ),
  evidence: may(evidenceRefs, 'What shows that it is in place. Without any in force it shows nothing.'),
  until: strictly(aDay, 'Last day on which it holds.'),
  owner: may(text, 'Who is accountable.'),
  'approved-by': may(text, 'Who approved the compensation.'),
  'approved-on': may(aDay, 'On which day.'),
  reason: may(text, 'Why it is enough.'),
  cost: kept('What it costs: money, outage-hours.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const evidence = map('an evidence', {
  id: must(id, 'Id.'),
  kind: must(
    fromCatalog('a kind of evidence', 'evidence-kind', (catalogs) =>
      [...catalogs.evidenceKinds].map(
        ([key, kind]) => [key, `${kind.name}. ${kind.says} At most ${kind.ceiling}.`] as const,
      ),
    ),
    'What it is; gives the strength it can have at most.',
  ),
  name: kept('Name for people.', text),
  file: may(text, 'Path of the file, from the project folder or from the folder of this text.'),
  hash: strictly(aHash, 'SHA-256 of the file. A file with another hash does not count.'),
  date: may(aDay, 'Day on which it was made.'),
  until: strictly(aDay, 'Last day on which it is valid.'),
  on: may(scopes, 'What it is about.'),
  device: may(reference('an asset'), 'The device it was read from.'),
  version: may(text, 'For certificates and statements: the version of the product they were issued for.'),
  by: may(text, 'Who made it.'),
  sample: kept('The sample it was taken from.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

const rows = list(requirement('system'))

export const notApplicable = map('a not-applicable entry', {
  id: may(id, 'Id; made from the content when not said.'),
  on: must(scopes, 'The zones and conduits it is about.'),
  rows: must(rows, 'Exactly the rows; enhancements have to be named.'),
  reason: may(text, 'Why they do not apply.'),
  owner: may(text, 'Who is accountable.'),
  until: strictly(aDay, 'Last day on which it holds.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const resolution = map('a resolution', {
  id: kept('Id.', id),
  rows: must(list(requirement('both')), 'The rows whose contradiction is settled.'),
  on: must(scopes, 'What it is about.'),
  by: may(text, 'The person who settles it.'),
  date: may(aDay, 'On which day.'),
  evidence: may(evidenceRefs, 'The newer evidence.'),
  reason: may(text, 'Why.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

type Of<S> = S extends Shape<infer T> ? NonNullable<T> : never
export type WrittenProduct = Read<(typeof product)['fields']>
export type WrittenSystem = Read<(typeof system)['fields']>
export type WrittenStatement = Of<typeof statement>
export type WrittenScope = Of<typeof scope>
export type WrittenMeasure = Read<(typeof measure)['fields']>
export type WrittenEvidence = Read<(typeof evidence)['fields']>
export type WrittenNotApplicable = Read<(typeof notApplicable)['fields']>
export type WrittenResolution = Read<(typeof resolution)['fields']>
