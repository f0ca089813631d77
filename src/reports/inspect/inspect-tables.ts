import { timeText } from '../../groundwork/day.ts'
import { groupBy, sortedUnique, byText } from '../../groundwork/order.ts'
import type { Conversation, Host, Inventory } from '../../inventory/inventory.ts'
import { byService, servicesByHost, serviceText } from '../../inventory/services.ts'
import { valuesOf } from '../../inventory/values.ts'
import { type FrameRef, frameName } from '../../standard/origin.ts'
import { fieldsText } from './told-table.ts'
import { type Cell, type Table, tableJson } from '../table.ts'

type Row = Readonly<Record<string, Cell>>

/** Everything an inventory holds as tables: assets, facts, services, conversations, operations, layer 2, sources, not understood. */
export function inspectTables(inventory: Inventory): readonly Table[] {
  const services = servicesByHost(inventory.services)
  return [
    table('assets', inventory.hosts.map((host) => assetRow(host, services)), ASSETS),
    table('facts', inventory.hosts.flatMap(factRows), FACTS),
    table('services', inventory.services.map(serviceRow), SERVICES),
    table('conversations', inventory.conversations.map(conversationRow), CONVERSATIONS),
    table('operations', inventory.conversations.flatMap(operationRows), OPERATIONS),
    table('layer-2', inventory.links.map(linkRow), LINKS),
    table('sources', inventory.sources.map(sourceRow), SOURCES),
    table('not-understood', inventory.notUnderstood.map(({ frames, ...rest }) => ({ ...rest, frames: framesText(frames) })), MISSED),
  ] // biome-ignore format: a table of tables
}

/** The tables of an inventory by name, as a value for JSON. */
export function inspectJson(inventory: Inventory): Readonly<Record<string, ReturnType<typeof tableJson>>> {
  return Object.fromEntries(inspectTables(inventory).map((t) => [t.name, tableJson(t)]))
}

const ASSETS = [
  'host', 'state', 'ips', 'macs', 'interface maker', 'roles', 'name', 'make', 'product', 'firmware', 'serial', 'os', 'services',
  'routes', 'first', 'last', 'sources', 'frames',
] // biome-ignore format: a table

function assetRow(host: Host, services: ReturnType<typeof servicesByHost>): Row {
  const answered = (services.get(host.id) ?? []).filter((service) => service.answered)
  return {
    host: host.id,
    state: host.state,
    ips: host.ips.join(' '),
    macs: host.macs.join(' '),
    'interface maker': host.interfaceMaker,
    roles: host.roles.join(' '),
    name: valuesOf(host, 'name').join(' | '),
    make: valuesOf(host, 'make').join(' | '),
    product: valuesOf(host, 'product', 'order-number').join(' | '),
    firmware: valuesOf(host, 'firmware').join(' | '),
    serial: valuesOf(host, 'serial').join(' | '),
    os: valuesOf(host, 'os').join(' | '),
    services: [...answered].sort(byService).map(serviceText).join(' '),
    routes: host.routes || undefined,
    first: host.first === undefined ? undefined : timeText(host.first),
    last: host.last === undefined ? undefined : timeText(host.last),
    sources: host.sources.join(' '),
    frames: framesText(host.frames),
  }
}

const FACTS = [
  'host',
  'attribute',
  'value',
  'by',
  'manner',
  'confidence',
  'count',
  'source',
  'sheet',
  'line',
  'time',
  'fields',
  'read from',
  'frames',
]

function factRows(host: Host): readonly Row[] {
  return host.facts.map(
    ({ attribute, value, by, manner, confidence, count, file, sheet, line, time, fields, from, frames }) => ({
      host: host.id,
      attribute,
      value,
      by,
      manner,
      confidence,
      count,
      source: file,
      sheet,
      line,
      time: time === undefined ? undefined : timeText(time),
      fields: fieldsText(fields),
      'read from': from && `${from.attribute} by ${from.by}`,
      frames: framesText(frames),
    }),
  )
}

const SERVICES = ['host', 'service', 'protocols', 'answered', 'clients', 'states', 'first', 'last', 'frames']

