import { type Sha256, contentId, sha256Of } from '../../groundwork/canonical.ts'
import type { Diagnostic } from '../../groundwork/diagnostic.ts'
import { didYouMean } from '../../groundwork/near.ts'
import { byText } from '../../groundwork/order.ts'
import type { Span } from '../../groundwork/span.ts'
import type { ProjectFiles } from '../plant.ts'
import { readCsv } from './csv.ts'
import { Desk } from './desk.ts'
import { readNdjson } from './json.ts'
import { type Budget, LIMITS, type Mapping, type Node, type Scalar } from './node.ts'
import { readYaml } from './yaml.ts'

/** What stands under one top-level key in one file. */
export interface Section {
  readonly key: Scalar
  readonly value: Node | LongList
}

/** A list in a CSV or NDJSON file: read row by row whenever it is asked for, so that it never stands in memory twice. */
export interface LongList extends Span {
  readonly kind: 'rows'
  rows(desk: Desk): Iterable<Node>
}

/** The plant as written: every file read, nothing understood yet. */
export interface Written {
  /** By top-level key, in the order in which files were included. */
  readonly sections: ReadonlyMap<string, readonly Section[]>
  /** `decisions/*.ndjson`. */
  readonly records: readonly LongList[]
  /** The files it was read from, sorted. */
  readonly files: readonly string[]
  /** SHA-256 over paths and texts of these files. */
  readonly hash: Sha256
}

/** The file a plant starts at. */
export const START = 'plant.yaml'
/** Where vantages and evidence may be declared without being included. */
const EVIDENCE_INDEX = 'evidence/index.yaml'
const DECISIONS = /^decisions\/[^/]+\.ndjson$/

/** Those of the paths of a project folder that belong to the model and are read as text; all others are only hashed. */
export function projectTextFiles(paths: Iterable<string>): string[] {
  return [...paths]
    .filter((path) => {
      if (!/\.(ya?ml|json|csv|ndjson)$/i.test(path) || /(^|\/)(\.|node_modules\/|out\/)/.test(path)) return false
      return path.startsWith('evidence/') ? path === EVIDENCE_INDEX : true
    })
    .sort(byText)
}

/**
 * Reads the texts of a plant, from `plant.yaml` through its includes; everything that cannot be read is reported at once, faults
 * inside CSV and NDJSON files when their rows are read.
 */
export function readPlant(files: ProjectFiles): { written: Written; diagnostics: readonly Diagnostic[] } {
  const reader = new PlantReader(files)
  reader.start()
  return { written: reader.written(), diagnostics: reader.desk.diagnostics() }
}

class PlantReader {
  readonly desk = new Desk()
  readonly #files: ProjectFiles
  readonly #budget: Budget = { values: LIMITS.values }
  readonly #sections = new Map<string, Section[]>()
  readonly #records: LongList[] = []
  readonly #read = new Set<string>()

  constructor(files: ProjectFiles) {
    this.#files = files
  }

  start(): void {
    const queue: { path: string; at: Span | undefined }[] = [{ path: START, at: undefined }]
    if (this.#files.texts.has(EVIDENCE_INDEX)) queue.push({ path: EVIDENCE_INDEX, at: undefined })
    for (const { path, at } of queue) {
      if (path === EVIDENCE_INDEX && this.#read.has(path)) continue
      const text = this.#open(path, at)
      if (text === undefined) continue
      const root = readYaml(path, text, this.desk, this.#budget)
      if (!root) continue
      if (root.kind !== 'map') {
        this.desk.report(
          'PLANT_WRONG_SHAPE',
          { expected: 'a map with keys such as "zones:"', found: `a ${root.kind}` },
          root,
        )
        continue
      }
      queue.push(...this.#sectionsOf(root))
    }
    for (const path of [...this.#files.texts.keys()].filter((p) => DECISIONS.test(p)).sort(byText)) {
      const text = this.#open(path, undefined)
      if (text !== undefined) this.#records.push(longList(path, text))
    }
  }

  written(): Written {
    const files = [...this.#read].sort(byText)
    const hash = contentId(files.map((path) => [path, sha256Of(this.#files.texts.get(path) ?? '')]))
    return { sections: this.#sections, records: this.#records, files, hash }
  }

  #sectionsOf(root: Mapping): { path: string; at: Span }[] {
    const includes: { path: string; at: Span }[] = []
    for (const { key, value } of root.entries) {
      if (key.value === 'includes') {
        for (const path of this.#paths(value)) {
          if (/\.(csv|ndjson)$/i.test(path.value)) {
            const why = 'includes are YAML files'
            const help = () => `name the list it fills, e.g. assets: { from: ${path.value} }`
            this.desk.report('PLANT_FILE_KIND', { file: path.value, why }, path, help)
          } else includes.push({ path: path.value, at: path })
        }
        continue
      }
      const from = fromOf(value)
      const sections = this.#sections.get(key.value) ?? []
      this.#sections.set(key.value, sections)
      if (!from) sections.push({ key, value })
      else for (const path of this.#paths(from)) this.#list(key, path, sections)
    }
    return includes
  }

  #list(key: Scalar, path: Scalar, sections: Section[]): void {
    if (!/\.(csv|ndjson)$/i.test(path.value)) {
      const why = 'lists come from .csv or .ndjson files'
      this.desk.report('PLANT_FILE_KIND', { file: path.value, why }, path, () => 'put YAML files under "includes:"')
      return
    }
    const text = this.#open(path.value, path)
    if (text === undefined) return
    sections.push({ key, value: longList(path.value, text) })
  }

  #paths(node: Node): Scalar[] {
    const items = node.kind === 'list' ? node.items : [node]
    return items.filter((item): item is Scalar => {
      if (item.kind === 'scalar' && item.value !== '') return true
      this.desk.report('PLANT_WRONG_SHAPE', { expected: 'a path', found: `a ${item.kind}` }, item)
      return false
    })
  }

  #open(path: string, at: Span | undefined): string | undefined {
    const place = at ?? { file: path, from: 0, to: 0 }
    if (this.#read.has(path)) {
      this.desk.report('PLANT_FILE_TWICE', { file: path }, place)
      return undefined
    }
    const text = this.#files.texts.get(path)
    if (text === undefined) {
      this.desk.report('PLANT_FILE_MISSING', { file: path }, at, () => didYouMean(path, this.#files.texts.keys()))
      return undefined
    }
    if (this.#read.size >= LIMITS.files) {
      this.desk.report('PLANT_TOO_LARGE', { what: 'files of a plant', limit: LIMITS.files }, place)
      return undefined
    }
    if (text.length > LIMITS.listLength) {
      this.desk.report('PLANT_TOO_LARGE', { what: 'length of a file', limit: LIMITS.listLength }, place)
      return undefined
    }
    this.#read.add(path)
    const lost = text.indexOf('\ufffd')
    if (lost >= 0) this.desk.report('PLANT_NOT_TEXT', {}, { file: path, from: lost, to: lost + 1 })
    return text
  }
}

function longList(file: string, text: string): LongList {
  const read = /\.csv$/i.test(file) ? readCsv : readNdjson
  const rows = (desk: Desk) => read(file, text, desk, { values: LIMITS.values })
  return { kind: 'rows', file, from: 0, to: text.length, rows }
}

/** The paths of a list that stands in other files: `{ from: assets.csv }`. */
function fromOf(value: Node): Node | undefined {
  if (value.kind !== 'map' || value.entries.length !== 1) return undefined
  const [entry] = value.entries
  return entry?.key.value === 'from' ? entry.value : undefined
}
