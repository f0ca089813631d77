import type { Micros } from '../../groundwork/day.ts'
import { byKey, sortedUnique } from '../../groundwork/order.ts'
import { type Basis, BASES, type ConversationSeen, type Operation } from '../observation.ts'
import type { ObjectFold } from './object-fold.ts'

/** The line or element of a text file from which something is learned. */
export interface RecordPlace {
  readonly line: number
  readonly offset: number
  readonly length: number
  readonly time: Micros
}

/** Who talks to whom, as one record tells it. */
export interface TalkSeen {
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly port: number | undefined
  readonly basis: Basis
}

/** What a record adds to a conversation. */
export interface TalkAdded {
  readonly protocols?: readonly string[]
  readonly packets?: { readonly c2s: number; readonly s2c: number }
  readonly bytes?: { readonly c2s: number; readonly s2c: number }
  readonly flows?: number
  readonly last?: Micros
  readonly answered?: boolean
  readonly encapsulated?: boolean
  readonly vlans?: readonly string[]
  readonly clientMac?: string | undefined
  readonly serverMac?: string | undefined
}

/** One kind of message as a record tells it; `objects` are numbers or texts by kind. */
export type OperationAdded = Pick<Operation, 'protocol' | 'name' | 'title' | 'class' | 'direction' | 'outcome'> & {
  readonly count: number
  readonly objects?: Readonly<Record<string, readonly (number | string | readonly [number, number])[]>>
}

/** When something was met, and the first records that tell of it. */
export interface Times {
  first: Micros
  last: Micros
  readonly places: RecordPlace[]
}

/** One kind of message while it is folded. */
export type OperationFold = Times & OperationAdded & { total: number; readonly touched: ObjectFold }

/** A conversation while it is folded. */
export interface TalkFold extends Times {
  readonly of: TalkSeen
  basis: number
  readonly encapsulated: boolean
  readonly packets: { c2s: number; s2c: number }
  readonly bytes: { c2s: number; s2c: number }
  flows: number
  answered: boolean
  readonly protocols: string[]
  readonly vlans: string[]
  readonly clientMacs: string[]
  readonly serverMacs: string[]
  readonly operations: Map<string, OperationFold>
}

type Base = (times: Times) => Pick<Operation, 'first' | 'last' | 'frames'>

/** Turns folded conversations into those of a segment; `base` gives their times and frames. */
export function conversationOf(base: Base) {
  return (talk: TalkFold): ConversationSeen => ({
    client: talk.of.client,
    server: talk.of.server,
    transport: talk.of.transport,
    port: talk.of.port,
    encapsulated: talk.encapsulated,
    basis: BASES[talk.basis]!,
    vlans: sortedUnique(talk.vlans),
    packets: talk.packets,
    bytes: talk.bytes,
    flows: talk.flows,
    answered: talk.answered,
    protocols: sortedUnique(talk.protocols),
    operations: sorted(talk.operations, operationOf(base)),
    clientMacs: sortedUnique(talk.clientMacs),
    serverMacs: sortedUnique(talk.serverMacs),
    ...base(talk),
  })
}

/** The times of something that is met for the first time. */
export function times(at: RecordPlace): Times {
  return { first: at.time, last: at.time, places: [at] }
}

function operationOf(base: Base) {
  return (o: OperationFold): Operation => {
    const { protocol, name, title, class: klass, direction, outcome, total, touched } = o
    return {
      protocol,
      name,
      title,
      class: klass,
      direction,
      outcome,
      count: total,
      ...base(o),
      objects: touched.texts(),
    }
  }
}

/** The values of a map in the order of their keys. */
export function sorted<T, R>(map: ReadonlyMap<string, T>, row: (value: T) => R): R[] {
  return [...map].sort(byKey(([key]) => key)).map(([, value]) => row(value))
}
