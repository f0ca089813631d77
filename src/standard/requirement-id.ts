import type { Brand } from '../groundwork/brand.ts'
import { byText } from '../groundwork/order.ts'

/** The id of a row of a part of IEC 62443, e.g. `SR 5.2`, `SR 5.2 RE 1`, `CR 1.1 RE 2`, `EDR 3.12`, `ZCR 6.4`, `CCSC 2`. */
export type RequirementId = Brand<string, 'RequirementId'>

const FORM = /^(SR|CR|SAR|EDR|HDR|NDR|ZCR|CCSC)\s*(\d{1,2}(?:\.\d{1,2})?)(?:\s*RE\s*\(?\s*(\d{1,2})\s*\)?)?$/i

/** Reads an id in any usual spelling (`sr5.2re(1)`, `SR 5.2 RE 1`) into the one of this project; `undefined` when it is none. */
export function requirementId(text: string): RequirementId | undefined {
  const match = FORM.exec(text.trim())
  if (!match) return undefined
  const base = `${match[1]!.toUpperCase()} ${match[2]}`
  return (match[3] === undefined ? base : `${base} RE ${Number(match[3])}`) as RequirementId
}

/** Orders ids by kind and number, an enhancement behind its requirement: `SR 1.2` before `SR 1.10`. */
export function byRequirement(a: RequirementId, b: RequirementId): number {
  return byText(sortKey(a), sortKey(b))
}

function sortKey(id: string): string {
  return id.replace(/\d+/g, (n) => n.padStart(3, '0'))
}
