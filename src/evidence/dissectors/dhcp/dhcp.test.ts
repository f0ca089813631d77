import { expect, test } from 'vitest'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'

test('DHCP: messages with their outcomes, and what clients give away under their MAC', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('dhcp')))
  const operations = conversations.flatMap((c) => c.operations)
  expect(operations.map((o) => [o.name, o.direction, o.outcome, o.class, o.objects])).toEqual([
    ['DHCP1', 'c2s', 'asked', 'session', { 'requested-option': '1,3,6,42' }],
    ['DHCP3', 'c2s', 'asked', 'session', { server: '167772162' }],
    ['DHCP2', 's2c', 'done', 'session', { offered: '167772210', server: '167772162' }],
    ['DHCP5', 's2c', 'done', 'write', { 'boot-file': 'panel/boot.img', offered: '167772210', server: '167772162' }],
    ['DHCP6', 's2c', 'refused', 'session', { server: '167772162' }],
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)).toEqual([
    '02:00:00:00:00:aa ip 10.0.0.50',
    '02:00:00:00:00:aa name panel-7',
    '02:00:00:00:00:aa vendor-class udhcp 1.36',
    '10.0.0.2 role dhcp-server',
  ])
})
