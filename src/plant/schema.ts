import type { Catalogs } from '../standard/catalog.ts'
import { KEYS, LATER, LISTS, SINGLES, VERSION } from './model/document.ts'
import type { JsonSchema, Schemas, Shape } from './model/shape.ts'

/**
 * The JSON Schema (draft-07) of plant files, for completion and hover in editors: made from the same descriptions that read
 * plants, with the rows, kinds and protocols of the catalogs and their names as hover texts.
 */
export function plantSchema(catalogs: Catalogs): object {
  const definitions: Record<string, JsonSchema> = {}
  const schemas: Schemas = {
    catalogs,
    define(name, make) {
      definitions[name] ??= make()
      return { $ref: `#/definitions/${name}` }
    },
  }
  const paths = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }
  const from = {
    type: 'object',
    properties: {
      from: { ...paths, description: 'CSV or NDJSON files with the same field names, from the project folder.' },
    },
    required: ['from'],
    additionalProperties: false,
  }
  const properties: Record<string, JsonSchema> = {
    cofferdam: { type: 'integer', enum: [VERSION], description: 'Version of the model this plant is written in.' },
    includes: { ...paths, description: 'Further YAML files of this plant, from the project folder.' },
  }
  for (const [key, { shape, says }] of Object.entries(SINGLES))
    properties[key] = { ...(shape as Shape<unknown>).schema(schemas), description: says }
  for (const [key, { shape, says }] of Object.entries(LISTS)) {
    const items = schemas.define(key, () => (shape as Shape<unknown>).schema(schemas))
    properties[key] = { anyOf: [{ type: 'array', items }, from, { type: 'null' }], description: says }
  }
  for (const [key, { says }] of Object.entries(LATER))
    properties[key] = { description: `${says} (Kept; not used yet.)` }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:cofferdam:plant:1',
    description: 'A plant model of Cofferdam: plant.yaml and the files it includes.',
    type: 'object',
    properties: Object.fromEntries(KEYS.map((key) => [key, properties[key]!])),
    additionalProperties: false,
    definitions,
  }
}
