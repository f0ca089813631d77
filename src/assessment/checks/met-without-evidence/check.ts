import type { Evidence, EvidenceId, Statement } from '../../../plant/plant.ts'
import { rank, type Strength } from '../../../standard/verdict.ts'
import { deriveStrength } from '../../security-levels/strength.ts'
import { type CheckContext, defineCheck, linesOf, listed } from '../check.ts'

export const metWithoutEvidence = defineCheck({
  id: 'EVD-01',
  folder: 'met-without-evidence',
  title: 'Said to be met, without evidence of at least "documented"',
  severity: 'error',
  traces: ['iec-62443-3-3:clause 4', 'iec-62443-2-1:ORG 2.4'],
  data: ['measures in place, or statements on products and systems', 'the evidence they name'],
  about:
    'A requirement is not met because somebody says so. Whatever a measure in place or a statement on a product claims needs a file that somebody else can look at, unchanged since (hash), in force, and about the thing. Claims are kept and shown at the strength "claimed"; the headline levels rest on "documented", and this check lists what does not reach it. The traffic that was seen never stands in for such evidence by itself.',
  *run(context) {
    const { plant, asOf } = context
    const evidence = new Map(plant.evidence.map((e) => [e.id, e]))
    for (const measure of plant.measures) {
      if (measure.status !== 'in-place' || (measure.until !== undefined && measure.until < asOf)) continue
      const named = measure.evidence.flatMap((id) => evidence.get(id) ?? [])
      const best = strongest(named, context)
      if (best !== undefined && rank(best) >= rank('documented'))
        yield { on: measure, verdict: 'met', message: `measure "${measure.id}" rests on evidence that is ${best}` }
      else
        yield {
          on: measure,
          verdict: 'not-met',
          message: `measure "${measure.id}" is said to be in place for ${listed(measure.rows)}, and ${reason(named, best)}`,
          because: linesOf(named),
          next: 'name evidence with its file, hash, date and scope, or set the status to what can be shown',
        }
    }
    for (const stated of [...plant.products, ...plant.systems]) {
      const claims = [...stated.capability].filter(([, statement]) => statement.says === 'met')
      if (claims.length === 0) continue
      const bare = claims.filter(([, statement]) => !documented(statement, evidence, context))
      if (bare.length === 0)
        yield {
          on: stated,
          verdict: 'met',
          message: `every statement on "${stated.id}" names evidence that is at least documented`,
        }
      else
        yield {
          on: stated,
          verdict: 'not-met',
          message: `${bare.length} of ${claims.length} rows that "${stated.id}" is said to meet have no evidence of at least "documented", ${listed(bare.map(([row]) => row))} among them`,
          because: linesOf(bare.map(([row, { span }]) => ({ id: row, span }))),
          next: 'name the certificate, data sheet or test on which the statement rests',
        }
    }
  },
})

function documented(statement: Statement, all: ReadonlyMap<EvidenceId, Evidence>, context: CheckContext): boolean {
  const best = strongest(
    statement.evidence.flatMap((id) => all.get(id) ?? []),
    context,
  )
  return best !== undefined && rank(best) >= rank('documented')
}

function strongest(evidence: readonly Evidence[], { asOf, files, catalogs }: CheckContext): Strength | undefined {
  return evidence
    .flatMap((e) => deriveStrength(e, { asOf, files, kinds: catalogs.evidenceKinds }).strength ?? [])
    .reduce<Strength | undefined>((best, s) => (best === undefined || rank(s) > rank(best) ? s : best), undefined)
}

function reason(named: readonly Evidence[], best: Strength | undefined): string {
  if (named.length === 0) return 'no evidence is named'
  if (best === undefined) return `${listed(named)} ${named.length === 1 ? 'is' : 'are'} not in force`
  return `${listed(named)} ${named.length === 1 ? 'counts' : 'count'} as ${best} only`
}
