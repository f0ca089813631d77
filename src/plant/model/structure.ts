import { FRS, type FR, type SL, type SlVector } from '../../standard/fr.ts'
import { readSl } from '../../standard/notation.ts'
import { COMPONENT_TYPES, CONDITIONS, type ComponentType, type Condition } from '../../standard/catalog.ts'
import { ZONE_KINDS } from '../plant.ts'
import type { Leaf, Scalar } from '../written/node.ts'
import { either, list, map, wholeList } from './compound.ts'
import { kept, may, must, number, parsed, strictly, type Read, type Shape, ternary, text, word } from './shape.ts'
import { aDay, aMac, anAddressText, anIp, aPrefix, fromCatalog, id, reference } from './values.ts'

/** Zones, conduits, flows and assets as a person writes them. */

const same = <W extends string>(words: readonly W[]) =>
  Object.fromEntries(words.map((w) => [w, w])) as unknown as Readonly<Record<W, string>>

const aLevel: Shape<Leaf<SL>> = number('a security level from 0 to 4', 0, 4) as Shape<Leaf<SL>>

/** Seven levels in the notation of 3-3 Annex A, in the order IAC UC SI DC RDF TRE RA, with or without `SL-T(…)=` before. */
const notation: Shape<Leaf<SlVector>> = parsed(
  'seven levels in braces, as {2 2 0 1 3 1 3}',
  (written) => {
    const read = readSl(written.startsWith('{') ? `SL-T(it)=${written}` : written)
    return 'vector' in read && read.kind === 'SL-T' ? read.vector : undefined
  },
  { type: 'string', pattern: '\\{[\\s,0-4]{7,}\\}\\s*$' },
)

const levelOrNotation: Shape<Leaf<SL> | Leaf<SlVector>> = {
  expects: `${aLevel.expects}, or ${notation.expects}`,
  read: (node, reading) =>
    node.kind === 'scalar' && node.value.includes('{') ? notation.read(node, reading) : aLevel.read(node, reading),
  schema: (schemas) => ({ anyOf: [aLevel.schema(schemas), notation.schema(schemas)] }),
}

const levelsByFr = map('a target', {
  ...(Object.fromEntries(FRS.map((fr, i) => [fr, may(aLevel, `SL-T of FR ${i + 1}, ${fr}.`)])) as Record<
    FR,
    ReturnType<typeof may<Leaf<SL>>>
  >),
  all: may(aLevel, 'SL-T of every FR that is not named here.'),
  rule: may(text, 'How the target was found, when it was not simply stated (ZCR 5.6).'),
  reason: may(text, 'Why this target.'),
})

/** SL-T: one level, seven in braces, or a map by FR. */
const target = either(levelsByFr, levelOrNotation)

const declared = map('a declaration', {
  by: must(text, 'Who declares it.'),
  on: must(aDay, 'On which day.'),
  until: strictly(aDay, 'Last day on which it holds.'),
})

