import { printable } from '../../groundwork/diagnostic.ts'
import { byText, groupBy, sortedUnique } from '../../groundwork/order.ts'
import { ipOrder } from '../../inventory/host-key.ts'
import type { Conversation, Host, Inventory } from '../../inventory/inventory.ts'
import { byService, servicesByHost, serviceText } from '../../inventory/services.ts'
import { valuesOf } from '../../inventory/values.ts'
import { bytesText, grouped, painter, type Table, tableText, type TextOptions } from '../table.ts'
import { filesTable, type UnreadFile } from './files-table.ts'
import { toldTable } from './told-table.ts'
import { framesText, objectsText } from './inspect-tables.ts'

/** Most rows of each section on a screen; everything stands in the CSV and JSON. */
const MOST = { assets: 60, conversations: 40, operations: 12, missed: 20, told: 40 }

/** What the app knows beside the inventory. */
export interface InspectOptions extends TextOptions {
  /** Files that gave nothing, and why. */
  readonly unread?: readonly UnreadFile[]
  /** Protocols whose reading nothing outside has confirmed yet. */
  readonly unverified?: ReadonlySet<string>
}

/** What a person wants to see of evidence first: the files, assets, then who talks to whom and does what, then what was not understood. */
export function inspectText(inventory: Inventory, options: InspectOptions): string {
  const { bold } = painter(options.color)
  const sections: [string, string][] = [
    ['Files', tableText(filesTable(inventory, options.unread ?? []), inner(options))],
    [`Assets (${countsOf(inventory.hosts)})`, assetsText(inventory, options)],
    [`Conversations (${grouped(inventory.conversations.length)})`, conversationsText(inventory, options)],
    ['Protocols', tableText(protocolsTable(inventory, options.unverified ?? new Set()), options)],
    ['Layer 2', tableText(linksTable(inventory), options)],
    ['Ports that scans and logs tell of', tableText(portsTable(inventory), options)],
    [
      'Inside of hosts, as inventories and bills of materials tell',
      tableText(toldTable(inventory, MOST.told), inner(options)),
    ],
    ['Addresses in question', disputesText(inventory, options)],
    ['Not understood', missedText(inventory, options)],
  ]
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `${bold(title)}\n\n${indent(text)}`)
    .join('\n\n')
  return `${body}\n`
}

function countsOf(hosts: readonly Host[]): string {
  const count = (state: Host['state']) => hosts.filter((host) => host.state === state).length
  const asked = hosts.filter((host) => host.state === 'talker' && !host.manners.includes('seen')).length
  const parts = [`${count('talker') - asked} talked`]
  if (asked > 0) parts.push(`${asked} answered`)
  if (count('silent') > 0) parts.push(`${count('silent')} only addressed`)
  if (count('listed') > 0) parts.push(`${count('listed')} only listed`)
  return parts.join(', ')
}

const STATES: readonly Host['state'][] = ['talker', 'listed', 'silent']

function assetsText(inventory: Inventory, options: TextOptions): string {
  const services = servicesByHost(inventory.services)
  const order = (host: Host) =>
    `${STATES.indexOf(host.state)} ${host.space} ${host.ips[0] === undefined ? '~' : ipOrder(host.ips[0])} ${host.id}`
  const keyed = inventory.hosts.map((host) => [order(host), host] as const).sort(([a], [b]) => byText(a, b))
  const hosts = keyed.map(([, host]) => host)
  const spaces = new Set(hosts.map((host) => host.space)).size > 1
  const rows = hosts.slice(0, MOST.assets).map((host) => ({
    space: spaces ? host.space : undefined,
    address: host.ips[0] ?? host.macs[0] ?? host.id.slice(host.id.indexOf('/') + 1),
    more: host.ips.length > 1 ? `+${host.ips.length - 1}` : '',
    mac: host.macs[0] ?? '',
    maker: host.interfaceMaker ?? '',
    what: describe(host),
    services: [...(services.get(host.id) ?? [])]
      .filter((service) => service.answered)
      .sort(byService)
      .map(serviceText)
      .join(' '),
    state: host.state === 'talker' ? '' : host.state,
  }))
  const columns = ['space', 'address', 'more', 'mac', 'maker', 'what', 'services', 'state']
    .filter((key) => rows.some((row) => row[key as keyof (typeof rows)[number]]))
    .map((key) => ({ key, title: TITLES[key] ?? key }))
  return tableText({ name: 'assets', columns, rows }, inner(options)) + rest(hosts.length, MOST.assets, 'assets')
}

const TITLES: Readonly<Record<string, string>> = { more: '', what: 'looks like', maker: 'interface by' }

