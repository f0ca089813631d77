import type { Fold } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import { talkOf } from './ends.ts'
import type { LogKind } from './kind.ts'
import { factsOf } from './messages.ts'
import type { Row } from './row.ts'
import { protocolOf } from '../service-names-table.ts'

/** Logs about hosts and services rather than about single messages. */
export const hostLogs: readonly LogKind[] = [
  { path: 'known_hosts', needs: [], read: (row, out, at) => withHost(row, out, at, () => undefined) },
  {
    path: 'known_services',
    needs: ['host', 'port_num', 'port_proto', 'service'],
    read: (row, out, at) =>
      withHost(row, out, at, (host) => {
        const port = row.port('port_num')
        if (port === undefined) return 'it names no port'
        const names = row
          .list('service')
          .flatMap((name) => name.split(','))
          .filter((name) => name !== '')
        out.service(
          { host, transport: (row.text('port_proto') ?? 'tcp').slice(0, 20), port, state: 'open' },
          names.map(protocolOf),
          at,
        )
        return undefined
      }),
  },
  {
    path: 'known_modbus',
    needs: ['host', 'device_type'],
    read: (row, out, at) =>
      withHost(row, out, at, (host) => {
        const serves = /SLAVE|SERVER/i.test(row.text('device_type') ?? '')
        const value = serves ? 'modbus server' : 'modbus client'
        factsOf([{ subject: host, attribute: 'kind', value, by: 'zeek.known_modbus' }], out, at)
        return undefined
      }),
  },
  {
    path: 'known_certs',
    needs: ['host', 'port_num', 'issuer_subject', 'serial'],
    read: (row, out, at) =>
      withHost(row, out, at, (host) => {
        const port = row.port('port_num')
        if (port !== undefined) out.service({ host, transport: 'tcp', port, state: 'open' }, ['tls'], at)
        const value = row.text('subject')
        factsOf([{ subject: host, attribute: 'certificate-subject', value, by: 'tls' }], out, at)
        return undefined
      }),
  },
  {
    path: 'known_devices',
    needs: ['mac', 'dhcp_host_name'],
    read(row, out, at) {
      const mac = row.mac('mac')
      if (mac === undefined) return 'it names no MAC address'
      out.address({ mac, by: 'source' }, at, { sent: 1 })
      factsOf([{ subject: mac, attribute: 'name', value: row.text('dhcp_host_name'), by: 'dhcp' }], out, at)
      return undefined
    },
  },
  {
    path: 'software',
    needs: ['host', 'software_type', 'unparsed_version'],
    read: (row, out, at) =>
      withHost(row, out, at, (host) => {
        factsOf([{ subject: host, ...softwareOf(row), by: 'zeek.software' }], out, at)
        return undefined
      }),
  },
  { path: 'dhcp', needs: ['assigned_addr', 'msg_types'], read: readDhcp },
  { path: 'goose', needs: ['src_mac', 'dst_mac', 'gocb_ref'], read: readGoose },
]

function withHost(
  row: Row,
  out: Fold,
  at: RecordPlace,
  read: (host: string) => string | undefined,
): string | undefined {
  const host = row.ip('host')
  if (host === undefined) return 'the address of the host is missing or is none'
  out.address({ ip: host, by: 'source' }, at, { sent: 1 })
  return read(host)
}

function softwareOf(row: Row) {
  const parts = ['major', 'minor', 'minor2', 'minor3'].map((part) => row.text(`version.${part}`))
  const numbers = parts.filter((part) => part !== undefined).join('.')
  const version = [numbers, row.text('version.addl')].filter((part) => part !== undefined && part !== '').join(' ')
  const kind = (row.text('software_type') ?? '').replace('::', ' ').toLowerCase()
  const port = row.text('host_p')
  const attribute = /^os\b/.test(kind) ? 'os' : 'software'
  const fields = {
    ...(version === '' ? {} : { version }),
    ...(kind === '' ? {} : { kind }),
    ...(port === undefined ? {} : { port }),
  }
  return { attribute, value: row.text('name') ?? row.text('unparsed_version'), fields }
}

/** What a DHCP client does first to a server, by the messages of the exchange. */
const ANSWERS: ReadonlySet<string> = new Set(['OFFER', 'ACK', 'NAK', 'FORCERENEW'])

function readDhcp(row: Row, out: Fold, at: RecordPlace): string | undefined {
  const mac = row.mac('mac')
  const client = row.ip('assigned_addr') ?? row.ip('client_addr')
  const server = row.ip('server_addr')
  const subject = client ?? mac
  if (subject === undefined) return 'it names neither an address nor a MAC address'
  out.address({ ip: client, mac, by: 'list' }, at, { sent: 1 })
  const facts = (['host_name', 'client_fqdn'] as const).map((field) => row.text(field))
  factsOf(
    facts.map((value) => ({ subject, attribute: 'name', value, by: 'dhcp' })),
    out,
    at,
  )
  if (client === undefined || server === undefined) return undefined
  out.address({ ip: server, by: 'source' }, at, { sent: 1 })
  const talk = out.talk(talkOf({ host: client, port: 68 }, { host: server, port: 67 }, 'udp', 'port'), at, {
    answered: row.list('msg_types').some((type) => ANSWERS.has(type)),
  })
  if (!talk) return undefined
  for (const type of row.list('msg_types').slice(0, 100)) {
    const answers = ANSWERS.has(type)
    const outcome = !answers ? 'asked' : type === 'NAK' ? 'refused' : 'done'
    const message = {
      protocol: 'dhcp',
      name: type.slice(0, 40),
      title: `DHCP ${type.toLowerCase().slice(0, 40)}`,
      class: 'session',
    } as const
    out.operation(talk, { ...message, direction: answers ? 's2c' : 'c2s', outcome, count: 1 }, at)
  }
  return undefined
}

function readGoose(row: Row, out: Fold, at: RecordPlace): string | undefined {
  const [from, to] = [row.mac('src_mac'), row.mac('dst_mac')]
  if (from === undefined || to === undefined) return 'a MAC address is missing or is none'
  out.link({ from, to, protocol: 'goose' }, row.number('length') ?? 0, at)
  out.address({ mac: from, by: 'source' }, at, { sent: 1 })
  factsOf([{ subject: from, attribute: 'goose-control-block', value: row.text('gocb_ref'), by: 'goose' }], out, at)
  return undefined
}
