import type { OperationClass } from '../../observation.ts'

/** What is known about a code: a title for people and its class. */
interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

export const DATA = 0
export const HEADER = 1
export const CONFIGURATION_1 = 2
export const CONFIGURATION_2 = 3
export const COMMAND = 4
export const CONFIGURATION_3 = 5

/** Types of frame (IEEE C37.118.2-2011, table 2). */
export const FRAMES: Readonly<Record<number, CodeRow>> = {
  0: { title: 'data', class: 'read' },
  1: { title: 'header, text for people', class: 'diagnose' },
  2: { title: 'configuration 1, what the device can send', class: 'diagnose' },
  3: { title: 'configuration 2, what the device sends', class: 'diagnose' },
  4: { title: 'command', class: 'other' },
  5: { title: 'configuration 3, what the device sends', class: 'diagnose' },
}

/** Shortest frame of each type: header and check word, and what must stand between. */
export const SHORTEST: readonly number[] = [18, 16, 54, 54, 18, 60]

/** Command words (table 15); those from 0x0100 to 0x0fff belong to users. */
export const COMMANDS: Readonly<Record<number, CodeRow>> = {
  1: { title: 'turn off data', class: 'session' },
  2: { title: 'turn on data', class: 'session' },
  3: { title: 'send header', class: 'diagnose' },
  4: { title: 'send configuration 1', class: 'diagnose' },
  5: { title: 'send configuration 2', class: 'diagnose' },
  6: { title: 'send configuration 3', class: 'diagnose' },
  8: { title: 'extended frame', class: 'control' },
}

/** Kinds of numbers a message touches: the stream of a frame, and the measuring units of a configuration. */
export const OBJECTS = ['stream', 'pmu'] as const
