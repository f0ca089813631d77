#!/usr/bin/env node
import process from 'node:process'
import { processIo } from './io.ts'
import { runCli } from './program.ts'

// A reader that has seen enough (`| head`) closes the pipe: that is its right and no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    process.stderr.write(`the output could not be written: ${error.message}\n`)
    process.exit(2)
  })

// Not `exit()`: what goes into a pipe is written later, and would be cut off.
process.exitCode = await runCli(process.argv.slice(2), processIo())
