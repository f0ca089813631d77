import { expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { anOperation, aSegment, aTalk } from '../../tests/kit/segments.ts'
import type { Operation } from '../evidence/observation.ts'
import { takeInventory } from '../inventory/take-inventory.ts'
import { classesText, deedsOf } from './deeds.ts'

const deeds = (...operations: Operation[]) => {
  const talk = aTalk('10.0.0.1', '10.0.0.2', 102, { operations })
  const { conversations } = takeInventory(
    { segments: [aSegment('a', { conversations: [talk] })] },
    { oui: () => undefined, catalogs },
  )
  return classesText(deedsOf(conversations[0]!))
}
const asked = (name: string, cls: Operation['class']) =>
  anOperation({ protocol: 's7comm', name, title: name, class: cls, direction: 'c2s', outcome: 'asked' })
const answer = (name: string, cls: Operation['class'], outcome: Operation['outcome'] = 'done') =>
  anOperation({ protocol: 's7comm', name, title: name, class: cls, outcome })

test('a class is done, asked or refused as its answers say', () => {
  expect(deeds(asked('JOB_05', 'write'), answer('ACK3_05', 'write'))).toBe('write')
  expect(deeds(asked('JOB_05', 'write'))).toBe('write (asked)')
  expect(deeds(asked('JOB_05', 'write'), answer('ACK3_05', 'write', 'refused'))).toBe('write (refused)')
  expect(deeds(asked('JOB_04', 'read'), answer('ACK3_04', 'read'), asked('JOB_05', 'write'))).toBe(
    'read, write (asked)',
  )
})

test('an answer that stands for several requests takes their class, not its own', () => {
  expect(deeds(asked('JOB_28', 'program'), answer('ACK3_28', 'control'))).toBe('program')
  expect(deeds(answer('ACK3_28', 'control'))).toBe('control')
})
