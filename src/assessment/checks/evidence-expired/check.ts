import { defineCheck } from '../check.ts'

export const evidenceExpired = defineCheck({
  id: 'EVD-02',
  folder: 'evidence-expired',
  title: 'Evidence is older than its validity',
  severity: 'warning',
  traces: ['iec-62443-3-2:ZCR 5.13', 'iec-62443-2-1:CM 1.4'],
  data: ['evidence with its last day'],
  about:
    'A review of last year says what was true last year. Behind its last day a piece of evidence shows nothing, and the rows that rest on it fall back to unknown; better to renew it before. Evidence without a last day never expires by itself, so nobody ever has to look again: its owner should set one.',
  *run({ plant, asOf }) {
    for (const evidence of plant.evidence) {
      if (evidence.until === undefined)
        yield {
          on: evidence,
          verdict: 'unknown',
          message: `how long evidence "${evidence.id}" is good for is not said`,
          missing: [`the last day of "${evidence.id}" (\`until:\`)`],
        }
      else if (evidence.date !== undefined && evidence.date > asOf)
        yield {
          on: evidence,
          verdict: 'unknown',
          message: `evidence "${evidence.id}" is of ${evidence.date}, and the day is ${asOf}`,
          missing: [`evidence of ${asOf} or earlier`],
        }
      else if (evidence.until < asOf)
        yield {
          on: evidence,
          verdict: 'not-met',
          message: `evidence "${evidence.id}" was good until ${evidence.until}, and the day is ${asOf}`,
          next: 'look again and renew it, or take it out',
        }
      else yield { on: evidence, verdict: 'met', message: `evidence "${evidence.id}" is good until ${evidence.until}` }
    }
  },
})
