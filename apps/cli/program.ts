import { Command, CommanderError } from 'commander'
import { commands } from './commands/registry.ts'
import { type Io, Stop } from './io.ts'
import { VERSION } from './version.ts'

/** Runs the command line with its arguments and returns the exit code: 0 well, 1 a gate said no, 2 input or use was wrong. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let code = 0
  const program = new Command('cofferdam')
    .description('The open workbench for IEC 62443: what a plant is, held against what its owner says it is.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(cofferdam --help lists the commands)')
  for (const command of commands)
    command.define(program, async (work) => {
      code = await work(io)
    })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    io.progress('')
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof Stop)) throw error
    io.err(error.message)
    return error.code
  }
  return code
}
