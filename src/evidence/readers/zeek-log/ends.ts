import { isServicePort } from '../../capture/service-ports-table.ts'
import type { Basis } from '../../observation.ts'
import type { TalkSeen } from '../talk-fold.ts'
import type { Row } from './row.ts'

/** The two ends of a connection as `id` names them. */
export interface Ends {
  readonly orig: { readonly host: string; readonly port: number | undefined }
  readonly resp: { readonly host: string; readonly port: number | undefined }
}

/** Who sent a message, and to whom: by `source_h`, else by `is_orig`, else unknown. */
export interface Sender {
  readonly from: Ends['orig']
  readonly to: Ends['orig']
}

/** The ends of a row; `undefined` when an address is missing or none. */
export function endsOf(row: Row): Ends | undefined {
  const [orig, resp] = [row.ip('id.orig_h'), row.ip('id.resp_h')]
  if (orig === undefined || resp === undefined) return undefined
  return { orig: { host: orig, port: row.port('id.orig_p') }, resp: { host: resp, port: row.port('id.resp_p') } }
}

/** The true sender of a message. Logs of ICSNPP say it themselves, as `id` may stand the other way round. */
export function senderOf(row: Row, ends: Ends): Sender | undefined {
  const [from, to] = [row.ip('source_h'), row.ip('destination_h')]
  if (from !== undefined && to !== undefined)
    return { from: { host: from, port: row.port('source_p') }, to: { host: to, port: row.port('destination_p') } }
  const isOrig = row.flag('is_orig')
  if (isOrig === undefined) return undefined
  return isOrig ? { from: ends.orig, to: ends.resp } : { from: ends.resp, to: ends.orig }
}

/** Client and server of a connection of which only the ends are known: by the port, else as Zeek has it. */
export function orientation(ends: Ends, ports: readonly number[]): { readonly turned: boolean; readonly basis: Basis } {
  const { orig, resp } = ends
  const usual = (port: number | undefined) => port !== undefined && ports.includes(port)
  if (usual(resp.port) !== usual(orig.port)) return { turned: usual(orig.port), basis: 'port' }
  const known = (port: number | undefined) => port !== undefined && isServicePort(port) === 1
  if (known(resp.port) !== known(orig.port)) return { turned: known(orig.port), basis: 'port' }
  return { turned: false, basis: 'first_sender' }
}

/** A conversation from its two ends. */
export function talkOf(client: Ends['orig'], server: Ends['orig'], transport: string, basis: Basis): TalkSeen {
  const port = transport === 'tcp' || transport === 'udp' ? server.port : undefined
  return { client: client.host, server: server.host, transport, port, basis }
}
