import { defineCheck } from '../check.ts'

export const conduitWithoutOwner = defineCheck({
  id: 'CON-04',
  folder: 'conduit-without-owner',
  title: 'Conduit without an accountable owner',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 6.4'],
  data: ['conduits'],
  about:
    "Somebody has to answer for every conduit: who may have a flow through it, who looks at its rules, who is called when it fails. Between two departments a conduit is easily nobody's, and then its rules only ever grow.",
  *run({ plant }) {
    for (const conduit of plant.conduits) {
      if (conduit.owner !== undefined)
        yield { on: conduit, verdict: 'met', message: `"${conduit.owner}" answers for "${conduit.id}"` }
      else
        yield {
          on: conduit,
          verdict: 'not-met',
          message: `nobody is named who answers for conduit "${conduit.id}"`,
          next: 'write `owner:` with the organization or role that is accountable',
        }
    }
  },
})
