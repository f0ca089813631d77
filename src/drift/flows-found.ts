import { byText } from '../groundwork/order.ts'
import { timeText } from '../groundwork/day.ts'
import type { Conversation, Inventory } from '../inventory/inventory.ts'
import type { Conduit, Flow, FlowId, Plant } from '../plant/plant.ts'
import type { FrameRef } from '../standard/origin.ts'
import { CHANGING, classesText, type Deed, deedsOf } from './deeds.ts'
import type { DriftItem, FlowMatch } from './drift.ts'
import { declaredAt, framesOf, item, someOf } from './item.ts'
import { DeclaredFlows } from './permits.ts'
import { type Place, type Places, sameZone } from './places.ts'
import { type Protocols, service } from './protocols.ts'
import { isChatter, type Severity, severityOfFlow, strictZones, worse } from './severity.ts'

/** How a declared flow was met: answered at least once, or only asked. */
export interface Met {
  answered: boolean
  conversations: number
  frames: readonly FrameRef[]
}

/** What the conversations say about the declared flows. */
export interface FlowsFound {
  readonly items: readonly DriftItem[]
  readonly matches: readonly FlowMatch[]
  readonly met: ReadonlyMap<FlowId, Met>
}

/** Several conversations that make one item: what was said to a group, and what nobody answered. */
interface Bundle {
  readonly first: Conversation
  readonly from: Place
  readonly to: Place
  readonly services: Set<string>
  readonly targets: Set<string>
  severity: Severity
  count: number
}

/** Holds every conversation against the declared flows: permitted, beyond its operations, or declared by nobody. */
export function flowsFound(inventory: Inventory, plant: Plant, places: Places, protocols: Protocols): FlowsFound {
  const declared = new DeclaredFlows(plant, protocols)
  const strict = strictZones(plant)
  const conduits = conduitsByZones(plant)
  const items: DriftItem[] = []
  const matches: FlowMatch[] = []
  const met = new Map<FlowId, Met>()
  const [spread, unanswered] = [new Map<string, Bundle>(), new Map<string, Bundle>()]
  for (const c of inventory.conversations) {
    const [from, to] = [places.client(c), places.server(c)]
    const { inForce, over } = declared.permits(c, from, to)
    matches.push({ conversation: c.id, flows: inForce.map((flow) => flow.id) })
    for (const flow of inForce) meet(met, flow.id, c)
    if (inForce.length > 0) {
      const beyond = beyondDeclared(c, from, to, inForce, protocols)
      if (beyond) items.push(beyond)
    } else if (isChatter(protocols.row(c)?.id, to))
      bundle(spread, `${c.space}/${c.serverIp}/${service(c)}`, c, from, to, 'info')
    else if (!c.answered) {
      const severity = severityOfFlow(c, from, to, [], strict)
      bundle(unanswered, `${c.client}>${to.zones[0]?.id ?? ''}`, c, from, to, severity)
    } else items.push(undeclared(c, from, to, over, { strict, conduits, protocols }))
  }
  for (const [key, b] of spread) items.push(spreadItem(key, b, protocols))
  for (const [key, b] of unanswered) items.push(unansweredItem(key, b))
  return { items, matches, met }
}

function meet(met: Map<FlowId, Met>, flow: FlowId, c: Conversation): void {
  const known = met.get(flow)
  if (!known) met.set(flow, { answered: c.answered, conversations: 1, frames: c.frames })
  else {
    known.conversations++
    if (c.answered && !known.answered) {
      known.answered = true
      known.frames = c.frames
    }
  }
}

function undeclared(
  c: Conversation,
  from: Place,
  to: Place,
  over: readonly Flow[],
  {
    strict,
    conduits,
    protocols,
  }: {
    readonly strict: ReturnType<typeof strictZones>
    readonly conduits: ReadonlyMap<string, Conduit>
    readonly protocols: Protocols
  },
): DriftItem {
  const deeds = deedsOf(c)
  const [ended] = over
  const conduit = sameZone(from, to) ? undefined : conduits.get(`${from.zones[0]?.id} ${to.zones[0]?.id}`)
  const why = ended
    ? `flow "${ended.id}" was declared until ${ended.until} only`
    : sameZone(from, to)
      ? `no flow inside zone "${from.zones[0]!.id}" declares it`
      : conduit
        ? `no flow of conduit "${conduit.id}" declares it`
        : from.zones.length > 0 && to.zones.length > 0
          ? `no conduit joins zone "${from.zones[0]!.id}" and zone "${to.zones[0]!.id}"`
          : 'no flow declares it'
  return item(c.id, {
    kind: 'flow-not-declared',
    severity: severityOfFlow(c, from, to, deeds, strict),
    message: `${from.text} ${verb(deeds)} ${to.text} by ${protocols.text(c)}, and ${why}`,
    ...ends(c, from, to),
    flow: ended?.id,
    conduit: conduit?.id,
    fields: fieldsOf(c, deeds, protocols),
    because: [...framesOf(tellingFrames(c, deeds)), ...(ended ? [declaredAt(ended.span)] : [])],
  })
}

