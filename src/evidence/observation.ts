import type { Sha256 } from '../groundwork/canonical.ts'
import type { Day, Micros } from '../groundwork/day.ts'
import type { Diagnostic } from '../groundwork/diagnostic.ts'
import type { FrameRef } from '../standard/origin.ts'

/** How something was found: on the wire, as an answer of the device, or in somebody's list (DESIGN §4). */
export const MANNERS = ['seen', 'answered', 'listed'] as const
export type Manner = (typeof MANNERS)[number]

/** Where evidence was taken: site, tap or device, address space, and what that place can see. */
export interface Vantage {
  readonly site: string
  readonly space: string
  readonly tap: string | undefined
  /** Networks (prefix texts) whose traffic passes the tap; empty when nobody has declared it. */
  readonly covers: readonly string[]
  /** True when a person declared the vantage in `evidence/index.yaml`; guessed ones are to be confirmed. */
  readonly declared: boolean
  /** The one thing a file is about, where a person said it: IP, MAC or `name:<text>`, as subjects of facts are written. */
  readonly subject?: string | undefined
  /** The day it was taken, where the file itself does not say. */
  readonly taken?: Day | undefined
}

/** What a class of operation does to the other side; what policies and checks ask for. */
export const OPERATION_CLASSES = [
  'read',
  'write',
  'program',
  'control',
  'diagnose',
  'file',
  'session',
  'other',
] as const
export type OperationClass = (typeof OPERATION_CLASSES)[number]

/** How it ended, as far as the wire shows: a request alone is `asked`; `done` and `refused` need the answer. */
export const OUTCOMES = ['asked', 'done', 'refused'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** One kind of message of a protocol in one direction, folded: how often, when, which frames, which objects. */
export interface Operation {
  readonly protocol: string
  /** The name as the coverage table prints it, e.g. `FC3`, `JOB_04`; equal to the names of the interchange format. */
  readonly name: string
  /** A name for people, e.g. `read holding registers`. */
  readonly title: string
  readonly class: OperationClass
  readonly direction: 'c2s' | 's2c'
  readonly outcome: Outcome
  readonly count: number
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
  /** Objects touched as compact text sets by kind, e.g. `{ unit: '1', holding: '0-9,100' }`. */
  readonly objects: Readonly<Record<string, string>>
}

/** Why one side was taken as the server, strongest first. */
export const BASES = ['syn', 'synack', 'port', 'lower_port', 'first_sender'] as const
export type Basis = (typeof BASES)[number]

/** All packets of one segment between a client and one port of a server; the client's own ports are folded away. */
export interface ConversationSeen {
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly port: number | undefined
  readonly encapsulated: boolean
  readonly basis: Basis
  /** VLAN ids met, outermost first, as text `10` or `10.20`. */
  readonly vlans: readonly string[]
  readonly packets: { readonly c2s: number; readonly s2c: number }
  readonly bytes: { readonly c2s: number; readonly s2c: number }
  readonly first: Micros
  readonly last: Micros
  readonly flows: number
  /** The server sent payload or accepted the connection: a request alone is no crossing. */
  readonly answered: boolean
  readonly frames: readonly FrameRef[]
  /** Protocols recognized by content, with their operations. */
  readonly protocols: readonly string[]
  readonly operations: readonly Operation[]
  /** MACs seen as sender for each side. */
  readonly clientMacs: readonly string[]
  readonly serverMacs: readonly string[]
}

/** Frames without IP between two MACs. */
export interface LinkConversationSeen {
  readonly from: string
  readonly to: string
  readonly protocol: string
  readonly packets: number
  readonly bytes: number
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
  readonly operations: readonly Operation[]
}

/** What a port turned out to be: `unclear` where nothing came back that tells open from filtered. */
export const PORT_STATES = ['open', 'unclear', 'filtered', 'closed'] as const
export type PortState = (typeof PORT_STATES)[number]

/** A port of a host that evidence tells of without a conversation: a scan tried it, or a log names it as a service. */
export interface ServiceSeen {
  readonly host: string
  readonly transport: string
  readonly port: number
  readonly state: PortState
  /** Protocols that the service showed by an answer; what is only usual on the port is left out. */
  readonly protocols: readonly string[]
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
}

/** An address that was met in the segment. */
export interface AddressSeen {
  readonly ip: string | undefined
  readonly mac: string | undefined
  /** `arp`: the binding was announced by ARP; `source`: the MAC carried packets from the IP (many on a routed hop); `list`: somebody's list. */
  readonly by: 'arp' | 'source' | 'destination' | 'list'
  readonly sent: number
  readonly received: number
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
}

/** A fact that a device gave away or a list states: make, product, firmware, serial, name, role … */
export interface FactSeen {
  /** IP or MAC in canonical text; for lists also `name:<text>` when a row has neither. */
  readonly subject: string
  /** `make`, `product`, `order-number`, `firmware`, `serial`, `name`, `role`, `module`, `kind`, `zone`, `location`, `owner` … */
  readonly attribute: string
  readonly value: string
  /** Where the value stood, e.g. `modbus.device-identification`, `s7comm.szl`, `asset-list`. */
  readonly by: string
  readonly count: number
  readonly frames: readonly FrameRef[]
  /** Line of a text or row of a sheet (from 1), where the fact comes from one. */
  readonly line?: number
  /** The sheet of a workbook in which the row stands. */
  readonly sheet?: string
  /** When it was so, where the file says it of this fact. */
  readonly time?: Micros
  /** What else the source says of the thing that `value` names, e.g. version, supplier and state. */
  readonly fields?: Readonly<Record<string, string>>
}

/** What was in the file and was not understood, counted, never dropped in silence. */
export interface NotUnderstood {
  readonly what: string
  readonly packets: number
  readonly bytes: number
  readonly frames: readonly FrameRef[]
}

/** Everything one piece of evidence says, folded. The key (source, range) makes merging a union. */
export interface Segment {
  readonly source: Sha256
  /** Byte range of the file that was read, `to` exclusive. */
  readonly from: number
  readonly to: number
  readonly file: string
  readonly reader: string
  readonly manner: Manner
  readonly vantage: Vantage
  /** True where only part of what passed the vantage can stand in the file (a log of one protocol): what is missing says nothing. */
  readonly excerpt?: boolean
  readonly first: Micros | undefined
  readonly last: Micros | undefined
  readonly records: number
  readonly bytes: number
  readonly addresses: readonly AddressSeen[]
  readonly conversations: readonly ConversationSeen[]
  readonly links: readonly LinkConversationSeen[]
  readonly services: readonly ServiceSeen[]
  readonly facts: readonly FactSeen[]
  readonly notUnderstood: readonly NotUnderstood[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A set of segments in canonical order, each key once. */
export interface Observations {
  readonly segments: readonly Segment[]
}
