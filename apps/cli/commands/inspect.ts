import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { diagnostics, showDiagnostic } from '../../../src/diagnostics.ts'
import { guessMapping } from '../../../src/evidence/readers/asset-list/guess-mapping.ts'
import { otTruth } from '../../../src/evidence/ot-truth.ts'
import { canonicalJson } from '../../../src/groundwork/canonical.ts'
import { sentence } from '../../../src/groundwork/diagnostic.ts'
import { takeInventory } from '../../../src/inventory/take-inventory.ts'
import { inspectJson, inspectTables } from '../../../src/reports/inspect/inspect-tables.ts'
import { inspectText } from '../../../src/reports/inspect/inspect-text.ts'
import { tableCsv } from '../../../src/reports/table.ts'
import { PLAIN } from '../../../src/reports/summary/summary-text.ts'
import { type Io, Stop } from '../io.ts'
import { type EvidenceFile, namedFiles } from '../named-files.ts'
import { loadMakers, takeEvidence } from '../take-evidence.ts'
import type { CliCommand } from './command.ts'

interface Options {
  readonly json?: boolean
  readonly csv?: boolean
  readonly format?: string
  readonly workers?: number
  readonly subject?: string
  readonly mapping?: string
  readonly printMapping?: boolean
}

/** Files that nobody knows, named one by one up to this number. */
const MOST_FAULTS = 10

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > 64)
    throw new InvalidArgumentError('a whole number from 1 to 64 is wanted')
  return number
}

/** `cofferdam inspect <evidence…>`: what is in captures and lists, and what was not understood. */
export const inspect: CliCommand = {
  define: (program, perform) =>
    void program
      .command('inspect')
      .description('show assets, conversations and protocols of any evidence, and what was not understood')
      .argument('<evidence...>', 'captures, lists or folders of them; - reads standard input')
      .option('--json', 'print everything as JSON')
      .option('--csv', 'print all tables as CSV, one after the other')
      .option('--format <name>', 'print an interchange format: ot-truth/1')
      .option('--workers <number>', 'threads that read; 1 reads everything in one', wholeNumber)
      .option('--subject <asset>', 'address or name of the one asset that the evidence is about')
      .option(
        '--mapping <file>',
        'how the columns of a list are to be read; <list>.mapping.yaml beside it when not given',
      )
      .option('--print-mapping', 'print how the columns of a list are read, as a mapping to correct and save')
      .action((evidence: string[], options: Options) => perform((io) => run(evidence, options, io))),
}

async function run(names: readonly string[], options: Options, io: Io): Promise<number> {
  if (options.format !== undefined && options.format !== 'ot-truth/1') {
    io.err(`"${options.format}" is no format; known here: ot-truth/1`)
    return 2
  }
  const files = namedFiles(names, options)
  if (files.length === 0) throw new Stop(2, `there is no file below ${names.join(', ')}`)
  if (options.printMapping) return printMapping(files, io)
  const { observations, diagnostics: faults } = await takeEvidence(files, io, options.workers)
  if (options.format) {
    io.out(canonicalJson(otTruth(observations.segments, loadMakers())))
    return 0
  }
  const read = observations.segments.length > 0
  const inventory = takeInventory(observations, { oui: loadMakers() })
  if (options.json) io.out(JSON.stringify(inspectJson(inventory), null, 2))
  else if (options.csv) for (const table of inspectTables(inventory)) io.out(`# ${table.name}\r\n${tableCsv(table)}`)
  else if (read) io.out(inspectText(inventory, { width: io.width, color: io.paint !== PLAIN }))
  for (const fault of faults.slice(0, MOST_FAULTS)) io.err(showDiagnostic(fault, new Map()))
  if (faults.length > MOST_FAULTS) io.err(`and ${faults.length - MOST_FAULTS} more files that are not read here`)
  for (const { file, diagnostics: found } of observations.segments)
    for (const d of found)
      io.err(d.place || d.span ? showDiagnostic(d, new Map()) : `${file}: ${sentence(d, diagnostics)}`)
  const broken = observations.segments.some((s) => s.diagnostics.some((d) => d.severity === 'error'))
  return read && !broken ? 0 : 2
}

function printMapping([file, ...others]: readonly EvidenceFile[], io: Io): number {
  if (!file || others.length > 0 || file.path === '-') throw new Stop(2, 'name the one list whose mapping you want')
  const guess = guessMapping(readFileSync(file.path), file.name)
  if (guess === undefined)
    throw new Stop(
      2,
      `no line of "${file.name}" names the columns of an asset list; write a mapping by hand (handbook, evidence)`,
    )
  io.out(guess)
  return 0
}