function beyondDeclared(
  c: Conversation,
  from: Place,
  to: Place,
  flows: readonly Flow[],
  protocols: Protocols,
): DriftItem | undefined {
  if (flows.some((flow) => flow.only === undefined)) return undefined
  const only = new Set(flows.flatMap((flow) => flow.only ?? []))
  // Opening and closing sessions comes with every class.
  const deeds = deedsOf(c).filter((deed) => deed.class !== 'session' && !only.has(deed.class))
  if (deeds.length === 0) return undefined
  const done = deeds.filter((deed) => deed.outcome === 'done')
  const serious = done.some((deed) => CHANGING.includes(deed.class) || deed.class === 'file')
  const [flow] = flows as [Flow, ...Flow[]]
  return item(c.id, {
    kind: 'operation-not-declared',
    severity: serious
      ? 'error'
      : deeds.some((deed) => CHANGING.includes(deed.class)) || done.length > 0
        ? 'warning'
        : 'info',
    message: `${from.text} ${verb(deeds)} ${to.text} by ${protocols.text(c)}, and flow "${flow.id}" is declared for ${[...only].sort(byText).join(', ')} only`,
    ...ends(c, from, to),
    flow: flow.id,
    conduit: flow.conduit,
    fields: fieldsOf(c, deeds, protocols),
    because: [...framesOf(tellingFrames(c, deeds)), declaredAt(flow.span)],
  })
}

const VERBS: Readonly<Record<string, string>> = {
  program: 'programs',
  control: 'controls',
  write: 'writes to',
  file: 'exchanges files with',
  read: 'reads from',
  diagnose: 'diagnoses',
}

// The gravest thing that was done names the conversation; what was only asked or refused says so.
function verb(deeds: readonly Deed[]): string {
  for (const outcome of ['done', 'asked', 'refused'] as const)
    for (const [cls, word] of Object.entries(VERBS)) {
      const deed = deeds.find((d) => d.class === cls && d.outcome === outcome)
      if (deed && outcome === 'done') return word
      if (deed) return `${outcome === 'asked' ? 'asks to' : 'was refused to'} ${WISHES[cls]}`
    }
  return 'talks to'
}

const WISHES: Readonly<Record<string, string>> = {
  program: 'program',
  control: 'control',
  write: 'write to',
  file: 'exchange files with',
  read: 'read from',
  diagnose: 'diagnose',
}

function tellingFrames(c: Conversation, deeds: readonly Deed[]): readonly FrameRef[] {
  const changing = deeds.filter((deed) => CHANGING.includes(deed.class))
  const frames = (changing.length > 0 ? changing : deeds).flatMap((deed) => deed.frames)
  return frames.length > 0 ? frames.slice(0, 3) : c.frames
}

function ends(c: Conversation, from: Place, to: Place): Partial<DriftItem> {
  return {
    host: c.client,
    asset: (to.asset ?? from.asset)?.id,
    conversation: c.id,
    fromZone: from.zones[0]?.id,
    toZone: to.zones[0]?.id,
  }
}

function fieldsOf(c: Conversation, deeds: readonly Deed[], protocols: Protocols): Record<string, string> {
  const protocol = protocols.recognized(c).join(', ') || protocols.row(c)?.id
  return {
    client: c.clientIp,
    server: c.serverIp,
    service: service(c),
    ...(protocol ? { protocol } : {}),
    ...(deeds.length > 0 ? { classes: classesText(deeds) } : {}),
    answered: c.answered ? 'yes' : 'no',
    basis: c.basis,
    first: timeText(c.first),
    last: timeText(c.last),
    ...(c.encapsulated ? { encapsulated: 'yes' } : {}),
  }
}

function bundle(
  bundles: Map<string, Bundle>,
  key: string,
  c: Conversation,
  from: Place,
  to: Place,
  severity: Severity,
): void {
  let known = bundles.get(key)
  if (!known) {
    known = { first: c, from, to, services: new Set(), targets: new Set(), severity, count: 0 }
    bundles.set(key, known)
  }
  known.count++
  known.severity = worse(known.severity, severity)
  known.services.add(service(c))
  known.targets.add(c.serverIp)
}

function spreadItem(key: string, { first, from, to, count }: Bundle, protocols: Protocols): DriftItem {
  const who = count === 1 ? from.text : `${count} hosts, ${from.text} among them,`
  return item(key, {
    kind: 'flow-not-declared',
    severity: 'info',
    message: `${who} ${count === 1 ? 'sends' : 'send'} ${protocols.row(first)?.id ?? service(first)} to "${first.serverIp}", which no flow declares`,
    ...ends(first, from, to),
    fields: { ...fieldsOf(first, [], protocols), conversations: String(count) },
    because: framesOf(first.frames),
  })
}

/** From this many services or addresses on, asking in vain is a search, and somebody should know who runs it. */
const SEARCH = 20

function unansweredItem(key: string, b: Bundle): DriftItem {
  const { first, from, to } = b
  const where = to.zones[0] ? ` in zone "${to.zones[0].id}"` : ''
  const what =
    b.count === 1
      ? `${service(first)} of ${to.text}`
      : `${b.services.size} ${b.services.size === 1 ? 'service' : 'services'} on ${b.targets.size} ${b.targets.size === 1 ? 'address' : 'addresses'} (${someOf([...b.targets].sort(byText))})`
  return item(`unanswered:${key}`, {
    kind: 'flow-not-declared',
    severity: b.services.size >= SEARCH || b.targets.size >= SEARCH ? worse(b.severity, 'warning') : b.severity,
    message: `${from.text} asks for ${what}${where} and gets no answer; no flow declares it`,
    ...ends(first, from, to),
    asset: (b.count === 1 ? (to.asset ?? from.asset) : from.asset)?.id,
    fields: {
      client: first.clientIp,
      service: [...b.services].sort(byText).slice(0, 10).join(' '),
      answered: 'no',
      conversations: String(b.count),
      targets: String(b.targets.size),
    },
    because: framesOf(first.frames),
  })
}

function conduitsByZones(plant: Plant): ReadonlyMap<string, Conduit> {
  const conduits = new Map<string, Conduit>()
  for (const conduit of [...plant.conduits].sort((a, b) => (a.id < b.id ? -1 : 1)))
    for (const a of conduit.joins)
      for (const b of conduit.joins) if (a !== b && !conduits.has(`${a} ${b}`)) conduits.set(`${a} ${b}`, conduit)
  return conduits
}
