import { expect, test } from 'vitest'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'

const told = (id: string) => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf(id)))
  const operations = conversations.flatMap((c) => c.operations)
  return {
    operations: operations.map((o) => `${o.protocol} ${o.name} ${o.outcome} ${Object.values(o.objects).join(' ')}`),
    facts: facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`),
  }
}

test('names that are registered, asked for and listed', () => {
  expect(told('netbios-ns')).toEqual({
    operations: [
      'netbios-ns Q0 asked HIST-02 32',
      'netbios-ns Q5 asked ENG-01 0',
      'netbios-ns Q0_STAT asked * 0',
      'netbios-ns R0 done HIST-02 32',
      'netbios-ns R0_STAT done * 0',
    ],
    facts: ['10.0.0.1 name ENG-01', '10.0.0.2 name HIST-02', '10.0.0.2 role file-server'],
  })
})

test('what hosts and domains announce', () => {
  expect(told('netbios-dgm')).toEqual({
    operations: [
      'browser BROWSER1 asked PLANT 29',
      'browser BROWSER12 asked ..__MSBROWSE__. 1',
      'browser BROWSER15 asked PLANT 30',
    ],
    facts: [
      '10.0.0.1 description engineering station',
      '10.0.0.1 domain PLANT',
      '10.0.0.1 name ENG-01',
      '10.0.0.1 os Windows or Samba 6.1',
      '10.0.0.1 role master-browser',
    ],
  })
})
