import type { Command } from 'commander'
import type { Io } from '../io.ts'

/** What a command does once its arguments are read; gives the exit code. */
export type Work = (io: Io) => Promise<number>

/** One command: it adds itself to the program and hands its work over. */
export interface CliCommand {
  define(program: Command, perform: (work: Work) => Promise<void>): void
}
