#!/usr/bin/env node
import { argv, exit } from 'node:process'
import { processIo } from './io.ts'
import { runCli } from './program.ts'

exit(await runCli(argv.slice(2), processIo()))
