import { type Place, Places } from '../../../drift/places.ts'
import { byText, indexById } from '../../../groundwork/order.ts'
import type { Asset, FlowEnd } from '../../../plant/plant.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { nothing, rest, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count } from '../words.ts'

interface Pair {
  readonly from: string
  readonly to: string
  declared: number
  seen: number
  undeclared: number
}

// Places besides zones; no id of a zone begins with a blank.
const NONE = ' none'
const GROUP = ' group'
const BOUNDARY = ' boundary'
const ANYWHERE = ' anywhere'

const OTHERS: ReadonlyMap<string, string> = new Map([
  [BOUNDARY, 'Boundary devices'],
  [ANYWHERE, 'A network, or anywhere'],
  [GROUP, 'Multicast and broadcast'],
  [NONE, 'No declared zone'],
])

/** Who talks to whom between zones: flows declared, conversations seen, and those seen that no flow permits. */
export function matrix(view: View): Section {
  const pairs = pairsOf(view)
  const used = new Set([...pairs.values()].flatMap((pair) => [pair.from, pair.to]))
  const zones = view.assessed.plant.zones.map((zone): string => zone.id).filter((id) => used.has(id))
  zones.push(...[...OTHERS.keys()].filter((id) => used.has(id)))
  const body =
    pairs.size === 0
      ? nothing('No flow is declared and no conversation was seen.')
      : zones.length <= LIMITS.matrixZones
        ? grid(view, zones, pairs)
        : list(view, [...pairs.values()])
  return {
    id: 'matrix',
    title: 'Who talks to whom',
    body: html`<p>From the zone of the client (rows) to the zone of the server (columns): flows declared, conversations seen, and ${html`<span class="sign gap">▲</span>`} those seen that no declared flow permits.</p>${body}`,
  }
}

function pairsOf(view: View): Map<string, Pair> {
  const { plant, inventory, drift } = view.assessed
  const pairs = new Map<string, Pair>()
  const pair = (from: string, to: string): Pair => {
    const key = JSON.stringify([from, to])
    const known = pairs.get(key)
    if (known) return known
    const fresh = { from, to, declared: 0, seen: 0, undeclared: 0 }
    pairs.set(key, fresh)
    return fresh
  }
  const assets = indexById<string, Asset>(plant.assets)
  const zoneOfEnd = (end: FlowEnd): string => {
    if (end.kind === 'zone') return end.id
    const asset = end.kind === 'asset' ? assets.get(end.id) : undefined
    return asset ? standsIn(asset.zones[0], asset.conduits) : ANYWHERE
  }
  for (const flow of plant.flows) pair(zoneOfEnd(flow.from), zoneOfEnd(flow.to)).declared++
  const places = new Places(plant, inventory.hosts, drift.matches)
  const zoneOf = (place: Place): string => (place.group ? GROUP : standsIn(place.zones[0]?.id, place.conduits))
  const permitted = new Map(drift.flowMatches.map((match) => [match.conversation, match.flows.length > 0]))
  for (const conversation of inventory.conversations) {
    const one = pair(zoneOf(places.client(conversation)), zoneOf(places.server(conversation)))
    one.seen++
    if (permitted.get(conversation.id) === false) one.undeclared++
  }
  return pairs
}

function standsIn(zone: string | undefined, conduits: readonly string[]): string {
  return zone ?? (conduits.length > 0 ? BOUNDARY : NONE)
}

function grid(view: View, zones: readonly string[], pairs: ReadonlyMap<string, Pair>): Html {
  const cell = (from: string, to: string): Html => {
    const pair = pairs.get(JSON.stringify([from, to]))
    return pair ? figures(pair) : html`<span class="muted" aria-hidden="true">·</span>`
  }
  const head = ['From ↓ to →', ...zones.map((zone) => html`<span class="to-zone">${nameOf(view, zone)}</span>`)]
  const rows = zones.map((from) => [nameOf(view, from), ...zones.map((to) => cell(from, to))])
  return table('Conversations between zones', head, rows, { style: 'matrix' })
}

function list(view: View, pairs: readonly Pair[]): Html {
  const sorted = [...pairs].sort(
    (a, b) => b.undeclared - a.undeclared || b.seen - a.seen || byText(a.from, b.from) || byText(a.to, b.to),
  )
  const shown = sorted.slice(0, LIMITS.matrixPairs)
  const rows = shown.map((pair) => [
    `${nameOf(view, pair.from)} → ${nameOf(view, pair.to)}`,
    count(pair.declared),
    count(pair.seen),
    pair.undeclared > 0 ? html`<span class="sign gap">▲</span> ${count(pair.undeclared)}` : '0',
  ])
  return html`${table('Conversations between zones', ['Zones', 'Declared', 'Seen', 'Undeclared'], rows, { tools: true })}${rest(pairs.length, shown.length, 'pairs of zones', 'conversations.csv')}`
}

function figures(pair: Pair): Html {
  return html`<span class="pair"><span>${count(pair.declared)} declared</span><span>${count(pair.seen)} seen</span>${pair.undeclared > 0 && html`<span class="sign gap">▲ ${count(pair.undeclared)} undeclared</span>`}</span>`
}

function nameOf(view: View, zone: string): string {
  return OTHERS.get(zone) ?? view.zoneName(zone)
}
