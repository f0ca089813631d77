export { CREDENTIALS } from '../evidence/dissector.ts'
import type { Brand } from '../groundwork/brand.ts'
import type { Sha256 } from '../groundwork/canonical.ts'
import type { Micros } from '../groundwork/day.ts'
import type { Basis, Manner, Operation, PortState, Vantage } from '../evidence/observation.ts'
import type { FrameRef } from '../standard/origin.ts'

/** `<space>/<ip>` where an IP is known, else `<space>/<mac>`, else `<space>/name:<text>`. */
export type HostId = Brand<string, 'HostId'>

/** A value about a host with where it stands; several values of one attribute may disagree and are all kept. */
export interface HostFact {
  readonly attribute: string
  readonly value: string
  readonly by: string
  readonly manner: Manner
  /** 0 to 1: how far the way it was learned can be trusted (catalog data). */
  readonly confidence: number
  readonly count: number
  readonly file: string
  readonly frames: readonly FrameRef[]
  readonly line?: number
  readonly sheet?: string
  readonly time?: Micros
  readonly fields?: Readonly<Record<string, string>>
  /** The fact of the same host that a row of a catalog read it from; `by` names the row. */
  readonly from?: { readonly attribute: string; readonly value: string; readonly by: string }
}

/** An address of a host in the space in which it counts; one host may stand in several spaces (a cell behind NAT). */
export interface HostAddress {
  readonly space: string
  readonly ip: string
}

/** One machine as far as evidence can tell: merged from MAC, IP and identity facts inside one address space. */
export interface Host {
  readonly id: HostId
  readonly space: string
  readonly ips: readonly string[]
  readonly addresses: readonly HostAddress[]
  readonly macs: readonly string[]
  /** Maker of the network interface by its OUI; says nothing about the make of the device. */
  readonly interfaceMaker: string | undefined
  /** Found on the wire or by an answer; a host that is only listed is not found. */
  readonly manners: readonly Manner[]
  /** `talker` sent at least one packet, `silent` was only addressed, `listed` is known from lists alone. */
  readonly state: 'talker' | 'silent' | 'listed'
  readonly first: Micros | undefined
  readonly last: Micros | undefined
  readonly facts: readonly HostFact[]
  /** What its traffic makes it look like, e.g. `controller`; the reason of each stands in `facts` under the attribute `role`. */
  readonly roles: readonly string[]
  /** True for a MAC that carried IPs which are not its own: a router on the hop. */
  readonly routes: boolean
  readonly sources: readonly string[]
  readonly frames: readonly FrameRef[]
}

/** A port on which a host answered, was only asked, or of which a scan tells. */
export interface Service {
  readonly host: HostId
  readonly transport: string
  readonly port: number
  readonly protocols: readonly string[]
  /** It answered a client, or a scan or log found it open. */
  readonly answered: boolean
  readonly clients: number
  /** What scans and logs say of the port, without those who talked to it; empty where none does. */
  readonly states: readonly PortState[]
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
}

/** Who talks to whom, over all segments. */
export interface Conversation {
  readonly id: string
  readonly space: string
  readonly client: HostId
  /** For a group address (multicast, broadcast) an id without a host behind it. */
  readonly server: HostId
  readonly clientIp: string
  readonly serverIp: string
  readonly transport: string
  readonly port: number | undefined
  readonly encapsulated: boolean
  readonly basis: Basis
  readonly protocols: readonly string[]
  readonly operations: readonly Operation[]
  readonly packets: { readonly c2s: number; readonly s2c: number }
  readonly bytes: { readonly c2s: number; readonly s2c: number }
  readonly answered: boolean
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
  readonly sources: readonly string[]
}

/** Layer-2 talk between two MACs. */
export interface LinkConversation {
  readonly from: HostId
  readonly to: string
  readonly protocol: string
  readonly packets: number
  readonly operations: readonly Operation[]
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
}

/** One piece of evidence as the inventory lists it. */
export interface SourceRead {
  readonly source: Sha256
  readonly file: string
  readonly reader: string
  readonly manner: Manner
  readonly vantage: Vantage
  /** Only part of what passed the vantage can stand in it. */
  readonly excerpt?: boolean
  readonly first: Micros | undefined
  readonly last: Micros | undefined
  readonly records: number
  readonly bytes: number
}

/** The plant as found. All lists in canonical order; equal input in any order gives equal bytes. */
export interface Inventory {
  readonly sources: readonly SourceRead[]
  readonly hosts: readonly Host[]
  readonly services: readonly Service[]
  readonly conversations: readonly Conversation[]
  readonly links: readonly LinkConversation[]
  readonly notUnderstood: readonly {
    readonly file: string
    readonly what: string
    readonly packets: number
    readonly bytes: number
    readonly frames: readonly FrameRef[]
  }[]
}
