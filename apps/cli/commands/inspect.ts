import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { diagnostics, showDiagnostic } from '../../../src/diagnostics.ts'
import { guessMapping } from '../../../src/evidence/readers/asset-list/guess-mapping.ts'
import { otTruth } from '../../../src/evidence/ot-truth.ts'
import { canonicalJson } from '../../../src/groundwork/canonical.ts'
import { printable, sentence } from '../../../src/groundwork/diagnostic.ts'
import { takeInventory } from '../../../src/inventory/take-inventory.ts'
import { inspectJson, inspectTables } from '../../../src/reports/inspect/inspect-tables.ts'
import { hostsMeant, hostText } from '../../../src/reports/inspect/explain-host.ts'
import { inspectText } from '../../../src/reports/inspect/inspect-text.ts'
import type { Inventory } from '../../../src/inventory/inventory.ts'
import { unverifiedProtocols } from '../../../src/evidence/dissectors/pages.ts'
import { tableCsv } from '../../../src/reports/table.ts'
import { PLAIN } from '../../../src/reports/summary/summary-text.ts'
import type { Plant } from '../../../src/plant/plant.ts'
import { loadCatalogs } from '../catalogs.ts'
import { type Io, Stop } from '../io.ts'
import { type EvidenceFile, namedFiles } from '../named-files.ts'
import { follow, followInput, listenOn } from '../live.ts'
import { readProject } from '../project.ts'
import { type Evidence, loadMakers, takeEvidence } from '../take-evidence.ts'
import type { CliCommand } from './command.ts'

interface Options {
  readonly explain?: string
  readonly live?: string
  readonly plant?: string
  readonly space?: string
  readonly for?: number
  readonly every: number
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

function seconds(text: string): number {
  const number = Number(text)
  if (!(number > 0) || number > 1e6) throw new InvalidArgumentError('a number of seconds is wanted')
  return number
}

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
      .argument('[evidence...]', 'captures, lists or folders of them; - reads standard input')
      .option('--explain <host>', 'print every fact about a host, by address or name, with its sources')
      .option('--live <interface>', 'listen on a network interface (through dumpcap or tcpdump) and tell what appears')
      .option('--plant <project>', 'with --live or -, tell what differs from the plant of a project as it appears')
      .option(
        '--space <name>',
        'with --plant, the address space that is heard; the first of the first site when not given',
      )
      .option('--for <seconds>', 'with --live, end after so many seconds', seconds)
      .option('--every <seconds>', 'with --live or --plant, look so often', seconds, 2)
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
  if (options.printMapping) return printMapping(namedFiles(names, options), io)
  if (options.format) {
    const { observations } = await taken(names, options, io)
    io.out(canonicalJson(otTruth(observations.segments, loadMakers())))
    return 0
  }
  const { inventory, faults, told } = await found(names, options, io)
  const read = told.length > 0
  if (options.explain !== undefined) return explainHost(inventory, options.explain, io)
  const unread = faults.map((d) => ({ file: d.place?.file ?? '', why: sentence(d, diagnostics) }))
  if (options.json) io.out(JSON.stringify(inspectJson(inventory), null, 2))
  else if (options.csv) for (const table of inspectTables(inventory)) io.out(`# ${table.name}\r\n${tableCsv(table)}`)
  else if (read) io.out(inspectText(inventory, { ...textOptions(io), unread, unverified: unverifiedProtocols() }))
  for (const fault of faults.slice(0, MOST_FAULTS)) io.err(showDiagnostic(fault, new Map()))
  if (faults.length > MOST_FAULTS) io.err(`and ${faults.length - MOST_FAULTS} more files that are not read here`)
  for (const { file, diagnostics: of } of told)
    for (const d of of)
      io.err(
        d.place || d.span
          ? showDiagnostic(d, new Map())
          : `${file}: ${sentence(d, diagnostics)}${d.help === undefined ? '' : ` (${printable(d.help)})`}`,
      )
  const broken = told.some((file) => file.diagnostics.some((d) => d.severity === 'error'))
  return read && !broken ? 0 : 2
}

function taken(names: readonly string[], options: Options, io: Io): Promise<Evidence> {
  return isLive(names, options) ? listen(names, options, io) : takeNamed(names, options, io)
}

/** What the evidence comes to. The observations themselves end here: of a million conversations once is enough. */
async function found(names: readonly string[], options: Options, io: Io) {
  const { observations, diagnostics: faults } = await taken(names, options, io)
  const told = observations.segments.map((segment) => ({ file: segment.file, diagnostics: segment.diagnostics }))
  return { inventory: takeInventory(observations, { oui: loadMakers(), catalogs: loadCatalogs() }), faults, told }
}

function isLive(names: readonly string[], { live, plant }: Options): boolean {
  if (live !== undefined && names.length > 0) throw new Stop(2, 'name evidence or an interface with --live, not both')
  if (plant !== undefined && live === undefined && names.join() !== '-')
    throw new Stop(2, '--plant goes with --live or with - alone; "cofferdam assess" holds files against a plant')
  return live !== undefined || plant !== undefined
}

async function takeNamed(names: readonly string[], options: Options, io: Io): Promise<Evidence> {
  if (names.length === 0) throw new Stop(2, 'name evidence: captures, lists or folders of them; - reads standard input')
  const files = namedFiles(names, options)
  if (files.length === 0) throw new Stop(2, `there is no file below ${names.join(', ')}`)
  return takeEvidence(files, io, options.workers)
}

/** Follows an interface or standard input until it ends, is interrupted, or the time is over. */
async function listen(
  names: readonly string[],
  { live, plant: folder, space, for: most, every }: Options,
  io: Io,
): Promise<Evidence> {
  const plant = folder === undefined ? undefined : readProject(folder, io).declared.plant
  const source = live === undefined ? followInput() : listenOn(live)
  const where = placeIn(plant, space)
  const stop = () => source.stop()
  process.once('SIGINT', stop)
  const timer = most === undefined ? undefined : setTimeout(stop, most * 1000)
  try {
    const vantage = { ...where, tap: live, covers: [], declared: false }
    const { segment, diagnostics: faults } = await follow(source, { vantage, plant, every }, io)
    const segments = segment ? [segment] : []
    return { observations: { segments }, unknown: segment ? [] : [source.name], diagnostics: faults, paths: new Map() }
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', stop)
  }
}

/** Site and address space in which a live capture is heard. */
function placeIn(
  plant: Plant | undefined,
  wanted: string | undefined,
): { readonly site: string; readonly space: string } {
  const places = (plant?.sites ?? []).flatMap((site) => site.spaces.map((s) => ({ site: site.id, space: s.id })))
  if (wanted === undefined) return places[0] ?? { site: 'site', space: 'site' }
  const found = places.find(({ space }) => space === wanted)
  if (found) return found
  throw new Stop(2, `"${wanted}" is no address space of the plant; it has ${places.map((p) => p.space).join(', ')}`)
}

function explainHost(inventory: Inventory, text: string, io: Io): number {
  const hosts = hostsMeant(inventory, text)
  if (hosts.length === 0) {
    const known = inventory.hosts.slice(0, 8).map((host) => host.ips[0] ?? host.macs[0] ?? host.id)
    throw new Stop(
      2,
      `no host here is called "${text}"; hosts are ${known.join(', ')}${inventory.hosts.length > 8 ? ' …' : ''}`,
    )
  }
  for (const host of hosts) io.out(hostText(inventory, host, textOptions(io)))
  return 0
}

function textOptions(io: Io) {
  return { width: io.width, color: io.paint !== PLAIN }
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
