import type {
  AddressSeen,
  ConversationSeen,
  FactSeen,
  LinkConversationSeen,
  Operation,
  Segment,
  ServiceSeen,
  Vantage,
} from '../../src/evidence/observation.ts'
import { sha256Of } from '../../src/groundwork/canonical.ts'
import type { Micros } from '../../src/groundwork/day.ts'
import { aFrame } from './builders.ts'

/** Builders for what readers of evidence give, so that a test names only what it is about. */

const T0 = 1_790_000_000_000_000 as Micros

/** A time so many seconds after `T0`. */
export function at(seconds: number): Micros {
  return (T0 + seconds * 1e6) as Micros
}

export function aVantage(vantage: Partial<Vantage> = {}): Vantage {
  return { site: 'site', space: 'site', tap: 'tap', covers: [], declared: true, ...vantage }
}

/** A segment of its own file `name`; everything that is not given is empty. */
export function aSegment(name: string, segment: Partial<Segment> = {}): Segment {
  return {
    source: sha256Of(name),
    from: 0,
    to: 1000,
    file: `evidence/${name}.pcap`,
    reader: 'pcap',
    manner: 'seen',
    vantage: aVantage(),
    first: T0,
    last: at(60),
    records: 10,
    bytes: 1000,
    addresses: [],
    conversations: [],
    links: [],
    services: [],
    facts: [],
    notUnderstood: [],
    diagnostics: [],
    ...segment,
  }
}

export function anAddress(address: Partial<AddressSeen>): AddressSeen {
  const by = address.by ?? 'source'
  return {
    ip: undefined,
    mac: undefined,
    by,
    sent: by === 'destination' || by === 'list' ? 0 : 1,
    received: 0,
    first: T0,
    last: T0,
    frames: [],
    ...address,
  }
}

/** `client > server:port`, answered, by SYN, unless something else is given. */
export function aTalk(
  client: string,
  server: string,
  port: number,
  talk: Partial<ConversationSeen> = {},
): ConversationSeen {
  return {
    client,
    server,
    transport: 'tcp',
    port,
    encapsulated: false,
    basis: 'syn',
    vlans: [],
    packets: { c2s: 5, s2c: 5 },
    bytes: { c2s: 500, s2c: 500 },
    first: T0,
    last: at(10),
    flows: 1,
    answered: true,
    frames: [aFrame({ time: T0 })],
    protocols: [],
    operations: [],
    clientMacs: [],
    serverMacs: [],
    ...talk,
  }
}

export function anOperation(operation: Partial<Operation> = {}): Operation {
  return {
    protocol: 'modbus-tcp',
    name: 'FC3',
    title: 'read holding registers',
    class: 'read',
    direction: 's2c',
    outcome: 'done',
    count: 1,
    first: T0,
    last: T0,
    frames: [aFrame({ time: T0 })],
    objects: {},
    ...operation,
  }
}

export function aFact(subject: string, attribute: string, value: string, fact: Partial<FactSeen> = {}): FactSeen {
  return { subject, attribute, value, by: 'modbus.device-identification', count: 1, frames: [aFrame()], ...fact }
}

export function aLink(link: Partial<LinkConversationSeen>): LinkConversationSeen {
  return {
    from: '02:00:00:00:00:01',
    to: 'ff:ff:ff:ff:ff:ff',
    protocol: 'arp',
    packets: 1,
    bytes: 60,
    first: T0,
    last: T0,
    frames: [],
    operations: [],
    ...link,
  }
}

/** A port that a scan found open, unless something else is given. */
export function aService(host: string, port: number, service: Partial<ServiceSeen> = {}): ServiceSeen {
  return { host, transport: 'tcp', port, state: 'open', protocols: [], first: T0, last: T0, frames: [], ...service }
}
