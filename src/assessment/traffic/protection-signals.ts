import { flowSubjects, sighting } from './sightings.ts'
import type { Signal } from './signal.ts'

/** Signals about integrity (FR 3) and confidentiality (FR 4) of what crosses the wire. */

const clearFlow: Signal = {
  id: 'flow-in-clear',
  title: 'A flow runs in clear',
  sees: 'An answered conversation, known by content, in a protocol that has no cryptographic check at all. It speaks for the place of the tap: further on the flow may run in a tunnel.',
  rows: [{ row: 'SR 3.1 RE 1', side: 'contradict' }],
  *find(view) {
    for (const talk of view.talks) {
      const row = talk.spoken.find((p) => p.integrity === 'never')
      if (!row || !talk.c.answered) continue
      for (const subject of flowSubjects(talk))
        yield sighting(talk, 'SR 3.1 RE 1', subject, `${talk.text}: ${row.name} has no cryptographic check`, {
          flows: talk.flows,
        })
    }
  },
}

const protectedFlow: Signal = {
  id: 'flow-protected',
  title: 'A flow runs in a protected channel',
  sees: 'An answered conversation, known by content, in a protocol that always checks integrity by cryptography (TLS, SSH, IPsec with integrity …). Where the owner marked the flow confidential and the protocol always encrypts, that is corroborated too. What was negotiated is not looked at.',
  rows: [
    { row: 'SR 3.1 RE 1', side: 'support' },
    { row: 'SR 4.1', side: 'support' },
  ],
  *find(view) {
    for (const talk of view.talks) {
      if (!talk.c.answered || talk.spoken.length === 0) continue
      const says = `${talk.text}: ${talk.spoken[0]!.name} protects every message`
      if (talk.spoken.every((p) => p.integrity === 'always'))
        for (const subject of flowSubjects(talk))
          yield sighting(talk, 'SR 3.1 RE 1', subject, says, { flows: talk.flows })
      if (talk.spoken.every((p) => p.encrypts === 'always'))
        for (const flow of talk.flows)
          if (flow.confidential === 'yes')
            yield sighting(talk, 'SR 4.1', { kind: 'flow', id: flow.id }, says, { flows: [flow] })
    }
  },
}

const confidentialInClear: Signal = {
  id: 'confidential-in-clear',
  title: 'A flow that its owner marked confidential runs in clear',
  sees: 'An answered conversation that a declared flow marked confidential permits, known by content, in a protocol that never encrypts.',
  rows: [{ row: 'SR 4.1', side: 'contradict' }],
  *find(view) {
    for (const talk of view.talks) {
      const row = talk.spoken.find((p) => p.encrypts === 'never')
      if (!row || !talk.c.answered) continue
      for (const flow of talk.flows)
        if (flow.confidential === 'yes')
          yield sighting(
            talk,
            'SR 4.1',
            { kind: 'flow', id: flow.id },
            `${talk.text}: ${row.name} never encrypts, and flow "${flow.id}" is confidential`,
            { flows: [flow] },
          )
    }
  },
}

export const protectionSignals: readonly Signal[] = [clearFlow, protectedFlow, confidentialInClear]
