import { timeText } from '../../groundwork/day.ts'
import { printable } from '../../groundwork/diagnostic.ts'
import { byText } from '../../groundwork/order.ts'
import type { Host, HostFact, Inventory } from '../../inventory/inventory.ts'
import { byService, serviceText } from '../../inventory/services.ts'
import { grouped, painter, type TextOptions } from '../table.ts'
import { framesText, objectsText } from './inspect-tables.ts'
import { fieldsText } from './told-table.ts'

/** The hosts that a person may mean: by id, IP or MAC, or by a name that one of their facts holds, whatever its case. */
export function hostsMeant(inventory: Inventory, text: string): readonly Host[] {
  const wanted = text.toLowerCase()
  const exact = inventory.hosts.filter(
    (host) => host.id.toLowerCase() === wanted || host.ips.includes(wanted) || host.macs.includes(wanted),
  )
  if (exact.length > 0) return exact
  return inventory.hosts.filter((host) =>
    host.facts.some((fact) => fact.attribute === 'name' && fact.value.toLowerCase() === wanted),
  )
}

/** Every fact about a host with the places where it stands, then its services and whom it talks to and how. */
export function hostText(inventory: Inventory, host: Host, options: TextOptions): string {
  const { bold, dim } = painter(options.color)
  const place = (text: string) => dim(`      ${text}`)
  const about = [
    ['addresses', host.ips.join(', ')],
    [
      'MACs',
      `${host.macs.join(', ')}${host.interfaceMaker === undefined ? '' : ` (interface by ${host.interfaceMaker})`}`,
    ],
    ['found', `${host.manners.join(', ')}; ${host.state}${host.routes ? '; routes packets of others' : ''}`],
    ['looks like', host.roles.join(', ')],
    ['met', host.first === undefined ? '' : `${timeText(host.first)} to ${timeText(host.last!)}`],
    ['first frames', framesText(host.frames)],
    ['files', host.sources.join(', ')],
  ].filter(([, text]) => text !== '')
  const facts = [...host.facts]
    .sort((a, b) => byText(a.attribute, b.attribute) || b.confidence - a.confidence || byText(a.value, b.value))
    .flatMap((fact) => [
      `    ${bold(fact.attribute)}  ${printable(fact.value)}${detail(fact)}`,
      place(
        `${fact.by}${readFrom(fact)}, ${fact.manner}, confidence ${fact.confidence}, ${grouped(fact.count)} times; ${placeOf(fact)}`,
      ),
    ])
  const services = inventory.services
    .filter((service) => service.host === host.id)
    .sort(byService)
    .flatMap((service) => [
      `    ${bold(serviceText(service))}  ${[...service.protocols, service.answered ? 'answered' : 'no answer', ...service.states].join(', ')}; ${grouped(service.clients)} clients`,
      place(framesText(service.frames)),
    ])
  const talks = inventory.conversations.filter((c) => c.client === host.id || c.server === host.id)
  const conversations = talks.flatMap((c) => [
    `    ${bold(`${c.clientIp} > ${c.serverIp}`)}  ${[serviceText(c), ...c.protocols].join(' ')}; by ${c.basis}${c.answered ? '' : '; no answer'}`,
    place(framesText(c.frames)),
    ...c.operations.flatMap((o) => [
      `      ${o.direction === 'c2s' ? '>' : '<'} ${o.class} ${printable(o.title)} (${o.name}): ${grouped(o.count)} ${o.outcome}${objectsText(o.objects) === '' ? '' : `; ${printable(objectsText(o.objects))}`}`,
      place(`  ${framesText(o.frames)}`),
    ]),
  ])
  const links = inventory.links
    .filter((link) => link.from === host.id)
    .map(
      (link) =>
        `    ${link.protocol} to ${link.to || 'unknown'}; ${grouped(link.packets)} frames; ${framesText(link.frames)}`,
    )
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`  ${bold(title)}`, ...lines, '']
  return [
    bold(host.id),
    ...about.map(([name, text]) => `  ${name}: ${text}`),
    '',
    ...section('facts', facts),
    ...section('services', services),
    ...section('conversations', conversations),
    ...section('layer 2', links),
  ].join('\n')
}

function detail(fact: HostFact): string {
  const text = fieldsText(fact.fields)
  return text === '' ? '' : ` (${printable(text)})`
}

function readFrom({ from }: HostFact): string {
  return from ? ` from ${from.attribute} by ${from.by}` : ''
}

function placeOf({ file, line, sheet, frames }: HostFact): string {
  if (line !== undefined) return sheet === undefined ? `${file}:${line}` : `${file}, sheet "${sheet}", row ${line}`
  return frames.length > 0 ? framesText(frames) : file
}
