import { didYouMean } from '../../groundwork/near.ts'
import type { Edit, EditConflict, EditResult } from '../edit.ts'
import { LISTS, SINGLES } from '../model/document.ts'
import { Desk } from '../written/desk.ts'
import { isNothing, type Mapping, type Node, plainValue, type Scalar } from '../written/node.ts'
import { readPlant, type Section, START, type Written } from '../written/read-plant.ts'
import { CsvPlans } from './csv-plans.ts'
import { isMap } from './render.ts'
import { Changer, type Change, type Splice, spliced } from './splice.ts'
import { child, nodeOf, sameNodes, scalarText, updated } from './tree.ts'

/** How one edit changes one text. */
export interface Plan {
  readonly edit: Edit
  readonly file: string
  readonly splice: Splice
  /** What it changes in the nodes of a YAML or NDJSON file; cells of a CSV have none. */
  readonly change: { readonly old: Node; readonly update: (node: Node) => Node } | undefined
}

/** Edits of different entities, planned on one reading of the texts and checked by reading the result. */
export class EditRound {
  readonly #texts: ReadonlyMap<string, string>
  readonly #written: Written
  readonly #conflicts: EditConflict[] = []
  readonly #ids = new Map<string, ReadonlyMap<string, Node>>()
  readonly #changers = new Map<string, Changer>()
  readonly #csv: CsvPlans

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts
    this.#written = readPlant({ texts, hashes: new Map() }).written
    this.#csv = new CsvPlans(texts)
  }

  apply(edits: readonly Edit[]): EditResult {
    const plans = edits.map((edit) => this.#plan(edit)).filter((plan) => plan !== undefined)
    if (plans.length === 0) return { texts: this.#texts, conflicts: this.#conflicts }
    const texts = new Map(this.#texts)
    for (const file of new Set(plans.map((plan) => plan.file))) {
      const splices = plans.filter((plan) => plan.file === file).map((plan) => plan.splice)
      texts.set(file, spliced(texts.get(file) ?? '', [...splices, ...this.#csv.headers(file)]))
    }
    if (this.#isAsMeant(plans, texts)) return { texts, conflicts: this.#conflicts }
    return this.#byHalves(plans)
  }

  /** Finds out by halves which of several edits the texts cannot take. */
  #byHalves(plans: readonly Plan[]): EditResult {
    if (plans.length === 1) {
      this.#conflict(plans[0]!.edit, 'the text cannot be changed here without changing something else; edit it by hand')
      return { texts: this.#texts, conflicts: this.#conflicts }
    }
    const edits = plans.map((plan) => plan.edit)
    const middle = edits.length >> 1
    const first = new EditRound(this.#texts).apply(edits.slice(0, middle))
    const second = new EditRound(first.texts).apply(edits.slice(middle))
    return { texts: second.texts, conflicts: [...this.#conflicts, ...first.conflicts, ...second.conflicts] }
  }

  /** Whether the new texts say what the old ones said with the changes in them, and nothing else. */
  #isAsMeant(plans: readonly Plan[], texts: ReadonlyMap<string, string>): boolean {
    const updates = new Map<Node, (node: Node) => Node>()
    for (const { change } of plans) {
      if (!change) continue
      const before = updates.get(change.old)
      updates.set(change.old, before ? (node) => change.update(before(node)) : change.update)
    }
    const after = readPlant({ texts, hashes: new Map() }).written
    if (after.files.join() !== this.#written.files.join()) return false
    const met = new Map<Node, number>()
    for (const file of new Set(plans.map((plan) => plan.file))) {
      if (/\.csv$/i.test(file)) {
        if (!this.#csv.isAsMeant(file, texts)) return false
        continue
      }
      if (!sameNodes(updated(this.#root(this.#written, file), updates, met), this.#root(after, file))) return false
    }
    return [...updates.keys()].every((node) => met.get(node) === 1)
  }

  readonly #roots = new WeakMap<Written, Map<string, Mapping>>()

  /** What a file holds, as one map; the rows of an NDJSON file stand under its list. */
  #root(written: Written, file: string): Mapping {
    const known = this.#roots.get(written)?.get(file)
    if (known) return known
    const entries = [...written.sections.values()].flat().flatMap(({ key, value }) => {
      if (value.file !== file) return []
      if (value.kind !== 'rows') return [{ key, value }]
      return [{ key, value: { ...value, kind: 'list' as const, flow: false, items: this.#rowsOf(value) } }]
    })
    const root: Mapping = { kind: 'map', file, from: 0, to: 0, flow: false, entries }
    this.#roots.set(written, (this.#roots.get(written) ?? new Map<string, Mapping>()).set(file, root))
    return root
  }

  readonly #rows = new Map<object, readonly Node[]>()

  #rowsOf(list: Section['value'] & { readonly kind: 'rows' }): readonly Node[] {
    let rows = this.#rows.get(list)
    if (!rows) this.#rows.set(list, (rows = [...list.rows(new Desk())]))
    return rows
  }

  #conflict(edit: Edit, why: string): undefined {
    this.#conflicts.push({ edit, why })
    return undefined
  }

  #plan(edit: Edit): Plan | undefined {
    const { list, id } = edit.entity
    const sections = this.#written.sections.get(list) ?? []
    if (Object.hasOwn(SINGLES, list)) return this.#planSingle(edit, sections[0])
    if (!Object.hasOwn(LISTS, list) && sections.length === 0) {
      return this.#conflict(edit, `there is no list "${list}"${helpOf(didYouMean(list, Object.keys(LISTS)))}`)
    }
    const ids = this.#idsOf(list, sections)
    const node = ids.get(id)
    if (edit.do === 'add' && edit.field.length === 0) {
      if (node) return this.#conflict(edit, `"${id}" is already among the ${list}`)
      return this.#planNew(edit, sections)
    }
    if (!node) return this.#conflict(edit, `"${id}" is not among the ${list}${helpOf(didYouMean(id, ids.keys()))}`)
    if (/\.csv$/i.test(node.file)) return this.#planned(edit, node.file, this.#csv.plan(edit, node))
    if (edit.field.length > 0) return this.#planField(edit, node, undefined)
    if (edit.before !== undefined && !sameNodes(node, nodeOf(edit.before)))
      return this.#conflict(edit, `"${id}" is no longer what it was when the edit was made`)
    const changer = this.#changer(node.file)
    const root = this.#root(this.#written, node.file)
    const home = root.entries.find(({ value }) => value.kind === 'list' && value.items.includes(node))
    if (home?.value.kind !== 'list') return this.#conflict(edit, 'its place in the text is unusual')
    if (edit.do === 'set' && edit.after !== undefined)
      return this.#changed(edit, node.file, changer.replace(node, undefined, edit.after))
    if (/\.ndjson$/i.test(node.file)) return this.#removeLine(edit, home.value, node)
    return this.#changed(edit, node.file, changer.removeItem(home.value, node, home.key))
  }

  #removeLine(edit: Edit, list: Node, line: Node): Plan {
    const text = this.#texts.get(line.file) ?? ''
    const end = text.indexOf('\n', line.to)
    const splice = { from: text.lastIndexOf('\n', line.from - 1) + 1, to: end < 0 ? text.length : end + 1, text: '' }
    const update = (node: Node): Node =>
      node.kind === 'list' ? { ...node, items: node.items.filter((item) => item !== line) } : node
    return { edit, file: line.file, splice, change: { old: list, update } }
  }

  #planSingle(edit: Edit, section: Section | undefined): Plan | undefined {
    const { list } = edit.entity
    const value = section?.value
    if (edit.do === 'add') return this.#conflict(edit, `"${list}" is no list; use "set"`)
    if (section && value && value.kind !== 'rows' && !isNothing(value)) {
      if (edit.field.length > 0) return this.#planField(edit, value, section.key)
      if (edit.after === undefined) return this.#conflict(edit, `"${list}" cannot be taken away`)
      if (!sameNodes(value, nodeOf(edit.before))) return this.#conflict(edit, this.#changedSince(edit, value))
      return this.#changed(edit, value.file, this.#changer(value.file).replace(value, section.key, edit.after))
    }
    if (edit.before !== undefined && edit.before !== null)
      return this.#conflict(edit, `"${list}" is no longer what it was when the edit was made`)
    const after = nested(edit.field, edit.after)
    if (section && value && value.kind !== 'rows')
      return this.#changed(edit, value.file, this.#changer(value.file).replace(value, section.key, after))
    if (!this.#texts.has(START)) return this.#conflict(edit, `there is no ${START}`)
    const root = this.#root(this.#written, START)
    return this.#changed(edit, START, this.#changer(START).appendKey(root, list, after))
  }

  #planNew(edit: Edit, sections: readonly Section[]): Plan | undefined {
    const { list, id } = edit.entity
    if (!isMap(edit.after)) return this.#conflict(edit, 'an entry is a map of keys')
    const entity = Object.hasOwn(edit.after, 'id') ? edit.after : { id, ...edit.after }
    if (String(entity['id']) !== id) return this.#conflict(edit, `its id is "${String(entity['id'])}", not "${id}"`)
    const inYaml = sections.findLast(({ value }) => value.kind !== 'rows')
    if (inYaml && inYaml.value.kind === 'list') {
      const { value, key } = inYaml
      return this.#changed(edit, value.file, this.#changer(value.file).addItem(value, entity, key))
    }
    if (inYaml && inYaml.value.kind === 'scalar' && isNothing(inYaml.value)) {
      const { value, key } = inYaml
      return this.#changed(edit, value.file, this.#changer(value.file).beginList(value, key, entity))
    }
    const long = sections.findLast(({ value }) => value.kind === 'rows')?.value
    if (long?.kind === 'rows') {
      if (/\.csv$/i.test(long.file)) return this.#planned(edit, long.file, this.#csv.add(edit, long.file, entity))
      const { value } = this.#root(this.#written, long.file).entries[0]!
      const text = this.#texts.get(long.file) ?? ''
      const line = `${text === '' || text.endsWith('\n') ? '' : '\n'}${JSON.stringify(entity)}\n`
      const update = (node: Node): Node =>
        node.kind === 'list' ? { ...node, items: [...node.items, nodeOf(entity)] } : node
      const splice = { from: text.length, to: text.length, text: line }
      return { edit, file: long.file, splice, change: { old: value, update } }
    }
    if (!this.#texts.has(START)) return this.#conflict(edit, `there is no ${START}`)
    const root = this.#root(this.#written, START)
    return this.#changed(edit, START, this.#changer(START).appendKey(root, list, [entity]))
  }

  #planField(edit: Edit, entity: Node, entityKey: Scalar | undefined): Plan | undefined {
    const changer = this.#changer(entity.file)
    let at = { node: entity, key: entityKey }
    let parent: typeof at | undefined
    let depth = 0
    for (const step of edit.field) {
      const next = child(at.node, step)
      if (!next) break
      if (next.from < at.node.from || next.to > at.node.to)
        return this.#conflict(edit, 'it stands behind an alias; change it where the anchor is')
      const { node } = at
      const key = node.kind === 'map' ? node.entries.find((entry) => entry.value === next)?.key : undefined
      parent = at
      at = { node: next, key }
      depth++
    }
    const missing = edit.field.slice(depth)
    const change =
      missing.length > 0 ? this.#absent(edit, missing, at, changer) : this.#present(edit, at, parent ?? at, changer)
    if (change === 'nothing') return undefined
    return typeof change === 'string' ? this.#conflict(edit, change) : this.#changed(edit, entity.file, change)
  }

  #absent(
    edit: Edit,
    missing: readonly string[],
    at: { readonly node: Node; readonly key: Scalar | undefined },
    changer: Changer,
  ): Change | string {
    const { before } = edit
    if (edit.do === 'remove' || (before !== undefined && before !== null))
      return `there is no "${edit.field.join('/')}"`
    if (edit.do === 'set' && edit.after === undefined) return 'nothing'
    const after = nested(missing.slice(1), edit.do === 'add' ? [edit.after] : edit.after)
    if (at.node.kind === 'map') return changer.addKey(at.node, missing[0]!, after)
    if (isNothing(at.node))
      return changer.replace(at.node, at.key, nested(missing, edit.do === 'add' ? [edit.after] : edit.after))
    if (at.node.kind === 'list' && missing.length === 1 && isMap(after) && after['id'] === missing[0])
      return changer.addItem(at.node, after, at.key)
    return `there is no "${edit.field.join('/')}"`
  }

  #present(
    edit: Edit,
    at: { readonly node: Node; readonly key: Scalar | undefined },
    parent: { readonly node: Node; readonly key: Scalar | undefined },
    changer: Changer,
  ): Change | string {
    const { node, key } = at
    const holds =
      edit.before === undefined ? edit.do !== 'set' || isNothing(node) : sameNodes(node, nodeOf(edit.before))
    if (!holds) return this.#changedSince(edit, node)
    if (edit.do === 'add') {
      if (node.kind === 'list') return changer.addItem(node, edit.after, key)
      return changer.replace(node, key, isNothing(node) ? [edit.after] : [plainValue(node), edit.after])
    }
    if (edit.do === 'set' && edit.after !== undefined) return changer.replace(node, key, edit.after)
    if (parent.node.kind === 'map') return changer.removeKey(parent.node, key!.value, parent.key)
    return parent.node.kind === 'list' ? changer.removeItem(parent.node, node, parent.key) : 'it cannot be taken away'
  }

  #changedSince(edit: Edit, node: Node): string {
    const now = JSON.stringify(plainValue(node)) ?? 'nothing'
    const where = edit.field.length > 0 ? `"${edit.field.join('/')}"` : 'it'
    return `${where} is ${now.slice(0, 200)} now, and was ${(JSON.stringify(edit.before) ?? 'missing').slice(0, 200)} when the edit was made`
  }

  #changed(edit: Edit, file: string, change: Change): Plan | undefined {
    if ('why' in change) return this.#conflict(edit, change.why)
    return { edit, file, splice: change.splice, change }
  }

  #planned(edit: Edit, file: string, splice: Splice | { readonly why: string }): Plan | undefined {
    if ('why' in splice) return this.#conflict(edit, splice.why)
    return { edit, file, splice, change: undefined }
  }

  #idsOf(list: string, sections: readonly Section[]): ReadonlyMap<string, Node> {
    const known = this.#ids.get(list)
    if (known) return known
    const ids = new Map<string, Node>()
    for (const { value } of sections) {
      const items = value.kind === 'rows' ? this.#rowsOf(value) : value.kind === 'list' ? value.items : []
      for (const item of items) {
        const id = scalarText(child(item, 'id'))
        if (id !== undefined && !ids.has(id)) ids.set(id, item)
      }
    }
    this.#ids.set(list, ids)
    return ids
  }

  #changer(file: string): Changer {
    let changer = this.#changers.get(file)
    if (!changer) {
      changer = new Changer(this.#texts.get(file) ?? '', /\.(json|ndjson)$/i.test(file))
      this.#changers.set(file, changer)
    }
    return changer
  }
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value)
}

function helpOf(text: string | undefined): string {
  return text === undefined ? '' : `; ${text}`
}
