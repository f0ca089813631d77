#!/usr/bin/env node
import process from 'node:process'
import { processIo } from './io.ts'
import { runCli } from './program.ts'

// Not `exit()`: what goes into a pipe is written later, and would be cut off.
process.exitCode = await runCli(process.argv.slice(2), processIo())
