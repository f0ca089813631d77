import { CHANGING, type Deed } from '../../drift/deeds.ts'
import { sortedUnique } from '../../groundwork/order.ts'
import { CREDENTIALS } from '../../inventory/inventory.ts'
import { asset, sighting } from './sightings.ts'
import type { Sighting, Signal } from './signal.ts'
import type { Talk, TrafficView } from './view.ts'

/** Signals about who may do what: identification (FR 1) and use control (FR 2). */

type OperationClass = Deed['class']

const SERVING: readonly OperationClass[] = ['read', 'diagnose', 'file', ...CHANGING]

/** What a device did for a client, in a protocol that is known by its content and names nobody. */
function* servedUnasked(
  view: TrafficView,
  classes: readonly OperationClass[],
): Iterable<Talk & { readonly what: string }> {
  for (const talk of view.talks) {
    if (!talk.c.answered || !talk.directed || !talk.server.asset) continue
    if (talk.spoken.length === 0 || talk.spoken.some((row) => row.authenticates !== 'never')) continue
    const done = talk.deeds.filter((deed) => deed.outcome === 'done' && classes.includes(deed.class))
    if (done.length > 0) yield { ...talk, what: done.map((deed) => deed.class).join(', ') }
  }
}

function framesOf(talk: Talk, classes: readonly OperationClass[]) {
  return talk.deeds.filter((d) => d.outcome === 'done' && classes.includes(d.class)).flatMap((d) => d.frames)
}

/** The classes of a talk that were carried out and that no declared flow allows its client. */
function beyondDeclared(talk: Talk): readonly OperationClass[] {
  const allowed = talk.flows.some((flow) => flow.only === undefined)
    ? undefined
    : new Set<string>(talk.flows.flatMap((flow) => flow.only ?? []))
  if (!allowed) return []
  return talk.deeds
    .filter((deed) => deed.outcome === 'done' && CHANGING.includes(deed.class) && !allowed.has(deed.class))
    .map((deed) => deed.class)
}

const servedWithoutProof: Signal = {
  id: 'served-without-proof',
  title: 'A component serves requests in a protocol that proves nobody',
  sees: 'An answered request, known by content, in a protocol that has no authentication at all. A request without an answer, and a protocol known by its port only, do not count.',
  rows: [{ row: 'SR 1.2', side: 'contradict' }],
  *find(view) {
    for (const talk of servedUnasked(view, SERVING))
      yield sighting(
        talk,
        'SR 1.2',
        asset(talk.server.asset!.id),
        `${talk.server.text} served ${talk.client.text} by ${talk.spoken[0]!.name} (${talk.what}), which proves neither side`,
        { frames: framesOf(talk, SERVING) },
      )
  },
}

const changeBeyondDeclared: Signal = {
  id: 'change-beyond-declared',
  title: 'A write, program or control action succeeds from a host that is declared to read only, or not declared',
  sees: 'A positive answer to a write, download or control action, where the declared flows between the two allow other classes only, or none is declared. The model may lack a flow, so the owner answers.',
  rows: [{ row: 'SR 2.1 RE 1', side: 'contradict' }],
  *find(view) {
    for (const talk of view.talks) {
      if (!talk.c.answered || !talk.directed || !talk.server.asset) continue
      const beyond = beyondDeclared(talk)
      if (beyond.length === 0) continue
      const why =
        talk.flows.length > 0 ? `flow "${talk.flows[0]!.id}" allows other operations only` : 'no flow declares it'
      yield sighting(
        talk,
        'SR 2.1 RE 1',
        asset(talk.server.asset.id),
        `${talk.server.text} carried out ${beyond.join(', ')} for ${talk.client.text}, and ${why}`,
        { frames: framesOf(talk, beyond), flows: talk.flows },
      )
    }
  },
}

