import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { goose } from './goose.ts'

const segment = readCapture(pcapOfTrace(traceOf('goose')))
const frames = traceOf('goose').talks[0]!.pieces.map(({ bytes }) => bytes)

test('changes, repetitions, simulation and commissioning are told apart, with what is published', () => {
  expect(segment.links.map(({ from, to, protocol }) => [from, to, protocol])).toEqual([
    ['02:00:00:00:00:01', '01:0c:cd:01:00:01', 'goose'],
  ])
  const objects = {
    appid: '12289',
    configuration: '1',
    'control-block': 'RELAY1LD0/LLN0$GO$gcb01',
    'data-set': 'RELAY1LD0/LLN0$Trip',
    'goose-id': 'RELAY1_Trip',
  }
  const operations = segment.links[0]!.operations.map((o) => [o.name, o.title, o.class, o.outcome, o.count, o.objects])
  expect(operations).toHaveLength(4)
  for (const row of [
    ['GOOSE', 'change of state', 'write', 'done', 1, { ...objects, state: '7' }],
    ['GOOSE', 'change of state, simulated', 'write', 'done', 1, { ...objects, state: '8' }],
    ['GOOSE', 'state, repeated', 'write', 'done', 2, objects],
    ['GOOSE', 'state, repeated, publisher needs commissioning', 'write', 'done', 1, { ...objects, configuration: '2' }],
  ])
    expect(operations).toContainEqual(row)
})

test('the sender tells once for which device it publishes', () => {
  expect(segment.facts.map((f) => `${f.subject} ${f.attribute} = ${f.value} ${f.count}`).sort()).toEqual([
    '02:00:00:00:00:01 logical-device = RELAY1LD0 1',
    '02:00:00:00:00:01 role = GOOSE publisher 1',
  ])
})

test('padding is passed, a security extension is told, and only when it is there', () => {
  const [frame] = frames
  const means = (...bytes: readonly number[]) =>
    dissect(
      goose,
      Uint8Array.from([...frame!.slice(0, 4), ...bytes.slice(0, 2), ...frame!.slice(6), ...bytes.slice(2)]),
    ).meanings['GOOSE']
  expect(means(0, 0, 0, 0, 0, 0)).toBe('state, repeated (write)')
  expect(means(0, 4, 1, 2, 3, 4)).toBe('state, repeated, with security extension (write)')
  expect(means(0, 4, 1, 2, 3)).toBe('state, repeated (write)')
  expect(means(0x80, 0)).toBe('state, repeated, simulated (write)')
})

test('management is counted, anything else is not claimed', () => {
  const management = hex('0001 000d 0000 0000 60 03 a1 01 00')
  expect(recognition(goose, management, C2S, true)).toBe(YES)
  expect(dissect(goose, management).operations).toEqual({ 'GSE done': 1 })
  expect(recognition(goose, hex('0001 000d 0000 0000 30 03 a1 01 00'), C2S, true)).toBe(NO)
  expect(recognition(goose, frames[0]!.slice(0, -1), C2S, true), 'cut').toBe(NO)
})
