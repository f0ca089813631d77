import type { Basis } from '../../observation.ts'
import { type Micros, NO_TIME } from '../../../groundwork/day.ts'
import type { Fold } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import { type Ends, endsOf, orientation, talkOf } from './ends.ts'
import type { LogKind } from './kind.ts'
import type { Row } from './row.ts'
import { protocolOf } from '../service-names-table.ts'

/** States in which the responder has answered (Zeek manual, `conn_state`). */
const ANSWERED: ReadonlySet<string> = new Set(['SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR'])
/** IP protocols by number where `proto` says only that it is none of the usual ones. */
const IP_PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  58: 'icmpv6',
  132: 'sctp',
}

/** conn.log: every connection that passed, with the protocols that Zeek recognized by content. */
export const connLog: LogKind = {
  path: 'conn',
  needs: ['conn_state', 'history', 'orig_pkts', 'resp_pkts'],
  whole: true,
  read(row, out, at) {
    const ends = endsOf(row)
    if (!ends) return 'an address of the connection is missing or is none'
    const transport = transportOf(row)
    const { turned, basis } = directionOf(row, ends, transport)
    const [client, server] = turned ? [ends.resp, ends.orig] : [ends.orig, ends.resp]
    const way = (orig: string, resp: string) => {
      const [a, b] = [row.number(orig) ?? 0, row.number(resp) ?? 0]
      return turned ? { c2s: b, s2c: a } : { c2s: a, s2c: b }
    }
    const packets = way('orig_pkts', 'resp_pkts')
    const bytes =
      row.number('orig_ip_bytes') === undefined
        ? way('orig_bytes', 'resp_bytes')
        : way('orig_ip_bytes', 'resp_ip_bytes')
    const state = row.text('conn_state') ?? ''
    const protocols = row.list('service').map(protocolOf)
    const vlan = [row.text('vlan'), row.text('inner_vlan')].filter((id) => id !== undefined).join('.')
    const macs = { orig: row.mac('orig_l2_addr'), resp: row.mac('resp_l2_addr') }
    const [clientMac, serverMac] = turned ? [macs.resp, macs.orig] : [macs.orig, macs.resp]
    out.talk(talkOf(client, server, transport, basis), at, {
      protocols,
      packets,
      bytes,
      flows: 1,
      last: lastOf(row, at),
      answered: transport === 'tcp' ? ANSWERED.has(state) || answeredInHistory(row) : packets.s2c > 0,
      encapsulated: row.text('tunnel_parents') !== undefined,
      vlans: vlan === '' ? [] : [vlan],
      clientMac,
      serverMac,
    })
    meet(out, at, client.host, clientMac, packets.c2s)
    meet(out, at, server.host, serverMac, packets.s2c)
    countUnread(row, out, at, { transport, port: server.port, protocols, packets, bytes })
    return undefined
  },
}

function transportOf(row: Row): string {
  const proto = row.text('proto') ?? ''
  if (proto === 'tcp' || proto === 'udp') return proto
  const number = row.number('ip_proto')
  if (number !== undefined) return IP_PROTOCOLS[number] ?? `ip-${number}`
  return proto === '' ? 'unknown' : proto.slice(0, 20)
}

/** Zeek's originator is the client, unless it only saw the middle of the talk and the port says otherwise. */
function directionOf(row: Row, ends: Ends, transport: string): { readonly turned: boolean; readonly basis: Basis } {
  const history = row.text('history') ?? ''
  if (transport === 'tcp' && history.includes('S')) return { turned: false, basis: 'syn' }
  if (transport === 'tcp' && history.includes('h')) return { turned: false, basis: 'synack' }
  if (transport !== 'tcp' && transport !== 'udp') return { turned: false, basis: 'first_sender' }
  const byPort = orientation(ends, [])
  // Zeek has turned it already, by a port of which it knows more.
  return byPort.basis !== 'port' && history.startsWith('^') ? { turned: false, basis: 'port' } : byPort
}

function answeredInHistory(row: Row): boolean {
  return /[dh]/.test(row.text('history') ?? '') && (row.number('resp_pkts') ?? 0) > 0
}

function lastOf(row: Row, at: RecordPlace): Micros {
  const duration = Number(row.text('duration') ?? 0)
  if (at.time === NO_TIME || !(duration >= 0 && duration < 1e9)) return at.time
  return (at.time + Math.round(duration * 1e6)) as Micros
}

function meet(out: Fold, at: RecordPlace, ip: string, mac: string | undefined, sent: number): void {
  if (sent > 0) out.address({ ip, mac, by: 'source' }, at, { sent })
  else if (mac !== undefined) out.address({ ip, mac, by: 'destination' }, at, { received: 1 })
}

function countUnread(
  row: Row,
  out: Fold,
  at: RecordPlace,
  of: {
    transport: string
    port: number | undefined
    protocols: readonly string[]
    packets: { c2s: number; s2c: number }
    bytes: { c2s: number; s2c: number }
  },
): void {
  const { transport, port, protocols, packets, bytes } = of
  const carried = (row.number('orig_bytes') ?? 0) + (row.number('resp_bytes') ?? 0) > 0
  if (!carried || protocols.length > 0 || (transport !== 'tcp' && transport !== 'udp')) return
  out.missed(
    `${transport} port ${port ?? '?'}, Zeek names no protocol`,
    bytes.c2s + bytes.s2c,
    at,
    packets.c2s + packets.s2c,
  )
}
