import { byText } from '../../groundwork/order.ts'
import type { Finding } from '../../standard/finding.ts'
import { type Answer, type Check, type CheckContext, type CheckInputs, linesOf } from './check.ts'
import { PlantIndex } from './plant-index.ts'
import { checks } from './registry.ts'

/** Of what is met, so many are listed by check; the rest is counted in one more finding. */
const MET_LISTED = 50
/** Of what is missing for one answer, so many are named. */
const MISSING_NAMED = 20

/**
 * Runs every registered check, or the ones given, and puts their answers in canonical order: by check, then subject.
 * A check without an answer has found nothing it could look at: that is `unknown`, with the data it needs.
 */
export function runChecks(inputs: CheckInputs, which: readonly Check[] = checks): readonly Finding[] {
  const context: CheckContext = { ...inputs, index: new PlantIndex(inputs.plant, inputs.catalogs) }
  return [...which].sort((a, b) => byText(a.id, b.id)).flatMap((check) => findingsOf(check, context))
}

function findingsOf(check: Check, context: CheckContext): Finding[] {
  const answers = [...check.run(context)]
  const { plant } = context
  if (answers.length === 0) {
    const message = 'there is nothing to look at'
    const next = `add ${check.data.join('; ')}`
    return [finding(check, { on: { id: plant.id }, verdict: 'unknown', message, missing: check.data, next })]
  }
  const sorted = answers.sort((a, b) => byText(a.on.id, b.on.id) || byText(a.message, b.message))
  const met = sorted.filter((answer) => answer.verdict === 'met')
  const unlisted = new Set(met.slice(MET_LISTED))
  const listed = sorted.filter((answer) => !unlisted.has(answer as (typeof met)[number])).map((a) => finding(check, a))
  if (unlisted.size === 0) return listed
  const message = `${unlisted.size} more are as they should be`
  return [...listed, finding(check, { on: { id: plant.id }, verdict: 'met', message })]
}

function finding(check: Check, answer: Answer): Finding {
  return {
    check: check.id,
    subject: answer.on.id,
    verdict: answer.verdict,
    severity: answer.severity ?? check.severity,
    message: answer.message,
    because: [...linesOf([answer.on]), ...(answer.because ?? [])],
    ...(answer.verdict === 'unknown' ? { missing: named(answer.missing) } : {}),
    ...('next' in answer && answer.next !== undefined ? { next: answer.next } : {}),
  }
}

function named(missing: readonly string[]): readonly string[] {
  if (missing.length <= MISSING_NAMED) return missing
  return [...missing.slice(0, MISSING_NAMED), `${missing.length - MISSING_NAMED} more like these`]
}
