import { expect, test } from 'vitest'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'

test('SSDP: searches, answers, announcements, and what devices give away', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('ssdp')))
  expect(conversations.flatMap((c) => c.operations.map((o) => [o.name, o.outcome, o.objects]))).toEqual([
    ['FOUND', 'done', { location: 'http://10.0.0.7:80/desc.xml', target: 'upnp:rootdevice' }],
    ['M-SEARCH', 'asked', { target: 'upnp:rootdevice' }],
    ['NOTIFY', 'asked', { target: 'urn:schemas-upnp-org:device:Basic:1' }],
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value} ${f.count}`)).toEqual([
    '10.0.0.7 announced-service urn:schemas-upnp-org:device:Basic:1 1',
    '10.0.0.7 server-software Linux/4.4 UPnP/1.0 Gateway/2.1 2',
  ])
})
