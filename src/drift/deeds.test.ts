import { expect, test } from 'vitest'
import type { Operation } from '../evidence/observation.ts'
import type { Micros } from '../groundwork/day.ts'
import type { Conversation } from '../inventory/inventory.ts'
import { deedsOf } from './deeds.ts'

const operation = (o: Pick<Operation, 'name' | 'class' | 'direction' | 'outcome'>): Operation => ({
  protocol: 's7comm',
  title: o.name,
  count: 1,
  first: 0 as Micros,
  last: 0 as Micros,
  frames: [],
  objects: {},
  ...o,
})
const deeds = (...operations: Operation[]) =>
  deedsOf({ operations } as unknown as Conversation).map((deed) => `${deed.class} ${deed.outcome}`)

const download = operation({ name: 'JOB_28', class: 'program', direction: 'c2s', outcome: 'asked' })
const start = operation({ name: 'JOB_28', class: 'control', direction: 'c2s', outcome: 'asked' })
const answer = operation({ name: 'ACK3_28', class: 'control', direction: 's2c', outcome: 'done' })

test('an answer takes the classes of the requests it answers', () => {
  expect(deeds(download, answer)).toEqual(['program done'])
  expect(deeds(download, start, answer)).toEqual(['program done', 'control done'])
})

test('an answer whose request was not seen keeps its own class, and a request without an answer is asked', () => {
  expect(deeds(answer)).toEqual(['control done'])
  expect(deeds(download)).toEqual(['program asked'])
})
