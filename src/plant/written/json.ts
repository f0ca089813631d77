import { type JsonMaker, JsonReader } from '../../groundwork/json.ts'
import type { Desk } from './desk.ts'
import { type Budget, LIMITS, type Node, type Scalar, scalar } from './node.ts'

/** Reads NDJSON line by line: one JSON value (RFC 8259) each, with the place of every key and value; broken lines are reported and left out. */
export function* readNdjson(file: string, text: string, desk: Desk, budget: Budget): Generator<Node> {
  const maker = nodesOf(file, desk)
  for (let from = text.startsWith('\ufeff') ? 1 : 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    if (/\S/.test(text.slice(from, Math.min(to, from + 200))) || text.slice(from, to).trim() !== '') {
      const reader = new JsonReader(text, from, to, maker, {
        depth: LIMITS.depth,
        values: LIMITS.rowValues,
        where: 'on a line',
      })
      const node = reader.whole()
      if (node) yield node
      else desk.report('PLANT_SYNTAX', { why: reader.why }, { file, from: reader.at, to: reader.at + 1 })
      budget.values -= reader.values
      if (budget.values <= 0) {
        desk.report('PLANT_TOO_LARGE', { what: 'values in a plant', limit: LIMITS.values }, { file, from, to })
        return
      }
    }
    from = to + 1
  }
}

function nodesOf(file: string, desk: Desk): JsonMaker<Node, Scalar> {
  return {
    scalar: (from, to, text, quoted) => scalar(file, from, to, text, quoted ? 'quoted' : 'plain'),
    list: (from, to, items) => ({ kind: 'list', file, from, to, flow: true, items }),
    key: (from, to, name) => scalar(file, from, to, name, 'quoted'),
    map: (from, to, entries) => ({ kind: 'map', file, from, to, flow: true, entries }),
    repeated: (key, name) => desk.report('PLANT_DUPLICATE_KEY', { key: name }, key),
  }
}
