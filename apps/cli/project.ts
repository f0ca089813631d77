import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AssessInput, type Declared, type Journey, assessProject, declaredPlant } from '../../src/journey.ts'
import type { Day } from '../../src/groundwork/day.ts'
import { exhibitRequests, makeExhibit } from '../../src/reports/exhibits.ts'
import type { DeclaredVantage, Plant, ProjectFiles } from '../../src/plant/plant.ts'
import type { Exhibit } from '../../src/reports/result.ts'
import { groupBy } from '../../src/groundwork/order.ts'
import type { FrameRef } from '../../src/standard/origin.ts'
import { projectTextFiles } from '../../src/plant/written/read-plant.ts'
import { loadCatalogs } from './catalogs.ts'
import { filesBelow, hashFile, isFolder, readRangesInside } from './files.ts'
import { type Io, Stop } from './io.ts'
import { type EvidenceFile, MAPPING, readerOf } from './named-files.ts'
import { type Evidence, loadMakers, takeEvidence } from './take-evidence.ts'

/** A project folder with everything computed from it for one date. */
export interface AssessedProject {
  readonly journey: Journey
  readonly files: ProjectFiles
}

/** Reads a project folder and goes the whole journey; ends with a sentence where there is no project. */
export async function assessFolder(folder: string, asOf: Day, io: Io): Promise<AssessedProject> {
  const { files, declared } = readProject(folder, io)
  const evidence = await takeEvidence(evidenceFiles(folder, files, declared.plant), io)
  io.progress('assessing')
  const input: AssessInput = {
    files,
    declared,
    observations: evidence.observations,
    catalogs: loadCatalogs(),
    makers: loadMakers(),
    asOf,
  }
  const journey = assessProject(input)
  io.progress('')
  const diagnostics = [...journey.assessed.diagnostics, ...evidence.diagnostics]
  const assessed = { ...journey.assessed, diagnostics, exhibits: exhibits(journey, evidence) }
  return { journey: { ...journey, assessed }, files }
}

/** The files of a project folder and the plant they declare. */
export function readProject(folder: string, io: Io): { readonly files: ProjectFiles; readonly declared: Declared } {
  const files = projectFiles(folder, io)
  io.progress('reading the plant model')
  return { files, declared: declaredPlant(files, loadCatalogs()) }
}

function projectFiles(folder: string, io: Io): ProjectFiles {
  if (!isFolder(folder)) throw new Stop(2, `"${folder}" is a file; name the folder that holds its plant.yaml`)
  if (!existsSync(join(folder, 'plant.yaml')))
    throw new Stop(2, `"${folder}" holds no plant.yaml; "cofferdam init <evidence>" writes a first one`)
  const paths = filesBelow(folder)
  const texts = new Map(projectTextFiles(paths).map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
  const hashes = new Map(
    paths.map((path) => {
      io.progress(`hashing ${path}`)
      return [path, hashFile(join(folder, path))]
    }),
  )
  return { texts, hashes }
}

/** The evidence of a project: what the model declares a vantage for, and every other file under `evidence/` that was seen or answered. */
function evidenceFiles(folder: string, files: ProjectFiles, plant: Plant): EvidenceFile[] {
  const declared = new Map(plant.vantages.map((v) => [v.file, v]))
  const { id: site, spaces } = plant.sites[0]!
  return [...files.hashes].flatMap(([name, hash]): EvidenceFile[] => {
    const path = join(folder, name)
    const vantage = declared.get(name)
    if (vantage) {
      const { tap, covers, taken } = vantage
      const subject = subjectOfAsset(vantage, plant)
      const where = { site: vantage.site, space: vantage.space, tap, covers, declared: true, subject, taken }
      return [{ path, name, hash, vantage: where }]
    }
    if (!name.startsWith('evidence/') || name.endsWith(MAPPING)) return []
    const guessed = { site, space: spaces[0]!.id, tap: undefined, covers: [], declared: false }
    const file = { path, name, hash, vantage: guessed }
    const reader = readerOf(file)?.id
    return reader === undefined || LISTS.has(reader) ? [] : [file]
  })
}

/** Lists of which nobody has said that they count: a table among the documents may be anything. */
const LISTS: ReadonlySet<string> = new Set(['asset-list', 'netbox', 'sbom'])

/** The subject of facts about the asset that a vantage names: an address in its space, else its name. */
function subjectOfAsset({ asset: id, space }: DeclaredVantage, plant: Plant): string | undefined {
  const asset = plant.assets.find((a) => a.id === id)
  if (!asset) return undefined
  const here = asset.addresses.filter((address) => address.space === space)
  const address = here.find((a) => a.ip !== undefined) ?? here.find((a) => a.mac !== undefined)
  return address?.ip ?? address?.mac ?? `name:${asset.id}`
}

function exhibits(journey: Journey, evidence: Evidence): readonly Exhibit[] {
  const vantages = new Map(evidence.observations.segments.map((s) => [s.source as string, s.vantage]))
  const wanted = exhibitRequests(journey.assessed, journey.records)
  const made = new Map<FrameRef, Exhibit>()
  for (const [source, frames] of groupBy(wanted, (frame) => frame.source as string)) {
    const path = evidence.paths.get(source)
    const vantage = vantages.get(source)
    if (!path || !vantage) continue
    for (const [i, bytes] of readRangesInside(path, frames).entries())
      made.set(frames[i]!, makeExhibit(frames[i]!, bytes, vantage))
  }
  return wanted.flatMap((frame) => made.get(frame) ?? [])
}
