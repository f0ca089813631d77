import { byText } from '../groundwork/order.ts'
import type { Host, HostFact } from './inventory.ts'

/**
 * The facts of a host under some attributes, the most trusted first. Where a catalog has told a value in its own words (one
 * name for a make), the value that it was read from is left out here; it stays among the facts of the host.
 */
export function factsOf(host: Host, ...attributes: readonly string[]): readonly HostFact[] {
  const facts = host.facts.filter((fact) => attributes.includes(fact.attribute) && fact.value.trim() !== '')
  const restated = new Set(
    facts.flatMap(({ attribute, from }) => (from?.attribute === attribute ? [`${attribute}\t${from.value}`] : [])),
  )
  return facts
    .filter(({ attribute, value }) => !restated.has(`${attribute}\t${value}`))
    .sort((a, b) => b.confidence - a.confidence || byText(a.value, b.value))
}

/** The different values of `factsOf`. */
export function valuesOf(host: Host, ...attributes: readonly string[]): readonly string[] {
  return [...new Set(factsOf(host, ...attributes).map((fact) => fact.value))]
}
