import { stderr, stdout } from 'node:process'
import pc from 'picocolors'
import { type Paint, PLAIN } from '../../src/reports/summary/summary-text.ts'

/** Where a command writes, and how: everything that a test wants to take in its own hands. */
export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paint: Paint
  readonly width: number
  /** Shows progress of long work on one line of a terminal; says nothing elsewhere. */
  readonly progress: (text: string) => void
}

/** The streams of this process. Colors follow NO_COLOR, FORCE_COLOR and whether there is a terminal. */
export function processIo(): Io {
  const live = stderr.isTTY && !process.env['CI']
  return {
    out: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void stderr.write(text.endsWith('\n') ? text : `${text}\n`),
    paint: pc.isColorSupported ? pc : PLAIN,
    width: stdout.columns ?? 100,
    progress: live
      ? (text) => void stderr.write(text === '' ? '\r\u001b[K' : `\r\u001b[K${text.slice(0, 100)}`)
      : () => undefined,
  }
}

/** Ends a command with an exit code and a sentence; for use errors and unreadable input, never for faults of ours. */
export class Stop extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
