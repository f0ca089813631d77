import { existsSync, readFileSync } from 'node:fs'
import type { Observations, Segment } from '../../src/evidence/observation.ts'
import { mergeObservations } from '../../src/evidence/observe.ts'
import type { Diagnostic } from '../../src/groundwork/diagnostic.ts'
import type { MakerOf } from '../../src/inventory/hosts.ts'
import { makerLookup } from '../../src/inventory/makers.ts'
import type { Io } from './io.ts'
import type { EvidenceFile } from './named-files.ts'
import { readFiles } from './workers/read-files.ts'

/** What was read, and the files that no reader knows. */
export interface Evidence {
  readonly observations: Observations
  readonly unknown: readonly string[]
  /** What was wrong with files that gave nothing. */
  readonly diagnostics: readonly Diagnostic[]
  /** Where to find the bytes of a source again. */
  readonly paths: ReadonlyMap<string, string>
}

/** Reads evidence file by file in bounded memory, on up to `workers` threads (as many as there are processors when not given). */
export async function takeEvidence(files: readonly EvidenceFile[], io: Io, workers?: number): Promise<Evidence> {
  const segments: Segment[] = []
  const unknown: string[] = []
  const diagnostics: Diagnostic[] = []
  const paths = new Map<string, string>()
  for (const [i, taken] of (await readFiles(files, io, workers)).entries()) {
    const file = files[i]!
    diagnostics.push(...taken.diagnostics)
    if (!taken.segment) unknown.push(file.name)
    else {
      segments.push(taken.segment)
      paths.set(taken.segment.source, file.path)
    }
  }
  io.progress('')
  return { observations: mergeObservations({ segments: [] }, { segments }), unknown, diagnostics, paths }
}

let makers: MakerOf | undefined

/** Maker by MAC address, from the table that the build has put beside the program. */
export function loadMakers(): MakerOf {
  const file = new URL('oui.json', import.meta.url)
  makers ??= existsSync(file) ? makerLookup(JSON.parse(readFileSync(file, 'utf8'))) : () => undefined
  return makers
}