const accessPoint = map('an access point', {
  id: must(id, 'Id, unique in its zone.'),
  kind: may(
    word('a kind of access point', () => ({
      network: 'A network port or cable.',
      serial: 'A serial line.',
      usb: 'A USB socket or other place for portable media.',
      wireless: 'A radio access point.',
      door: 'A door or cabinet: physical access.',
      person: 'A person with a laptop or a tool.',
      modem: 'A modem or cellular gateway.',
      other: 'Another way in.',
    })),
    'What kind of way in it is; `network` when not said.',
  ),
  conduit: may(reference('a conduit'), 'The conduit behind it.'),
  enforcers: may(list(reference('an asset')), 'Assets that decide what passes here.'),
  untrusted: may(ternary, 'Whether what lies behind it is not trusted.'),
  flows: kept('Flows that pass here.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

/** What zones and conduits share. */
const both = {
  id: must(id, 'Id: letters, digits, `-`, `_`, `.`.'),
  name: may(text, 'Name for people.'),
  owner: may(text, 'Who is accountable (ZCR 6.4).'),
  complete: may(declared, 'Who declares the list of its assets complete. Without it, what was not listed is unknown.'),
  'sl-t': may(target, 'Target security level (SL-T): a level, a map by FR, or the notation {2 2 0 1 3 1 3}.'),
  note: may(text, 'A remark for people; nothing reads it.'),
}

export const zone = map('a zone', {
  ...both,
  kind: may(
    word('a kind of zone', () => same(ZONE_KINDS)),
    'What kind of zone it is; `control` when not said.',
  ),
  level: may(number('a Purdue level from 0 to 5', 0, 5, false), 'Purdue level, 0 to 5; 3.5 for a DMZ.'),
  within: may(reference('a zone'), 'The zone it lies in. Nothing is inherited but site and address space.'),
  site: may(reference('a site'), 'The site it is at.'),
  space: may(reference('an address space'), 'The address space its networks are in; that of the site when not said.'),
  networks: may(list(aPrefix), 'Its networks, e.g. 10.10.1.0/24.'),
  'access-points': may(
    list(accessPoint),
    'Ways in besides the conduits. Not written: nobody has looked. An empty list: there are none.',
  ),
  justification: may(text, 'Why something unusual is right, e.g. safety assets in a zone of another kind (ZCR 3.3).'),
  'security-policy': kept('Reference to its security policy (ZCR 6.4).'),
  assumptions: kept('Assumptions and external dependencies (ZCR 6.6).'),
  'acceptable-risk': kept('Tolerable risk of this zone (ZCR 6.8).'),
})

/** What a flow may be limited to: the classes of operations that dissectors tell apart. */
const OPERATIONS = {
  read: 'Reading values.',
  write: 'Writing values.',
  program: 'Changing program or configuration.',
  control: 'Starting, stopping, resetting.',
  diagnose: 'Diagnosis and identification.',
  file: 'Transferring files.',
  session: 'Opening and closing sessions.',
  other: 'Anything else.',
}

const flowEnd = reference('an asset, a zone, a network or "any"')

const flowFields = {
  id: must(id, 'Id, unique in its conduit; elsewhere it is named `conduit/flow`.'),
  from: must(flowEnd, 'Who opens it: an asset, a zone, a network, or `any`.'),
  to: must(flowEnd, 'Towards whom: an asset, a zone, a network, or `any`.'),
  protocol: must(
    protocolShape(),
    'A protocol of the catalog (e.g. s7comm, modbus-tcp), or tcp/PORT or udp/PORT for one that is not there.',
  ),
  ports: may(
    list(number('a port from 1 to 65535', 1, 65_535)),
    'Ports of the server, where they are not the usual ones.',
  ),
  transport: strictly(
    word('a transport', () => ({ tcp: 'TCP', udp: 'UDP' })),
    'TCP or UDP, where the protocol leaves it open.',
  ),
  only: strictly(
    list(word('a class of operations', () => OPERATIONS, 'operation-class')),
    'Classes of operations that are needed; all when not said.',
  ),
  authenticated: may(ternary, 'Whether the ends authenticate each other.'),
  encrypted: may(ternary, 'Whether it is encrypted.'),
  confidential: may(ternary, 'Whether it carries information that must stay confidential (SR 4.1).'),
  why: may(text, 'What it is needed for.'),
  until: strictly(aDay, 'Last day on which it is needed.'),
  note: may(text, 'A remark for people; nothing reads it.'),
}

const conduitFlow = map('a flow', flowFields)

export const flow = map('a flow', {
  ...flowFields,
  conduit: may(reference('a conduit'), 'The conduit that carries it; flows inside a zone have none.'),
})

export const conduit = map('a conduit', {
  ...both,
  joins: may(list(reference('a zone')), 'The zones it joins: two or more.'),
  medium: may(
    word('a medium', () => ({
      network: 'A wired network.',
      serial: 'A serial line.',
      wireless: 'Radio.',
      physical: 'Carried by people, e.g. on a USB stick.',
      other: 'Something else.',
    })),
    'What it is made of; `network` when not said.',
  ),
  'enforced-by': may(
    list(reference('an asset')),
    'Assets that decide what passes (they stand in the conduit). Not written: nobody has said. An empty list: none.',
  ),
  'monitored-by': may(text, 'Who watches it.'),
  nat: may(ternary, 'Whether addresses are translated here.'),
  flows: may(list(conduitFlow), 'The traffic that is needed through it.'),
})

/** Conditions under which rows of 3-3 count something; `always` is not asked. */
const ASKED = CONDITIONS.filter((condition): condition is Exclude<Condition, 'always'> => condition !== 'always')

const yesNo = ternary

/** Which conditions of rows hold for a component. */
export const conditions = map(
  'a set of conditions',
  Object.fromEntries(
    ASKED.map((condition) => [
      condition,
      may(yesNo, `Whether it has or does this: ${condition.replaceAll('-', ' ')}.`),
    ]),
  ) as Record<Exclude<Condition, 'always'>, ReturnType<typeof may<Leaf<'yes' | 'no' | 'unknown'>>>>,
  'conditions',
)

export const componentTypes: Shape<readonly Leaf<ComponentType>[]> = wholeList(
  word(
    'a component type of IEC 62443-4-2',
    () =>
      ({
        'software-application': 'Software application (SAR rows).',
        'embedded-device': 'Embedded device (EDR rows).',
        'host-device': 'Host device (HDR rows).',
        'network-device': 'Network device (NDR rows).',
      }) satisfies Record<(typeof COMPONENT_TYPES)[number], string>,
    'component-type',
  ),
)

const addressMap = map('an address', {
  ip: may(anIp, 'IPv4 or IPv6 address.'),
  mac: may(aMac, 'MAC address.'),
  space: may(reference('an address space'), 'Address space, where it is not the one of its zone.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

const assetKind = fromCatalog('a kind of asset', 'asset-kind', (catalogs) => [
  ...[...catalogs.assetKinds].map(([key, kind]) => [key, kind.name] as const),
  ['unknown', 'Nobody has said what it is.'] as const,
])

export const asset = map('an asset', {
  id: must(id, 'Id: letters, digits, `-`, `_`, `.`.'),
  name: may(text, 'Name for people.'),
  in: may(
    list(reference('a zone or a conduit')),
    'The zone it is in; boundary devices stand in a conduit. Several are accepted, and are a finding.',
  ),
  kind: may(assetKind, 'What it is; gives usual component types, class, level and conditions.'),
  class: may(
    word('a class of assets', () => ({
      business: 'Business system.',
      iacs: 'Part of the automation and control system.',
      safety: 'Safety-related.',
      neutral: 'Serves whatever stands around it, e.g. a switch.',
      unknown: 'Nobody has said.',
    })),
    'Business, IACS or safety (ZCR 3.2, 3.3), where it is not the one of its kind.',
  ),
  level: may(number('a Purdue level from 0 to 5', 0, 5, false), 'Purdue level, where it is not the one of its kind.'),
  types: may(componentTypes, 'Component types of 4-2, where they are not those of its product or kind.'),
  conditions: may(conditions, 'Which conditions of rows hold, e.g. { human-interface: no }.'),
  product: may(reference('a product'), 'The product it is.'),
  firmware: may(text, 'Firmware or software version.'),
  serial: may(text, 'Serial number.'),
  addresses: may(list(either(addressMap, anAddressText)), 'Its addresses: { ip, mac, space }, or one text each.'),
  services: may(
    list(serviceShape()),
    'Services that are needed on it, as tcp/502 or protocols of the catalog. Not written: nobody has said (SR 7.7).',
  ),
  wireless: may(ternary, 'Whether it talks by radio.'),
  portable: may(ternary, 'Whether it is carried around.'),
  remote: may(ternary, 'Whether it connects from outside (ZCR 3.6).'),
  owner: may(text, 'Who is accountable.'),
  location: kept('Where it stands.'),
  note: may(text, 'A remark for people; nothing reads it.'),
  criticality: kept('How much depends on it.'),
  commissioned: kept('Since when it runs.', aDay),
})

/** A protocol of the catalog by id or alias, or a transport with a port. */
export interface WrittenProtocol {
  readonly id: string
  readonly transport: 'tcp' | 'udp' | undefined
  readonly port: number | undefined
}

function protocolShape(): Shape<Leaf<WrittenProtocol>> {
  const known = fromCatalog('a protocol of the catalog, or tcp/PORT or udp/PORT', 'protocol', (catalogs) =>
    [...catalogs.protocols].flatMap(([key, row]) =>
      [key, ...row.aliases].map((alias) => [alias, alias === key ? row.name : `${row.name} (${key})`] as const),
    ),
  )
  return {
    expects: known.expects,
    read(node, reading) {
      const port = node.kind === 'scalar' ? /^(tcp|udp)\/(\d{1,5})$/.exec(node.value) : null
      if (port && node.kind === 'scalar' && Number(port[2]) >= 1 && Number(port[2]) <= 65_535) {
        const { file, from, to, value } = node
        return { value: { id: value, transport: port[1] as 'tcp' | 'udp', port: Number(port[2]) }, file, from, to }
      }
      const read = known.read(node, reading)
      return read && { ...read, value: { id: read.value, transport: undefined, port: undefined } }
    },
    schema: (schemas) => ({ anyOf: [known.schema(schemas), { type: 'string', pattern: '^(tcp|udp)/[0-9]{1,5}$' }] }),
  }
}

function serviceShape(): Shape<Leaf<WrittenProtocol>> {
  return protocolShape()
}

export type WrittenZone = Read<(typeof zone)['fields']>
export type WrittenConduit = Read<(typeof conduit)['fields']>
export type WrittenFlow = Read<(typeof flow)['fields']>
export type WrittenAsset = Read<(typeof asset)['fields']>
export type WrittenTarget = NonNullable<ReturnType<(typeof target)['read']>>
export type WrittenDeclared = Read<(typeof declared)['fields']>
export type WrittenConditions = Read<(typeof conditions)['fields']>
export type Reference = Scalar
