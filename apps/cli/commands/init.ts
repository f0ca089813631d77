import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Day } from '../../../src/groundwork/day.ts'
import { takeInventory } from '../../../src/inventory/take-inventory.ts'
import { firstPlant } from '../../../src/segmentation/first-plant.ts'
import { loadCatalogs } from '../catalogs.ts'
import { makeFolder } from '../files.ts'
import { type Io, Stop } from '../io.ts'
import { MAPPING, mappingOf, namedFiles } from '../named-files.ts'
import { loadMakers, takeEvidence } from '../take-evidence.ts'
import type { CliCommand } from './command.ts'

interface Options {
  readonly out: string
  readonly name?: string
  readonly subject?: string
  readonly mapping?: string
}

/** `cofferdam init <evidence…>`: a commented first plant model from whatever evidence there is. */
export const init: CliCommand = {
  define: (program, perform) =>
    void program
      .command('init')
      .description('write a commented first plant model from any evidence there is')
      .argument('<evidence...>', 'captures, lists or folders of them')
      .option('--out <folder>', 'folder of the new project', 'my-plant')
      .option('--name <name>', 'name of the plant')
      .option('--subject <asset>', 'address or name of the one asset that the evidence is about')
      .option(
        '--mapping <file>',
        'how the columns of a list are to be read; <list>.mapping.yaml beside it when not given',
      )
      .action((evidence: string[], options: Options) => perform((io) => run(evidence, options, io))),
}

async function run(names: readonly string[], options: Options, io: Io): Promise<number> {
  if (existsSync(join(options.out, 'plant.yaml')))
    throw new Stop(2, `"${options.out}" holds a plant.yaml already; name another folder with --out`)
  const files = namedFiles(names, options)
  const { observations, unknown } = await takeEvidence(files, io)
  if (observations.segments.length === 0)
    throw new Stop(2, `nothing of this is evidence that is read here: ${unknown.join(', ')}`)
  const catalogs = loadCatalogs()
  const inventory = takeInventory(observations, { oui: loadMakers(), catalogs })
  const asOf = new Date().toISOString().slice(0, 10) as Day
  const texts = firstPlant(inventory, { name: options.name ?? 'My plant', catalogs, asOf })
  for (const file of files.filter((f) => f.path !== '-' && !unknown.includes(f.name))) {
    const { path, name } = file
    const copy = join(options.out, 'evidence', name)
    makeFolder(dirname(copy))
    copyFileSync(path, copy)
    io.out(`copied ${copy}`)
    const mapping = mappingOf(file)
    if (mapping && observations.segments.some((s) => s.file === name && s.reader === 'asset-list'))
      writeFileSync(`${copy}${MAPPING}`, mapping.text)
  }
  for (const [path, text] of texts) {
    const file = join(options.out, path)
    makeFolder(dirname(file))
    writeFileSync(file, text)
    io.out(`wrote ${file}`)
  }
  io.out(
    `\nRead ${join(options.out, 'plant.yaml')} line by line: everything in it is a guess and says from what it was made.`,
  )
  io.out(`Then run: cofferdam assess ${options.out}`)
  return 0
}
