import { z } from 'zod'
import { type CatalogFile, catalogFile } from './catalog-file.ts'
import { patternFault, patternGroups } from './safe-pattern.ts'

const text = z.string().min(1)
const kebab = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id is in kebab-case')
const confidence = z.number().min(0).max(1)
const texts = z.union([text, z.array(text).min(1)]).transform((value) => (typeof value === 'string' ? [value] : value))

const fingerprint = z
  .strictObject({
    id: kebab,
    reads: z.record(kebab, z.array(text).min(1)),
    pattern: text,
    'any-case': z.boolean().optional(),
    yields: z.record(kebab, texts),
    confidence,
    examples: z.array(z.strictObject({ value: text, gives: z.record(kebab, texts) })).min(1),
    source: text,
  })
  .superRefine((row, context) => {
    const fault = patternFault(row.pattern, row['any-case'] ?? false)
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['pattern'], message: fault })
    const groups = patternGroups(row.pattern)
    for (const [attribute, templates] of Object.entries(row.yields))
      for (const [, name] of templates.join('').matchAll(/\{([^}]*)\}/g))
        if (!groups.includes(name!))
          context.addIssue({ code: 'custom', path: ['yields', attribute], message: `no group is called "${name}"` })
  })
const fingerprintsShape = z.strictObject({ edition: text, rows: z.array(fingerprint).min(1) })

const makesShape = z.strictObject({
  edition: text,
  makes: z.array(z.strictObject({ name: text, aliases: z.array(text) })).min(1),
})

const waysShape = z.strictObject({
  edition: text,
  ways: z.array(z.strictObject({ way: text, confidence, says: text })).min(1),
})

const service = z.string().regex(/^(?:tcp|udp)\/[1-9]\d{0,4}$/, 'a service is written "tcp/502"')
const rolesShape = z.strictObject({
  edition: text,
  roles: z.array(
    z.strictObject({
      id: kebab,
      says: text,
      'gives-way-to': z.array(kebab).optional(),
      among: z.strictObject({ role: kebab, peers: z.int().min(2) }).optional(),
    }),
  ),
  protocols: z.array(
    z.strictObject({
      protocol: text.optional(),
      server: kebab.optional(),
      client: kebab.optional(),
      sender: kebab.optional(),
      ports: z.array(service).optional(),
      'one-way': z.boolean().optional(),
    }),
  ),
})

/** The catalog files that tell devices apart. */
export const identityFiles: readonly CatalogFile[] = [
  catalogFile(/^fingerprints\/[a-z-]+\.yaml$/, fingerprintsShape, (c, path) => ({
    fingerprints: c.rows.map(({ 'any-case': anyCase, ...row }) => ({
      ...row,
      family: path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length),
      anyCase: anyCase ?? false,
    })),
  })),
  catalogFile(/^makes\.yaml$/, makesShape, (c) => ({ makes: c.makes })),
  catalogFile(/^ways\.yaml$/, waysShape, (c) => ({ ways: c.ways })),
  catalogFile(/^roles\.yaml$/, rolesShape, (c) => ({
    roles: c.roles.map((r) => ({ id: r.id, says: r.says, givesWayTo: r['gives-way-to'] ?? [], among: r.among })),
    protocolRoles: c.protocols.map((p) => ({
      protocol: p.protocol,
      server: p.server,
      client: p.client,
      sender: p.sender,
      ports: p.ports ?? [],
      oneWay: p['one-way'] ?? false,
    })),
  })),
]
