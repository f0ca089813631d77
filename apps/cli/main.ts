#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import process from 'node:process'
import { processIo } from './io.ts'
import { runCli } from './program.ts'

// By itself the heap may grow fourfold before it is cleared again; twice is enough, and large captures fit into less memory.
setFlagsFromString('--heap-growing-percent=100')

// A reader that has seen enough (`| head`) closes the pipe: that is its right and no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    process.stderr.write(`the output could not be written: ${error.message}\n`)
    process.exit(2)
  })

// Not `exit()`: what goes into a pipe is written later, and would be cut off.
process.exitCode = await runCli(process.argv.slice(2), processIo())
