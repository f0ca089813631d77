import { lookUp } from '../look-up.ts'
import { CREDENTIALS } from '../../dissector.ts'
import { classOfWords } from './functions-table.ts'
import type { LogKind } from './kind.ts'
import { type Fact, type Message, messageLog } from './messages.ts'
import { OTHER_LOGS, type OtherLog } from './other-logs-table.ts'
import type { Row } from './row.ts'

/** Logs of protocols of information technology, and those of which only the function's name is read. */
export const officeLogs: readonly LogKind[] = [
  messageLog({
    path: 'http',
    needs: ['method', 'uri', 'status_code'],
    protocol: 'http',
    transport: 'tcp',
    ports: [80, 8080],
    messages: http,
    facts: (row, { server }) => [
      secret(server, row.text('username') === undefined ? undefined : 'HTTP password', 'http'),
    ],
  }),
  messageLog({
    path: 'ssl',
    needs: ['version', 'cipher', 'established'],
    protocol: 'tls',
    transport: 'tcp',
    ports: [443],
    messages: (row) =>
      pair(row.text('version') ?? 'TLS', 'open a TLS session', 'session', row.flag('established') === true),
    facts: (row, { server }) => [
      { subject: server, attribute: 'certificate', value: row.list('cert_chain_fps')[0], by: 'tls' },
    ],
  }),
  messageLog({
    path: 'ssh',
    needs: ['client', 'server', 'kex_alg'],
    protocol: 'ssh',
    transport: 'tcp',
    ports: [22],
    messages: (row) => {
      const opened = row.flag('auth_success')
      const [asked, done] = pair(`SSH${row.text('version') ?? ''}`, 'log in', 'session', true)
      return opened === undefined ? [asked!] : [asked!, { ...done!, outcome: opened ? 'done' : 'refused' }]
    },
    facts: (row, { client, server }) => [
      { subject: server, attribute: 'software', value: row.text('server'), by: 'ssh' },
      { subject: client, attribute: 'software', value: row.text('client'), by: 'ssh' },
    ],
  }),
  messageLog({
    path: 'snmp',
    needs: ['community', 'get_requests', 'set_requests'],
    protocol: 'snmp',
    transport: 'udp',
    ports: [161],
    messages: snmp,
    facts: (row, { server }) => [
      { subject: server, attribute: 'description', value: row.text('display_string'), by: 'snmp' },
      secret(
        server,
        /^[12]/.test(row.text('version') ?? '') && row.text('community') !== undefined ? 'SNMP community' : undefined,
        'snmp',
      ),
    ],
  }),
  messageLog({
    path: 'mqtt_publish',
    needs: ['from_client', 'topic', 'qos'],
    protocol: 'mqtt',
    transport: 'tcp',
    ports: [1883],
    messages: (row) => [
      {
        name: 'PUBLISH',
        title: 'publish',
        class: 'other',
        way: row.flag('from_client') === false ? 'response' : 'request',
        outcome: row.text('status') === 'ok' ? 'done' : 'asked',
        objects: { topic: row.text('topic') === undefined ? [] : [row.text('topic')!] },
      },
    ],
  }),
  messageLog({
    path: 'dns',
    needs: ['query', 'qtype_name', 'rcode_name'],
    protocol: 'dns',
    transport: 'udp',
    ports: [53, 5353],
    messages: (row) => {
      const name = row.text('qtype_name') ?? 'QUERY'
      const answer = row.text('rcode_name')
      const [asked, done] = pair(name, `look up ${name}`, 'other', true)
      if (answer === undefined) return [asked!]
      return [asked!, { ...done!, outcome: answer === 'REFUSED' || answer === 'NOTAUTH' ? 'refused' : 'done' }]
    },
  }),
  messageLog({
    path: 'ntp',
    needs: ['mode', 'stratum', 'poll'],
    protocol: 'ntp',
    transport: 'udp',
    ports: [123],
    messages: (row) => {
      const mode = row.number('mode')
      const way = mode === 3 ? 'request' : mode === 4 ? 'response' : undefined
      const outcome = mode === 4 ? 'done' : 'asked'
      return [
        { name: `mode ${mode ?? '?'}`, title: NTP_MODES[mode ?? 0] ?? 'time message', class: 'other', way, outcome },
      ]
    },
  }),
  messageLog({
    path: 'mqtt_connect',
    needs: ['client_id', 'connect_status'],
    protocol: 'mqtt',
    transport: 'tcp',
    ports: [1883],
    messages: (row) => {
      const status = row.text('connect_status')
      const [asked, done] = pair('CONNECT', 'connect', 'session', true)
      return status === undefined
        ? [asked!]
        : [asked!, { ...done!, outcome: /accepted/i.test(status) ? 'done' : 'refused' }]
    },
  }),
  ...OTHER_LOGS.map(other),
]

