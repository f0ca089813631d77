import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { diagnostics } from '../../../src/diagnostics.ts'
import { type Day, day } from '../../../src/groundwork/day.ts'
import { countsOf, FAIL_ON, type FailOn, failures } from '../../../src/reports/counts.ts'
import { assessmentTables } from '../../../src/reports/tables.ts'
import { checksAbout } from '../../../src/assessment/checks/registry.ts'
import { htmlReport } from '../../../src/reports/html/html-report.ts'
import { assessmentJson } from '../../../src/reports/json/assessment-json.ts'
import { summaryText } from '../../../src/reports/summary/summary-text.ts'
import { tableCsv } from '../../../src/reports/table.ts'
import { makeFolder } from '../files.ts'
import type { Io } from '../io.ts'
import { elkLayout } from '../layout-elk.ts'
import { type AssessedProject, assessFolder } from '../project.ts'
import { VERSION } from '../version.ts'
import type { CliCommand } from './command.ts'

interface Options {
  readonly asOf?: Day
  readonly json?: boolean
  readonly csv?: string
  readonly report?: string
  readonly failOn: readonly FailOn[]
  readonly most: number
}

const GENERATOR = `cofferdam ${VERSION}`

/** `cofferdam assess <project>`: from evidence and model to levels, gaps, drift and findings. */
export const assess: CliCommand = {
  define: (program, perform) =>
    void program
      .command('assess')
      .description('compute target, capability and achieved security levels of a plant, with reasons')
      .argument('<project>', 'folder with plant.yaml and evidence/')
      .option('--as-of <day>', 'judge everything for this day (YYYY-MM-DD); today in UTC when not given', asDay)
      .option('--json', 'print the whole assessment as JSON (cofferdam schema assessment)')
      .option('--csv <folder>', 'write one CSV file per table into this folder')
      .option('--report <folder>', 'write report.html, assessment.json and the exhibits into this folder')
      .option('--fail-on <list>', `exit with 1 on any of ${FAIL_ON.join(', ')} (comma between)`, asFailOn, [])
      .option('--most <number>', 'lines per list of the summary', asCount, 10)
      .action((project: string, options: Options) => perform((io) => run(project, options, io))),
}

async function run(project: string, options: Options, io: Io): Promise<number> {
  for (const folder of [options.csv, options.report]) if (folder !== undefined) makeFolder(folder)
  const assessed = await assessFolder(project, options.asOf ?? today(), io)
  const { journey, files } = assessed
  const context = { generator: GENERATOR, texts: files.texts, catalog: diagnostics }
  const json = () => JSON.stringify(assessmentJson(journey.assessed, context), null, 2)
  if (options.csv !== undefined) writeTables(options.csv, assessed)
  if (options.report !== undefined) await writeReport(options.report, assessed, json())
  if (options.json) io.out(json())
  else
    io.out(
      summaryText(journey.assessed, { paint: io.paint, most: options.most, texts: files.texts, catalog: diagnostics }),
    )
  if (options.report !== undefined) io.err(`The report stands in ${join(options.report, 'report.html')}.`)
  const counts = countsOf(journey.assessed)
  const reasons = failures(counts, options.failOn)
  for (const reason of reasons) io.err(`failed on ${reason}`)
  if (reasons.length > 0) return 1
  if (counts.targets > 0) return 0
  io.err('nothing was judged: no zone and no conduit could be read from the model')
  return 2
}

function writeTables(folder: string, { journey, files }: AssessedProject): void {
  for (const table of assessmentTables(journey.assessed, files.texts, diagnostics))
    writeFileSync(join(folder, `${table.name}.csv`), tableCsv(table))
}

async function writeReport(folder: string, { journey, files }: AssessedProject, json: string): Promise<void> {
  const { assessed } = journey
  const html = await htmlReport(assessed, {
    layout: elkLayout(),
    generator: GENERATOR,
    texts: files.texts,
    catalog: diagnostics,
    hashes: files.hashes,
    checks: checksAbout,
  })
  makeFolder(join(folder, 'exhibits'))
  writeFileSync(join(folder, 'report.html'), html)
  writeFileSync(join(folder, 'assessment.json'), `${json}\n`)
  for (const exhibit of assessed.exhibits)
    writeFileSync(join(folder, 'exhibits', `${exhibit.hash}.json`), `${JSON.stringify(exhibit, null, 2)}\n`)
}

function asDay(text: string): Day {
  const value = day(text)
  if (value === undefined) throw new InvalidArgumentError('write a day as YYYY-MM-DD.')
  return value
}

function asCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('write a number from 1 on.')
  return Number(text)
}

function asFailOn(text: string): FailOn[] {
  return text.split(',').map((word) => {
    const known = FAIL_ON.find((what) => what === word.trim())
    if (known === undefined) throw new InvalidArgumentError(`known here: ${FAIL_ON.join(', ')}.`)
    return known
  })
}

function today(): Day {
  return new Date().toISOString().slice(0, 10) as Day
}
