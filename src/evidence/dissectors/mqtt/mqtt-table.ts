import type { OperationClass } from '../../observation.ts'

/** What is known about a packet type: its name in the specification, a title for people and its class. */
export interface PacketRow {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
  /** The only flags the fixed header may have (MQTT 5.0, 2.1.3). */
  readonly flags: number
}

/** Packet types that are looked into. */
export const TYPE = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  disconnect: 14,
  auth: 15,
} as const

/** Packet types (MQTT 5.0, 2.1.2), by number. */
export const PACKETS: readonly (PacketRow | undefined)[] = [
  undefined,
  { name: 'CONNECT', title: 'connect', class: 'session', flags: 0 },
  { name: 'CONNACK', title: 'connect acknowledgement', class: 'session', flags: 0 },
  { name: 'PUBLISH', title: 'publish', class: 'write', flags: 0 },
  { name: 'PUBACK', title: 'publish acknowledgement', class: 'session', flags: 0 },
  { name: 'PUBREC', title: 'publish received', class: 'session', flags: 0 },
  { name: 'PUBREL', title: 'publish release', class: 'session', flags: 2 },
  { name: 'PUBCOMP', title: 'publish complete', class: 'session', flags: 0 },
  { name: 'SUBSCRIBE', title: 'subscribe', class: 'read', flags: 2 },
  { name: 'SUBACK', title: 'subscribe acknowledgement', class: 'read', flags: 0 },
  { name: 'UNSUBSCRIBE', title: 'unsubscribe', class: 'session', flags: 2 },
  { name: 'UNSUBACK', title: 'unsubscribe acknowledgement', class: 'session', flags: 0 },
  { name: 'PINGREQ', title: 'ping', class: 'session', flags: 0 },
  { name: 'PINGRESP', title: 'ping answer', class: 'session', flags: 0 },
  { name: 'DISCONNECT', title: 'disconnect', class: 'session', flags: 0 },
  { name: 'AUTH', title: 'authenticate', class: 'session', flags: 0 },
]

/** Message types of Sparkplug B, third part of a topic below `spBv1.0/` (Sparkplug 3.0, 4.1): commands change what a node or device does. */
export const SPARKPLUG: readonly { readonly word: string; readonly title: string; readonly class?: OperationClass }[] =
  [
    { word: 'NCMD', title: 'Sparkplug command to a node', class: 'control' },
    { word: 'DCMD', title: 'Sparkplug command to a device', class: 'control' },
    { word: 'NDATA', title: 'Sparkplug data of a node' },
    { word: 'DDATA', title: 'Sparkplug data of a device' },
    { word: 'NBIRTH', title: 'Sparkplug birth of a node' },
    { word: 'DBIRTH', title: 'Sparkplug birth of a device' },
    { word: 'NDEATH', title: 'Sparkplug death of a node' },
    { word: 'DDEATH', title: 'Sparkplug death of a device' },
    { word: 'STATE', title: 'Sparkplug state of a host' },
  ]

/** Return codes of CONNACK in 3.1.1 and reason codes of 5.0 that say that credentials or a right were missing. */
export const DENIED: ReadonlySet<number> = new Set([4, 5, 0x86, 0x87, 0x8a, 0x8c])

/** Kinds of numbers and names a packet touches. */
export const KINDS = ['topic', 'will-topic', 'client', 'qos', 'retain', 'version', 'reason', 'denied'] as const