const NTP_MODES: Readonly<Record<number, string>> = {
  3: 'ask for the time',
  4: 'give the time',
  5: 'broadcast the time',
}

const HTTP: Readonly<Record<string, Message['class']>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  DELETE: 'write',
  PATCH: 'write',
}

function http(row: Row): readonly Message[] {
  const method = (row.text('method') ?? 'HTTP').slice(0, 20)
  const status = row.number('status_code')
  const klass = lookUp(HTTP, method) ?? 'other'
  const asked = { name: method, title: `HTTP ${method}`, class: klass, way: 'request', outcome: 'asked' } as const
  if (status === undefined) return [asked]
  const outcome = status === 401 || status === 403 || status === 407 ? 'refused' : 'done'
  return [asked, { ...asked, name: `${method} ${status}`, way: 'response', outcome }]
}

function pair(name: string, title: string, klass: Message['class'], answered: boolean): readonly Message[] {
  const asked = { name, title, class: klass, way: 'request', outcome: 'asked' } as const
  return answered ? [asked, { ...asked, way: 'response', outcome: 'done' }] : [asked]
}

function snmp(row: Row): readonly Message[] {
  const version = row.text('version') ?? ''
  const kinds = [
    ['get_requests', 'GET', 'read'],
    ['get_bulk_requests', 'GETBULK', 'read'],
    ['set_requests', 'SET', 'write'],
  ] as const
  const asked = kinds
    .filter(([field]) => (row.number(field) ?? 0) > 0)
    .map(
      ([, name, klass]): Message => ({
        name,
        title: `SNMP ${version} ${name}`,
        class: klass,
        way: 'request',
        outcome: 'asked',
      }),
    )
  if ((row.number('get_responses') ?? 0) === 0) return asked
  return [
    ...asked,
    { name: 'RESPONSE', title: `SNMP ${version} response`, class: 'read', way: 'response', outcome: 'done' },
  ]
}

function secret(subject: string, kind: string | undefined, by: string): Fact {
  return { subject, attribute: CREDENTIALS, value: kind, by }
}

function other(log: OtherLog): LogKind {
  return messageLog({
    path: log.path,
    protocol: log.protocol,
    transport: log.transport,
    ports: log.ports,
    messages: (row) => {
      const found = log.functions.map((field) => row.text(field)).find((text) => text !== undefined)
      const name = (found ?? log.path).replace(/^.*::/, '').slice(0, 60)
      const objects = Object.entries(log.objects ?? {}).map(([kind, field]) => [kind, row.list(field)] as const)
      return [
        {
          name,
          title: name.toLowerCase().replaceAll('_', ' '),
          class: log.class ?? classOfWords(name),
          way: wayOf(row),
          outcome: 'asked',
          objects: Object.fromEntries(objects.filter(([, names]) => names.length > 0)),
        },
      ]
    },
    facts: (row, { client, server }) => [
      ...(log.path === 'rdp'
        ? [{ subject: client, attribute: 'name', value: row.text('client_name'), by: 'rdp' }]
        : []),
      ...(log.path === 'ntlm' ? ntlm(row, client, server) : []),
      ...(log.path === 'ftp' && row.text('password') !== undefined ? [secret(server, 'FTP password', 'ftp')] : []),
    ],
  })
}

function ntlm(row: Row, client: string, server: string): readonly Fact[] {
  return [
    { subject: client, attribute: 'name', value: row.text('hostname'), by: 'ntlm' },
    { subject: server, attribute: 'name', value: row.text('server_nb_computer_name'), by: 'ntlm' },
  ]
}

function wayOf(row: Row): Message['way'] {
  const said = row.text('request_response') ?? row.text('direction') ?? row.text('is_request')
  if (said !== undefined && /^(?:req|T$)/i.test(said)) return 'request'
  if (said !== undefined && /^(?:res|F$)/i.test(said)) return 'response'
  return row.flag('is_orig') === undefined && row.text('source_h') === undefined ? 'request' : undefined
}
