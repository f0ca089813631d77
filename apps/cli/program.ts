import { Command, CommanderError } from 'commander'
import { commands } from './commands/registry.ts'
import { type Io, Stop } from './io.ts'
import { VERSION } from './version.ts'

/** What the system may say about files and folders, as sentences; anything else is a fault of ours. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read or written by this user',
  EPERM: 'it may not be read or written by this user',
  EROFS: 'it stands on a file system that is read-only',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENOSPC: 'there is no room left',
  EIO: 'it could not be read',
}

function isFileFault(error: unknown): error is { readonly code: string; readonly path?: string } {
  return (
    error instanceof Error && 'syscall' in error && 'code' in error && Object.hasOwn(FILE_FAULTS, String(error.code))
  )
}

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
    if (isFileFault(error)) {
      io.err(`${error.path ?? 'a file'}: ${FILE_FAULTS[error.code]}`)
      return 2
    }
    if (!(error instanceof Stop)) throw error
    io.err(error.message)
    return error.code
  }
  return code
}
