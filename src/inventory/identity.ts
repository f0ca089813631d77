import type { Groups } from './groups.ts'
import type { Sighting } from './sightings.ts'

/** Attributes that name one machine wherever it stands, with the shortest text that can be one. */
const UNIQUE: Readonly<Record<string, number>> = { serial: 5, certificate: 20 }

/**
 * Joins what is one machine by identity: equal serial numbers or certificates, also across address spaces; and a listed
 * name without address with the one machine of its space that gives the same name.
 */
export function joinByIdentity(sightings: ReadonlyMap<string, Sighting>, groups: Groups): void {
  const makes = new Map<string, Set<string>>()
  const bearers = new Map<string, Set<string>>()
  for (const { key, facts } of sightings.values())
    for (const { attribute, value } of facts) {
      if (attribute === 'make') note(makes, groups.find(key), plain(value))
      const identity = uniqueValue(attribute, value)
      if (identity) note(bearers, `${attribute} ${identity}`, groups.find(key))
    }
  const spaceOf = (member: string) => sightings.get(member)!.space
  for (const [identity, members] of bearers) {
    if (members.size < 2 || !sameMake(members, makes)) continue
    // One certificate on several machines of a space is a maker's default, not an identity.
    const spaces = new Set([...members].map(spaceOf))
    if (identity.startsWith('certificate') && spaces.size < members.size) continue
    const [first, ...others] = members
    for (const other of others) groups.join(first!, other)
  }
  joinByName(sightings, groups)
}

function joinByName(sightings: ReadonlyMap<string, Sighting>, groups: Groups): void {
  const nameless = [...sightings.values()].filter((s) => s.kind === 'name')
  if (nameless.length === 0) return
  const named = new Map<string, Set<string>>()
  for (const { key, space, kind, facts } of sightings.values())
    if (kind !== 'name')
      for (const { attribute, value } of facts)
        if (attribute === 'name') note(named, `${space} ${plain(value)}`, groups.find(key))
  const partners = nameless.map((s) => named.get(`${s.space} ${plain(s.text.slice('name:'.length))}`))
  for (const [i, { key }] of nameless.entries()) if (partners[i]?.size === 1) groups.join(key, [...partners[i]][0]!)
}

/** A serial number or certificate as it is compared; `undefined` when it is too short or too uniform to name one machine. */
export function uniqueValue(attribute: string, value: string): string | undefined {
  const least = UNIQUE[attribute]
  if (least === undefined) return undefined
  const text = plain(value)
  return text.length >= least && new Set(text).size > 2 ? text : undefined
}

function sameMake(members: ReadonlySet<string>, makes: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const stated = [...members].map((member) => makes.get(member)).filter((set) => set !== undefined)
  return stated.every((set) => [...set].some((make) => stated.every((other) => other.has(make))))
}

/** Letters and digits only, in lower case. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

function note(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}