function serviceRow(service: Inventory['services'][number]): Row {
  return {
    host: service.host,
    service: serviceText(service),
    protocols: service.protocols.join(' '),
    answered: service.answered,
    clients: service.clients,
    states: service.states.join(' '),
    first: timeText(service.first),
    last: timeText(service.last),
    frames: framesText(service.frames),
  }
}

const CONVERSATIONS = [
  'space', 'client', 'server', 'service', 'protocols', 'classes', 'answered', 'packets from client', 'packets from server',
  'bytes from client', 'bytes from server', 'first', 'last', 'basis', 'encapsulated', 'sources', 'frames',
] // biome-ignore format: a table

function conversationRow(c: Conversation): Row {
  return {
    space: c.space,
    client: c.clientIp,
    server: c.serverIp,
    service: serviceText(c),
    protocols: c.protocols.join(' '),
    classes: sortedUnique(c.operations.map((o) => o.class)).join(' '),
    answered: c.answered,
    'packets from client': c.packets.c2s,
    'packets from server': c.packets.s2c,
    'bytes from client': c.bytes.c2s,
    'bytes from server': c.bytes.s2c,
    first: timeText(c.first),
    last: timeText(c.last),
    basis: c.basis,
    encapsulated: c.encapsulated || undefined,
    sources: c.sources.join(' '),
    frames: framesText(c.frames),
  }
}

const OPERATIONS = [
  'space', 'client', 'server', 'service', 'protocol', 'name', 'title', 'class', 'direction', 'outcome', 'count', 'objects',
  'first', 'last', 'frames',
] // biome-ignore format: a table

function operationRows(c: Conversation): readonly Row[] {
  return c.operations.map((o) => ({
    space: c.space,
    client: c.clientIp,
    server: c.serverIp,
    service: serviceText(c),
    protocol: o.protocol,
    name: o.name,
    title: o.title,
    class: o.class,
    direction: o.direction,
    outcome: o.outcome,
    count: o.count,
    objects: objectsText(o.objects),
    first: timeText(o.first),
    last: timeText(o.last),
    frames: framesText(o.frames),
  }))
}

const LINKS = ['from', 'to', 'protocol', 'packets', 'first', 'last', 'frames']

function linkRow(link: Inventory['links'][number]): Row {
  const { from, to, protocol, packets, first, last, frames } = link
  return { from, to, protocol, packets, first: timeText(first), last: timeText(last), frames: framesText(frames) }
}

const SOURCES = [
  'file', 'reader', 'manner', 'site', 'space', 'tap', 'covers', 'declared', 'records', 'bytes', 'first', 'last', 'sha-256',
] // biome-ignore format: a table

function sourceRow(source: Inventory['sources'][number]): Row {
  const { file, reader, manner, vantage, records, bytes, first, last } = source
  return {
    file,
    reader,
    manner,
    site: vantage.site,
    space: vantage.space,
    tap: vantage.tap,
    covers: vantage.covers.join(' '),
    declared: vantage.declared,
    records,
    bytes,
    first: first === undefined ? undefined : timeText(first),
    last: last === undefined ? undefined : timeText(last),
    'sha-256': source.source,
  }
}

const MISSED = ['file', 'what', 'packets', 'bytes', 'frames']

/** Touched objects for people: `unit 1; holding 0-9,100`. */
export function objectsText(objects: Readonly<Record<string, string>>): string {
  return Object.keys(objects)
    .sort(byText)
    .map((kind) => `${kind} ${objects[kind]}`)
    .join('; ')
}

/** Example frames for people: `tap.pcap frame 3, 7`. */
export function framesText(frames: readonly FrameRef[]): string {
  return [...groupBy(frames, (frame) => frame.file)]
    .map(([file, list]) => `${file} ${[frameName(list[0]!), ...list.slice(1).map((frame) => frame.frame)].join(', ')}`)
    .join('; ')
}

function table(name: string, rows: readonly Row[], keys: readonly string[]): Table {
  return {
    name,
    columns: keys.map((key) => ({ key, title: key, ...(NUMBERS.has(key) ? { align: 'right' as const } : {}) })),
    rows,
  }
}

const NUMBERS: ReadonlySet<string> = new Set([
  'count', 'clients', 'confidence', 'records', 'bytes', 'packets', 'packets from client', 'packets from server',
  'bytes from client', 'bytes from server', 'line',
]) // biome-ignore format: a table