function describe(host: Host): string {
  const [make] = valuesOf(host, 'make')
  const products = valuesOf(host, 'product', 'order-number').slice(0, 2)
  const said = make === undefined || products.some((p) => p.startsWith(make)) ? products : [make, ...products]
  const firmware = valuesOf(host, 'firmware')[0]
  const names = valuesOf(host, 'name').slice(0, 1)
  const parts = [
    host.roles.join(', '),
    said.join(' '),
    firmware ? `firmware ${firmware}` : '',
    valuesOf(host, 'os').slice(0, 1).join(''),
    names.map((name) => `"${name}"`).join(''),
    valuesOf(host, 'switch-port')
      .slice(0, 1)
      .map((port) => `at ${port}`)
      .join(''),
  ]
  return parts.filter((part) => part !== '').join('; ')
}

function conversationsText(inventory: Inventory, options: TextOptions): string {
  const { bold, dim, yellow } = painter(options.color)
  const sorted = [...inventory.conversations].sort(
    (a, b) => weight(b) - weight(a) || sizeOf(b) - sizeOf(a) || byText(a.id, b.id),
  )
  const scans = scansAmong(sorted)
  // Texts are made of what is shown alone, as there may be a million.
  const scanOf = (c: Conversation) => (scans.size > 0 && isUnanswered(c) ? scans.get(pairOf(c)) : undefined)
  const leading = sorted.filter((c) => (scanOf(c)?.[0] ?? c) === c)
  const shown = leading.slice(0, MOST.conversations).map((c) => {
    const scan = scanOf(c)
    if (scan) return `${bold(scanHead(c, scan))}  ${dim(scanNotes(scan).join(', '))}`
    const lines = operationLines(c).map(({ cls, text }) => {
      const word = cls.padEnd(9)
      return `    ${CHANGES.has(cls) ? yellow(word) : word} ${cut(text, options.width - 16)}`
    })
    return [`${bold(headOf(c))}  ${dim(notesOf(c).join(', '))}`, ...lines].join('\n')
  })
  return shown.join('\n') + rest(leading.length, MOST.conversations, 'conversations')
}

/** From how many unanswered services between two hosts on they are told as one: a scan. */
const SCAN_FROM = 4

function sizeOf({ packets }: Conversation): number {
  return packets.c2s + packets.s2c
}

function isUnanswered(c: Conversation): boolean {
  return !c.answered && c.operations.length === 0
}

function pairOf(c: Conversation): string {
  return `${c.space} ${c.clientIp} ${c.serverIp}`
}

/** By pair of hosts, the unanswered conversations that are told as one. */
function scansAmong(sorted: readonly Conversation[]): ReadonlyMap<string, readonly Conversation[]> {
  const pairs = groupBy(sorted.filter(isUnanswered), pairOf)
  for (const [pair, scan] of pairs) if (scan.length < SCAN_FROM) pairs.delete(pair)
  return pairs
}

function scanHead(c: Conversation, scan: readonly Conversation[]): string {
  return `${c.clientIp} > ${c.serverIp}  ${grouped(scan.length)} services`
}

function scanNotes(scan: readonly Conversation[]): readonly string[] {
  return [`${grouped(scan.reduce((sum, c) => sum + sizeOf(c), 0))} packets`, 'no answer from any']
}

function headOf(c: Conversation): string {
  return `${c.clientIp} > ${c.serverIp}  ${[serviceText(c), ...c.protocols].join(' ')}`
}

function notesOf(c: Conversation): readonly string[] {
  const packets = sizeOf(c)
  const messages = c.operations.reduce((sum, o) => sum + o.count, 0)
  return [
    ...(packets === 0
      ? [`${plural(messages, 'message')} in logs`]
      : [plural(packets, 'packet'), bytesText(c.bytes.c2s + c.bytes.s2c)]),
    ...(c.answered ? [] : ['no answer']),
    ...(c.basis === 'lower_port' || c.basis === 'first_sender' ? ['direction uncertain'] : []),
    ...(c.encapsulated ? ['inside a tunnel'] : []),
  ]
}

const CHANGES: ReadonlySet<string> = new Set(['write', 'program', 'control'])

const GRAVEST: readonly string[] = ['program', 'control', 'write', 'file', 'read', 'diagnose', 'other', 'session']

// What changes devices first, then what was understood, then what was answered.
function weight(c: Conversation): number {
  if (c.operations.some((o) => CHANGES.has(o.class))) return 4
  if (c.operations.length > 0) return 3
  return c.protocols.length > 0 ? 2 : c.answered ? 1 : 0
}

function operationLines(c: Conversation): { readonly cls: string; readonly text: string }[] {
  const groups = [...groupBy(c.operations, (o) => `${o.class}\t${o.title}`).values()].sort(
    (a, b) => GRAVEST.indexOf(a[0]!.class) - GRAVEST.indexOf(b[0]!.class),
  )
  const lines = groups.slice(0, MOST.operations).map((group) => {
    const counts = (['asked', 'done', 'refused'] as const).map((outcome) => {
      const sum = group.filter((o) => o.outcome === outcome).reduce((total, o) => total + o.count, 0)
      return sum === 0 ? '' : `${grouped(sum)} ${outcome}`
    })
    const names = sortedUnique(group.map((o) => o.name)).join(' ')
    const objects = sortedUnique(group.map((o) => objectsText(o.objects)).filter((text) => text !== ''))[0]
    const told = [counts.filter((t) => t !== '').join(', '), objects ?? ''].filter((t) => t !== '')
    const text = `${group[0]!.title} (${names})${told.length > 0 ? `: ${told.join('; ')}` : ''}`
    return { cls: group[0]!.class, text }
  })
  const more = groups.length - lines.length
  return more > 0 ? [...lines, { cls: '', text: `and ${more} more kinds` }] : lines
}