const refusedForWantOfRight: Signal = {
  id: 'refused-for-want-of-right',
  title: 'A component refuses an action because a right is missing',
  sees: 'An error answer that names protection, a password or refused access (S7 error words of the protection level, return code "access denied"). Other errors do not count.',
  rows: [
    { row: 'SR 2.1', side: 'support' },
    { row: 'SR 2.1 RE 1', side: 'support' },
  ],
  *find(view) {
    for (const talk of view.talks) {
      if (!talk.directed || !talk.server.asset) continue
      const denied = talk.c.operations.filter((o) => o.direction === 's2c' && o.objects['denied'] !== undefined)
      if (denied.length === 0) continue
      const frames = denied.flatMap((o) => o.frames)
      const says = `${talk.server.text} refused ${talk.client.text}: ${denied[0]!.title}`
      const subject = asset(talk.server.asset.id)
      yield sighting(talk, 'SR 2.1', subject, says, { frames })
      if (denied.some((o) => CHANGING.includes(o.class))) yield sighting(talk, 'SR 2.1 RE 1', subject, says, { frames })
    }
  },
}

const actionWithoutIdentity: Signal = {
  id: 'action-without-identity',
  title: 'Programming or control succeeds in a protocol that carries no identity',
  sees: 'A download that a protocol without authentication carried out speaks against the record of persons (SR 2.12); any write, download or control action in one against that of programs and devices (RE 1).',
  rows: [
    { row: 'SR 2.12', side: 'contradict' },
    { row: 'SR 2.12 RE 1', side: 'contradict' },
  ],
  *find(view): Iterable<Sighting> {
    for (const talk of servedUnasked(view, CHANGING)) {
      const says = `${talk.client.text} had ${talk.server.text} carry out ${talk.what} by ${talk.spoken[0]!.name}: an address is all that names who did it`
      const subject = asset(talk.server.asset!.id)
      if (talk.deeds.some((d) => d.outcome === 'done' && d.class === 'program'))
        yield sighting(talk, 'SR 2.12', subject, says, { frames: framesOf(talk, ['program']) })
      yield sighting(talk, 'SR 2.12 RE 1', subject, says, { frames: framesOf(talk, CHANGING) })
    }
  },
}

const clearCredentials: Signal = {
  id: 'clear-credentials',
  title: 'A protocol that carries passwords in clear is in use',
  sees: 'An answered conversation in a protocol that sends secrets in clear unless a protected mode is chosen (Telnet, FTP, HTTP Basic, SNMP v1 and v2c, LDAP simple bind …). Whether a secret crossed is not looked at, so it is shown only.',
  rows: [{ row: 'SR 1.5', side: 'contradict', shownOnly: true }],
  *find(view) {
    for (const talk of view.talks) {
      const row =
        talk.spoken.find((p) => p.clearCredentials) ?? (talk.guessed?.clearCredentials ? talk.guessed : undefined)
      if (!row || !talk.c.answered || !talk.directed || !talk.server.asset) continue
      const says = `${talk.text}: ${row.name} carries passwords in clear unless a protected mode is chosen`
      yield sighting(talk, 'SR 1.5', asset(talk.server.asset.id), says)
    }
  },
}

const secretInClear: Signal = {
  id: 'secret-in-clear',
  title: 'A secret crossed the wire in clear',
  sees: 'A password, community name or token that was sent to a declared asset where everybody on the way could read it (Telnet, FTP, HTTP Basic and forms, LDAP simple bind, SNMP v1 and v2c, MQTT, OPC UA without a policy …). That it was there is known, with the frame; what it was is not kept. Logins that prove a secret without sending it do not count.',
  rows: [{ row: 'SR 1.5', side: 'contradict' }],
  *find({ drift, hosts }) {
    for (const { host: id, asset: of } of drift.matches) {
      const host = hosts.get(id)
      const seen = host?.facts.filter((fact) => fact.attribute === CREDENTIALS && fact.manner === 'seen') ?? []
      if (!host || host.last === undefined || seen.length === 0) continue
      yield {
        row: 'SR 1.5',
        subject: asset(of),
        sure: true,
        says: `"${of}" was sent ${sortedUnique(seen.map((fact) => fact.value)).join(', ')} in clear`,
        last: host.last,
        frames: seen.flatMap((fact) => fact.frames),
        declared: [],
        files: sortedUnique(seen.map((fact) => fact.file)),
      }
    }
  },
}

export const accessSignals: readonly Signal[] = [
  servedWithoutProof,
  clearCredentials,
  secretInClear,
  changeBeyondDeclared,
  refusedForWantOfRight,
  actionWithoutIdentity,
]
