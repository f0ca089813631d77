import { isSlug } from '../../groundwork/brand.ts'
import { isSha256, type Sha256 } from '../../groundwork/canonical.ts'
import { day, type Day } from '../../groundwork/day.ts'
import { ip, prefix, type Prefix } from '../../groundwork/ip.ts'
import { mac } from '../../groundwork/mac.ts'
import { didYouMean } from '../../groundwork/near.ts'
import type { Catalogs, Row } from '../../standard/catalog.ts'
import { requirementId, type RequirementId } from '../../standard/requirement-id.ts'
import type { Leaf, Scalar } from '../written/node.ts'
import { parsed, type Shape, text, word, wordSchemas, wrong } from './shape.ts'

/** The forms of single values that plant files use: ids, references, days, addresses, rows of the standard. */

const TAKEN = new Set(['any', 'plant', 'all', 'unknown'])

function idShape(what: string, pattern: string, fits: (text: string) => boolean): Shape<Scalar> {
  return {
    expects: what,
    read(node, reading) {
      if (node.kind !== 'scalar') return wrong(node, what, reading)
      if (isSlug(node.value) && fits(node.value) && !TAKEN.has(node.value)) return node
      reading.desk.report('PLANT_BAD_ID', { id: node.value }, node)
      return undefined
    },
    schema: () => ({ type: ['string', 'number', 'boolean'], pattern, not: { enum: [...TAKEN] } }),
  }
}

/** The id of a thing: letters, digits, `-`, `_`, `.`. */
export const id = idShape('an id', '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$', (value) => !value.includes('/'))

/** The id of a product, usually `supplier/model`. */
export const productId = idShape('an id of a product', '^[A-Za-z0-9][A-Za-z0-9_./-]{0,99}$', () => true)

/** The id of something declared elsewhere; whether it is there is asked once everything is read. */
export function reference(what: string): Shape<Scalar> {
  return { ...text, expects: what }
}

/** A day, `YYYY-MM-DD`. */
export const aDay: Shape<Leaf<Day>> = parsed('a day as YYYY-MM-DD', day, {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
})

/** A prefix such as `10.10.1.0/24`, with its host bits clear. */
export const aPrefix: Shape<Leaf<Prefix>> = {
  expects: 'a network such as 10.10.1.0/24',
  read(node, reading) {
    if (node.kind !== 'scalar') return wrong(node, this.expects, reading)
    const value = prefix(node.value)
    if (value) return { value, file: node.file, from: node.from, to: node.to }
    const help = () =>
      hasHostBits(node.value) && !/\/(?:3[3-9]|[4-9]\d|\d{3})$/.test(node.value) ? 'its host bits must be 0' : undefined
    reading.desk.report('PLANT_BAD_VALUE', { text: node.value, expected: this.expects }, node, help)
    return undefined
  },
  schema: () => ({ type: 'string', pattern: '^[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*(/\\d{1,3})?$' }),
}

function hasHostBits(value: string): boolean {
  const [address, length] = value.split('/')
  return ip(address ?? '') !== undefined && /^\d{1,3}$/.test(length ?? '')
}

// Coarse on purpose: what an address is exactly is the reader's to say.
const ADDRESS = '^[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*$'

export const anIp = parsed('an IP address', ip, { type: 'string', pattern: ADDRESS })
export const aMac = parsed('a MAC address such as 02:00:00:00:01:11', mac, {
  type: 'string',
  pattern: '^(([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{4}[.]){2}[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12})$',
})

/** An address written as one text: an IP or a MAC address. */
export const anAddressText = parsed(
  'an IP or MAC address',
  (value) => {
    const asIp = ip(value)
    if (asIp) return { ip: asIp, mac: undefined }
    const asMac = mac(value)
    return asMac && { ip: undefined, mac: asMac }
  },
  { type: 'string', pattern: '^([0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*|([0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{12})$' },
)

/** A SHA-256 in hex, with or without `sha256:` before it. */
export const aHash: Shape<Leaf<Sha256>> = parsed(
  'a SHA-256 (64 hex digits)',
  (value) => {
    const hex = value.toLowerCase().replace(/^sha256:/, '')
    return isSha256(hex) ? hex : undefined
  },
  { type: 'string', pattern: '^([sS][hH][aA]256:)?[0-9a-fA-F]{64}$' },
)

/** Rows of 3-3 (`system`), of 4-2 (`component`), or both, in any usual spelling. */
export function requirement(of: 'system' | 'component' | 'both'): Shape<Leaf<RequirementId>> {
  const part = of === 'system' ? 'IEC 62443-3-3' : of === 'component' ? 'IEC 62443-4-2' : 'IEC 62443-3-3 or 4-2'
  const expects = `a row of ${part}`
  return {
    expects,
    read(node, reading) {
      if (node.kind !== 'scalar') return wrong(node, expects, reading)
      const row = requirementId(node.value)
      const rows = rowsOf(reading.catalogs, of)
      if (row !== undefined && rows.has(row)) return { value: row, file: node.file, from: node.from, to: node.to }
      reading.desk.report('PLANT_BAD_VALUE', { text: node.value, expected: expects }, node, () =>
        didYouMean(row ?? node.value, rows.keys()),
      )
      return undefined
    },
    schema: (schemas) =>
      schemas.define(`row-${of}`, () => {
        const titles = [...rowsOf(schemas.catalogs, of)].map(([row, { title, says }]) => [row, `${title}. ${says}`])
        return { anyOf: [...wordSchemas(Object.fromEntries(titles)), { type: 'string', pattern: otherSpelling(of) }] }
      }),
  }
}

// Other spellings of a row, e.g. `sr5.2re(1)`; the usual one is offered by completion.
function otherSpelling(of: 'system' | 'component' | 'both'): string {
  const kinds = [
    ...(of === 'component' ? [] : ['[sS][rR]']),
    ...(of === 'system' ? [] : ['[cC][rR]', '[sSeEhHnN][aAdD][rR]']),
  ]
  return `^\\s*(${kinds.join('|')})\\s*\\d{1,2}\\.\\d{1,2}(\\s*[rR][eE]\\s*\\(?\\s*\\d{1,2}\\s*\\)?)?\\s*$`
}

function rowsOf(catalogs: Catalogs, of: 'system' | 'component' | 'both'): ReadonlyMap<RequirementId, Titled> {
  if (of === 'system') return catalogs.sr
  if (of === 'component') return catalogs.cr
  let both = BOTH.get(catalogs)
  if (!both) BOTH.set(catalogs, (both = new Map<RequirementId, Titled>([...catalogs.sr, ...catalogs.cr])))
  return both
}

type Titled = Pick<Row, 'title' | 'says'>
const BOTH = new WeakMap<Catalogs, ReadonlyMap<RequirementId, Titled>>()

/** Ids of a catalog with their names as hover texts; made once per catalogs. */
export function fromCatalog(
  expects: string,
  name: string,
  rows: (catalogs: Catalogs) => Iterable<readonly [string, string]>,
): Shape<Leaf<string>> {
  const made = new WeakMap<Catalogs, Readonly<Record<string, string>>>()
  return word(
    expects,
    (catalogs) => {
      let words = made.get(catalogs)
      if (!words) made.set(catalogs, (words = Object.fromEntries(rows(catalogs))))
      return words
    },
    name,
  )
}
