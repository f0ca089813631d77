import type { Edit } from '../edit.ts'
import type { Node } from '../written/node.ts'
import { CsvChanger, cellsOf } from './csv-edit.ts'
import type { Splice } from './splice.ts'

type Cells = ReadonlyMap<string, string>
type Planned = Splice | { readonly why: string }

const TOO_MUCH = 'a row of a CSV cannot hold this; move the entry to a YAML file'

/** Edits of CSV files within one round: planned row by row, and checked by the cells they should lead to. */
export class CsvPlans {
  readonly #texts: ReadonlyMap<string, string>
  readonly #changers = new Map<string, CsvChanger>()
  /** By file: the cells that the row of each edited id should have; none for a row that goes away. */
  readonly #expected = new Map<string, Map<string, Cells | undefined>>()

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts
  }

  plan(edit: Edit, row: Node): Planned {
    const changer = this.#changer(row.file)
    const cells = changer.cells(row.from)
    const prefix = edit.field.filter((step) => step !== '0').join('.')
    const under = (name: string) => prefix === '' || name === prefix || name.startsWith(`${prefix}.`)
    const current = new Map([...cells].filter(([name]) => under(name)))
    const before = cellsOf(edit.before, prefix)
    const asks = edit.before !== undefined || edit.do === 'set'
    if (asks && (!before || !sameCells(before, current)))
      return { why: `"${prefix}" is no longer what it was when the edit was made` }
    if (edit.do === 'remove' && edit.field.length === 0) {
      this.#expect(row.file, edit.entity.id, undefined)
      return changer.remove(row.from, row.to)
    }
    if (edit.do === 'remove' && current.size === 0) return { why: `there is no "${prefix}"` }
    const wanted =
      edit.do === 'remove' ? new Map<string, string>() : cellsOf(this.#after(edit, current.get(prefix)), prefix)
    if (!wanted || (edit.do === 'add' && current.size > 0 && !current.has(prefix))) return { why: TOO_MUCH }
    const cellsNow = new Map([...cells].filter(([name]) => !under(name)))
    for (const [name, text] of wanted) cellsNow.set(name, text)
    this.#expect(row.file, edit.entity.id, cellsNow)
    const changed = new Map([...current.keys()].map((name) => [name, '']))
    for (const [name, text] of wanted) changed.set(name, text)
    return changer.set(row.from, row.to, changed)
  }

  add(edit: Edit, file: string, entity: unknown): Planned {
    const cells = cellsOf(entity)
    if (!cells) return { why: TOO_MUCH }
    this.#expect(file, edit.entity.id, cells)
    return this.#changer(file).append(cells)
  }

  headers(file: string): Splice[] {
    return this.#changers.get(file)?.header() ?? []
  }

  /** Whether the rows of the edited ids have the cells they should, and all others are untouched. */
  isAsMeant(file: string, texts: ReadonlyMap<string, string>): boolean {
    const expected = this.#expected.get(file) ?? new Map<string, Cells | undefined>()
    const before = new CsvChanger(this.#texts.get(file) ?? '').rowsById()
    const after = new CsvChanger(texts.get(file) ?? '').rowsById()
    for (const [id, cells] of expected) {
      const row = after.get(cells?.get('id') ?? id)
      if (cells === undefined ? row !== undefined : !row || !sameCells(cells, row)) return false
      before.delete(id)
      after.delete(cells?.get('id') ?? id)
    }
    return (
      before.size === after.size && [...before].every(([id, cells]) => sameCells(cells, after.get(id) ?? new Map()))
    )
  }

  #after(edit: Edit, current: string | undefined): unknown {
    if (edit.do !== 'add') return edit.after
    const items = current === undefined || current === '[]' ? [] : current.split(';').map((item) => item.trim())
    return [...items, edit.after]
  }

  #expect(file: string, id: string, cells: Cells | undefined): void {
    const expected = this.#expected.get(file) ?? new Map<string, Cells | undefined>()
    this.#expected.set(file, expected.set(id, cells))
  }

  #changer(file: string): CsvChanger {
    let changer = this.#changers.get(file)
    if (!changer) this.#changers.set(file, (changer = new CsvChanger(this.#texts.get(file) ?? '')))
    return changer
  }
}

function sameCells(a: Cells, b: Cells): boolean {
  return a.size === b.size && [...a].every(([name, text]) => listText(b.get(name) ?? '') === listText(text))
}

/** A cell with its list written one way. */
function listText(text: string): string {
  return text.split(/\s*;\s*/).join(';')
}
