import type { Operation } from '../../observation.ts'
import type { Fold } from '../fold.ts'
import type { OperationAdded, RecordPlace } from '../talk-fold.ts'
import { type Ends, endsOf, orientation, type Sender, senderOf, talkOf } from './ends.ts'
import type { LogKind } from './kind.ts'
import { ownText } from '../lines.ts'
import type { Row } from './row.ts'

/** A message as one row tells it. `way` is undefined where the row does not say whether somebody asks or answers. */
export interface Message extends Pick<Operation, 'name' | 'title' | 'class' | 'outcome'> {
  readonly way: 'request' | 'response' | undefined
  readonly protocol?: string
  readonly objects?: OperationAdded['objects']
}

/** A log whose rows are messages of one protocol. */
export interface MessageLog {
  readonly path: string
  readonly needs?: readonly string[]
  readonly protocol: string
  /** What carries it when the row does not say. */
  readonly transport: 'tcp' | 'udp'
  /** Ports on which its servers usually stand. */
  readonly ports: readonly number[]
  /** The rows tell more of messages that another log of the same protocol counts: nothing is counted twice. */
  readonly detail?: true
  /** The messages of a row, or what is wrong with it. */
  messages(row: Row): readonly Message[] | string
  /** What the row gives away about hosts; `server` is who answers in the conversation, `sender` whose message it is. */
  facts?(row: Row, about: About): readonly Fact[]
}

export interface About {
  readonly client: string
  readonly server: string
  readonly sender: string | undefined
}

export interface Fact {
  readonly subject: string | undefined
  readonly attribute: string
  readonly value: string | undefined
  readonly by: string
  readonly fields?: Readonly<Record<string, string>>
}

interface Talking {
  readonly client: Ends['orig']
  readonly server: Ends['orig']
  readonly direction: 'c2s' | 's2c'
}

/** A kind of log from the description of its messages. */
export function messageLog(log: MessageLog): LogKind {
  return { path: log.path, needs: log.needs ?? [], read: (row, out, at) => readMessages(log, row, out, at) }
}

function readMessages(log: MessageLog, row: Row, out: Fold, at: RecordPlace): string | undefined {
  const ends = endsOf(row)
  if (!ends) return 'an address of the connection is missing or is none'
  const messages = log.messages(row)
  if (typeof messages === 'string') return messages
  const proto = row.text('proto')
  const transport = proto === 'tcp' || proto === 'udp' ? proto : log.transport
  const sender = senderOf(row, ends)
  for (const message of messages) {
    const { client, server, direction } = talking(log, message, ends, sender)
    const { name, title, outcome, class: klass, objects } = message
    met(out, at, ...(direction === 'c2s' ? ([client, server] as const) : ([server, client] as const)))
    const talk = out.talk(talkOf(client, server, transport, basisOf(message, server, log)), at, {
      protocols: [log.protocol],
      answered: direction === 's2c',
    })
    const operation = { protocol: message.protocol ?? log.protocol, name, title, class: klass, direction, outcome }
    if (talk) out.operation(talk, { ...operation, count: log.detail ? 0 : 1, ...(objects ? { objects } : {}) }, at)
  }
  if (!log.facts) return undefined
  const { client, server } = talking(log, messages[0], ends, sender)
  factsOf(log.facts(row, { client: client.host, server: server.host, sender: sender?.from.host }), out, at)
  return undefined
}

/** Adds what a row gives away; values that are empty or stand for nothing are left out. */
export function factsOf(facts: readonly Fact[], out: Fold, at: RecordPlace): void {
  for (const { subject, attribute, value, by, fields } of facts) {
    const text =
      value === undefined
        ? ''
        : ownText(
            value
              .slice(0, 2 * LONGEST_VALUE)
              .replace(/\s+/g, ' ')
              .trim()
              .slice(0, LONGEST_VALUE),
          )
    if (subject === undefined || isBroadcast(subject) || !text || NOTHING.has(text.toLowerCase())) continue
    out.fact(
      { subject, attribute, value: text, by, line: at.line, ...(fields ? { fields: shortened(fields) } : {}) },
      at,
    )
  }
}

function shortened(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, ownText(value.slice(0, LONGEST_VALUE))]))
}

const LONGEST_VALUE = 500
const NOTHING: ReadonlySet<string> = new Set(['unknown', 'n/a', 'none', '(null)'])

function talking(log: MessageLog, message: Message | undefined, ends: Ends, sender: Sender | undefined): Talking {
  const way = message?.way
  if (sender && way) {
    const [client, server] = way === 'request' ? [sender.from, sender.to] : [sender.to, sender.from]
    return { client, server, direction: way === 'request' ? 'c2s' : 's2c' }
  }
  const { turned } = orientation(ends, log.ports)
  const [client, server] = turned ? [ends.resp, ends.orig] : [ends.orig, ends.resp]
  const fromServer = sender ? sender.from.host === server.host && sender.from.port === server.port : way === 'response'
  return { client, server, direction: fromServer ? 's2c' : 'c2s' }
}

// Who asks is the client, however the connection came about: as sure as a well-known port.
function basisOf({ way }: Message, server: Ends['orig'], log: MessageLog) {
  return way !== undefined || (server.port !== undefined && log.ports.includes(server.port)) ? 'port' : 'first_sender'
}

function met(out: Fold, at: RecordPlace, from: Ends['orig'], to: Ends['orig']): void {
  out.address({ ip: from.host, by: isBroadcast(from.host) ? 'destination' : 'source' }, at, {
    sent: isBroadcast(from.host) ? 0 : 1,
  })
  if (!isBroadcast(to.host)) out.address({ ip: to.host, by: 'destination' }, at, { received: 1 })
}

/** Whether an address looks like the broadcast address of a subnet: a log has no MAC that would tell. */
function isBroadcast(address: string): boolean {
  return address.endsWith('.255')
}
