import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { codeFrame } from '../../src/groundwork/code-frame.ts'
import { diagnosticCatalog } from '../../src/groundwork/diagnostic.ts'
import { applyEdits } from '../../src/plant/apply-edits.ts'
import { plantDiagnostics } from '../../src/plant/diagnostics.ts'
import { plantSchema } from '../../src/plant/schema.ts'
import { understand } from '../../src/plant/understand.ts'
import { readPlant } from '../../src/plant/written/read-plant.ts'
import { catalogs } from '../kit/catalogs.ts'

const chapter = readFileSync(new URL('../../docs/handbook/plant-model.md', import.meta.url), 'utf8')
const fences = [...chapter.matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, name, text]) => ({
  language: language!,
  name,
  text: text!,
}))
const named = new Map(fences.filter(({ name }) => name?.includes('.')).map(({ name, text }) => [name!, text]))
const fence = (language: string, name?: string) => fences.find((f) => f.language === language && f.name === name)!.text

function read(texts: ReadonlyMap<string, string>) {
  const files = { texts, hashes: new Map() }
  const { written, diagnostics } = readPlant(files)
  const { plant, diagnostics: more } = understand(written, { catalogs, files })
  const catalog = diagnosticCatalog([plantDiagnostics])
  return { plant, frames: [...diagnostics, ...more].map((d) => codeFrame(d, texts, catalog)) }
}

test('the pieces of the chapter make one plant without a fault', () => {
  const start = named.get('plant.yaml')!.replace('claims.yaml]', 'claims.yaml, lists.yaml]')
  const { plant, frames } = read(new Map([...named, ['plant.yaml', start]]))
  expect(frames).toEqual([])
  expect(plant.zones).toHaveLength(3)
  expect(plant.assets.map((a) => a.id)).toEqual([
    'fw-cell-1',
    'hmi-filler',
    'plc-filler',
    'scada',
    'valve-1',
    'valve-2',
    'valve-3',
  ])
  expect(plant.assets[0]!.addresses.map((a) => a.space)).toEqual(['plant-net', 'cell-1-net'])
  expect(plant.measures.map((m) => m.role)).toEqual(['direct', 'service', 'compensation'])
  expect(plant.unused.map((u) => u.path)).toEqual(['risk.matrix'])
})

test('every piece fits the JSON Schema', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(plantSchema(catalogs))
  for (const [name, text] of named) {
    if (!name.endsWith('.yaml')) continue
    validate(parse(text))
    expect({ name, errors: validate.errors ?? [] }).toEqual({ name, errors: [] })
  }
})

test('the messages of the chapter are those of the program', () => {
  const { frames } = read(new Map([['plant.yaml', fence('yaml', 'wrong')]]))
  expect(`${frames.join('\n\n')}\n`).toBe(fence('text'))
})

test('the edit of the chapter changes one line', () => {
  const { texts, conflicts } = applyEdits(named, [JSON.parse(fence('json', 'edit'))])
  expect(conflicts).toEqual([])
  expect(texts.get('things.yaml')).toBe(named.get('things.yaml')!.replace('firmware: 2.9.4', 'firmware: 2.10.0'))
})
