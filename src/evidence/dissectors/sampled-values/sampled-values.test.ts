import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { sampledValues } from './sampled-values.ts'

const segment = readCapture(pcapOfTrace(traceOf('sampled-values')))
const frames = traceOf('sampled-values').talks[0]!.pieces.map(({ bytes }) => bytes)

test('streams by how they are synchronized, with what is published', () => {
  const operations = segment.links[0]!.operations.map((o) => [o.name, o.title, o.class, o.outcome, o.count, o.objects])
  const first = { appid: '16385', configuration: '1', stream: 'MU01_A' }
  const second = { appid: '16386', configuration: '1', stream: 'MU01_B' }
  expect(operations).toHaveLength(4)
  for (const row of [
    ['SV', 'sampled values, synchronized globally', 'read', 'done', 2, first],
    ['SV', 'sampled values, synchronized by a local clock', 'read', 'done', 1, first],
    ['SV', 'sampled values, not synchronized', 'read', 'done', 1, { ...second, 'data-set': 'MU01/LLN0$PhsMeas1' }],
    ['SV', 'sampled values, synchronized globally, simulated', 'read', 'done', 1, second],
  ])
    expect(operations).toContainEqual(row)
  expect(segment.links[0]!.protocol).toBe('sv')
})

test('the sender tells its streams', () => {
  expect(segment.facts.map((f) => `${f.subject} ${f.attribute} = ${f.value}`).sort()).toEqual([
    '02:00:00:00:00:01 role = publisher of sampled values',
    '02:00:00:00:00:01 stream = MU01_A',
    '02:00:00:00:00:01 stream = MU01_B',
  ])
})

test('a frame without samples is counted, another message is not claimed', () => {
  const empty = hex('4000 000d 0000 0000 60 03 800100')
  expect(recognition(sampledValues, empty, C2S, true)).toBe(YES)
  expect(dissect(sampledValues, empty).meanings).toEqual({ SV: 'sampled values (read)' })
  expect(recognition(sampledValues, hex('4000 000d 0000 0000 61 03 800100'), C2S, true)).toBe(NO)
  expect(recognition(sampledValues, frames[1]!.slice(0, 40), C2S, true), 'cut').toBe(NO)
})