function plural(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`
}

function protocolsTable(inventory: Inventory, unverified: ReadonlySet<string>): Table {
  const rows = new Map<string, { conversations: number; operations: number }>()
  for (const c of inventory.conversations.filter((known) => known.answered || known.protocols.length > 0))
    for (const protocol of c.protocols.length > 0 ? c.protocols : [`${serviceText(c)} (not recognized)`]) {
      const row = rows.get(protocol) ?? { conversations: 0, operations: 0 }
      rows.set(protocol, row)
      row.conversations++
      for (const o of c.operations) if (c.protocols.length === 1 || o.protocol === protocol) row.operations += o.count
    }
  const sorted = [...rows].sort(
    ([a, x], [b, y]) => y.operations - x.operations || y.conversations - x.conversations || byText(a, b),
  )
  return {
    name: 'protocols',
    columns: [
      { key: 'protocol', title: 'protocol' },
      { key: 'conversations', title: 'conversations', align: 'right' },
      { key: 'operations', title: 'messages', align: 'right' },
      { key: 'note', title: '' },
    ],
    rows: sorted
      .slice(0, MOST.missed)
      .map(([protocol, row]) => ({ protocol, ...row, note: unverified.has(protocol) ? 'unverified' : '' })),
  }
}

function linksTable(inventory: Inventory): Table {
  const groups = [...groupBy(inventory.links, (link) => link.protocol)].sort(([a], [b]) => byText(a, b))
  return {
    name: 'layer-2',
    columns: [
      { key: 'protocol', title: 'protocol' },
      { key: 'senders', title: 'senders', align: 'right' },
      { key: 'packets', title: 'frames', align: 'right' },
    ],
    rows: groups.map(([protocol, links]) => ({
      protocol,
      senders: new Set(links.map((link) => link.from)).size,
      packets: links.reduce((sum, link) => sum + link.packets, 0),
    })),
  }
}

function portsTable(inventory: Inventory): Table {
  const told = inventory.services.flatMap((service) => service.states.map((state) => ({ state, host: service.host })))
  return {
    name: 'ports',
    columns: [
      { key: 'state', title: 'state' },
      { key: 'ports', title: 'ports', align: 'right' },
      { key: 'hosts', title: 'hosts', align: 'right' },
    ],
    rows: [...groupBy(told, ({ state }) => state)]
      .sort(([a], [b]) => byText(a, b))
      .map(([state, ports]) => ({ state, ports: ports.length, hosts: new Set(ports.map(({ host }) => host)).size })),
  }
}

// Several MACs announce one IP: an exchange, a standby pair, a forgery, or one subnet that is used twice.
function disputesText(inventory: Inventory, options: TextOptions): string {
  const disputed = inventory.hosts.filter((host) => host.facts.some((fact) => fact.attribute === 'announced-by'))
  if (disputed.length === 0) return ''
  const lines = disputed.slice(0, MOST.missed).map((host) => {
    const macs = sortedUnique([...valuesOf(host, 'announced-by'), ...host.macs])
    return cut(`${host.ips[0] ?? host.id} is announced by ${macs.join(', ')}`, options.width - 2)
  })
  const hint = 'If one subnet is used twice, say which address space each capture shows (evidence/index.yaml).'
  return [...lines, ...(disputed.length > MOST.missed ? ['...'] : []), cut(hint, options.width - 2)].join('\n')
}

function missedText(inventory: Inventory, options: TextOptions): string {
  const missed = [...inventory.notUnderstood].sort((a, b) => b.packets - a.packets || byText(a.what, b.what))
  const table: Table = {
    name: 'not-understood',
    columns: [
      { key: 'what', title: 'what' },
      { key: 'packets', title: 'count', align: 'right' },
      { key: 'bytes', title: 'bytes', align: 'right' },
      { key: 'frames', title: 'for example' },
    ],
    rows: missed
      .slice(0, MOST.missed)
      .map(({ what, packets, bytes, frames }) => ({ what, packets, bytes, frames: framesText(frames) })),
  }
  return tableText(table, inner(options)) + rest(missed.length, MOST.missed, 'kinds')
}

function inner(options: TextOptions): TextOptions {
  return { ...options, width: options.width - 2 }
}

function rest(all: number, shown: number, what: string): string {
  return all > shown ? `\n... and ${grouped(all - shown)} more ${what}; --csv and --json show all` : ''
}

function cut(text: string, width: number): string {
  const safe = printable(text)
  return safe.length > width ? `${safe.slice(0, Math.max(0, width - 1))}…` : safe
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
