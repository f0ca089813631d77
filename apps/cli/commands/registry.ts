import { assess } from './assess.ts'
import type { CliCommand } from './command.ts'
import { explain } from './explain.ts'
import { init } from './init.ts'
import { inspect } from './inspect.ts'
import { schema } from './schema.ts'
import { why } from './why.ts'

/** The commands in the order in which `--help` shows them. */
export const commands: readonly CliCommand[] = [assess, inspect, init, why, explain, schema]
