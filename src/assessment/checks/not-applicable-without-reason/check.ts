import { defineCheck, listed } from '../check.ts'

export const notApplicableWithoutReason = defineCheck({
  id: 'EVD-03',
  folder: 'not-applicable-without-reason',
  title: 'Declared not applicable without reason, owner or last day',
  severity: 'error',
  traces: ['iec-62443-3-3:clause 4'],
  data: ['entries of `not-applicable`'],
  about:
    'Declaring a requirement not applicable is the easiest way to meet it, so it takes a reason, somebody who answers for it, and a last day on which it is looked at again. An entry without all three, or past its last day, has no effect on any level.',
  *run({ plant, asOf }) {
    if (plant.notApplicable.length === 0)
      yield { on: { id: plant.id }, verdict: 'met', message: 'no requirement is declared not applicable' }
    for (const entry of plant.notApplicable) {
      const absent = [
        ...(entry.reason === undefined ? ['reason'] : []),
        ...(entry.owner === undefined ? ['owner'] : []),
        ...(entry.until === undefined ? ['last day (`until:`)'] : []),
      ]
      const over = entry.until !== undefined && entry.until < asOf
      if (absent.length === 0 && !over)
        yield { on: entry, verdict: 'met', message: `"${entry.id}" has reason, owner and last day` }
      else
        yield {
          on: entry,
          verdict: 'not-met',
          message:
            absent.length > 0
              ? `"${entry.id}" declares ${listed(entry.rows)} not applicable without ${absent.join(', ')}`
              : `"${entry.id}" declared ${listed(entry.rows)} not applicable until ${entry.until}, and the day is ${asOf}`,
          next:
            absent.length > 0
              ? 'add what is missing, or assess the rows'
              : 'look at it again and set a new last day, or assess the rows',
        }
    }
  },
})
