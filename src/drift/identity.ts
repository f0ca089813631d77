import type { Host, HostFact } from '../inventory/inventory.ts'
import type { Asset, Product } from '../plant/plant.ts'

/** A declared value of an asset against what its device gave away. */
export interface Mismatch {
  readonly attribute: 'firmware' | 'serial' | 'product' | 'mac'
  readonly declared: string
  readonly found: readonly string[]
  /** Other facts of the same attribute agree: the device says both, or its list is old. */
  readonly partly: boolean
  /** Only lists say so, nothing that the device said itself. */
  readonly listed: boolean
  readonly facts: readonly HostFact[]
}

/** Facts below this confidence are too weak to accuse anybody. */
const WEAK = 0.5

/** Compares what is declared about an asset with what its host gave away. A difference of spelling or precision is none. */
export function mismatches(asset: Asset, product: Product | undefined, host: Host): readonly Mismatch[] {
  const found: Mismatch[] = []
  const check = (
    attribute: Mismatch['attribute'],
    declared: string | undefined,
    names: readonly string[],
    agrees: (a: string, b: string) => boolean,
  ) => {
    if (declared === undefined) return
    const facts = host.facts.filter((fact) => names.includes(fact.attribute) && fact.confidence >= WEAK)
    const strong = facts.filter((fact) => fact.manner !== 'listed')
    const heard = strong.length > 0 ? strong : facts
    const others = heard.filter((fact) => !agrees(declared, fact.value))
    if (others.length === 0) return
    const partly = others.length < heard.length
    // A product has a name, an order number and modules: one that fits is enough.
    if (partly && attribute === 'product') return
    const values = [...new Set(others.map((fact) => fact.value))]
    found.push({ attribute, declared, found: values, partly, listed: strong.length === 0, facts: others })
  }
  check('firmware', asset.firmware, ['firmware'], sameVersion)
  check('serial', asset.serial, ['serial'], sameSerial)
  check('product', productText(product), ['product', 'order-number'], sameProduct)
  return found
}

/**
 * Whether two versions are one, as far as both say: `V2.9.4`, `2.9.4`, `02.09.04` and `2.9` agree, `2.9.4` and `2.9.40` do not.
 */
function sameVersion(a: string, b: string): boolean {
  const [x, y] = [versionParts(a), versionParts(b)]
  if (x.length === 0 || y.length === 0) return a.trim().toLowerCase() === b.trim().toLowerCase()
  const common = Math.min(x.length, y.length)
  return x.slice(0, common).every((part, i) => part === y[i])
}

/** Whether two serial numbers are one, whatever separates their characters and however many zeros lead. */
function sameSerial(a: string, b: string): boolean {
  return serialText(a) === serialText(b)
}

/** Whether two names of products can be one: one holds the other, or they share a word with a digit. */
function sameProduct(a: string, b: string): boolean {
  const [x, y] = [squeezed(a), squeezed(b)]
  if (x === '' || y === '' || x.includes(y) || y.includes(x)) return true
  const words = new Set(a.toLowerCase().match(/[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*/gu))
  return [...(b.toLowerCase().match(/[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*/gu) ?? [])].some((word) => words.has(word))
}

function versionParts(text: string): string[] {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^(firmware|version|ver|fw|rel|release|v|r)[\s.:]*(?=\d)/, '')
  return (bare.match(/\d+|[a-z]+/g) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''))
}

function serialText(text: string): string {
  return squeezed(text.trim().replace(/^0x/i, '')).replace(/^0+(?=.)/, '')
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

function productText(product: Product | undefined): string | undefined {
  if (!product) return undefined
  return product.name === product.id
    ? product.id.slice(product.id.lastIndexOf('/') + 1)
    : `${product.name} ${product.id}`
}
