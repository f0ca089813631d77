import { lookUp } from '../look-up.ts'
import type { Outcome } from '../../observation.ts'
import { CIP, classOfWords, DNP3, ENIP, IEC104, IEC104_MONITOR, PROFINET, RPC_PACKETS } from './functions-table.ts'
import type { LogKind } from './kind.ts'
import { type Message, messageLog } from './messages.ts'
import type { Row } from './row.ts'

/** Logs of further industrial protocols: Zeek's own, ICSNPP's, and those of known plug-ins. */
export const industrialLogs: readonly LogKind[] = [
  messageLog({ ...dnp3Common(), path: 'dnp3', needs: ['fc_request', 'fc_reply'], messages: dnp3 }),
  messageLog({ ...dnp3Common(), path: 'dnp3_control', needs: ['block_type', 'trip_control_code'], detail: true, messages: dnp3Control }), // biome-ignore format: a table
  messageLog({ ...dnp3Common(), path: 'dnp3_objects', needs: ['object_type', 'range_low', 'range_high'], detail: true, messages: dnp3Objects }), // biome-ignore format: a table
  messageLog({ ...enipCommon(), path: 'enip', needs: ['enip_command', 'session_handle'], messages: enip }),
  messageLog({ ...enipCommon(), path: 'cip', needs: ['cip_service', 'direction'], protocol: 'cip', messages: cip }),
  messageLog({
    ...enipCommon(),
    path: 'cip_io',
    needs: ['connection_id', 'io_data'],
    transport: 'udp',
    messages: () => [
      { name: 'CIPIO', title: 'cyclic I/O data', class: 'other', way: undefined, protocol: 'cip-io', outcome: 'asked' },
    ],
  }),
  messageLog({
    ...enipCommon(),
    path: 'cip_identity',
    needs: ['device_type_name', 'product_name', 'socket_address'],
    detail: true,
    messages: () => [],
    facts: (row, { sender, server }) => {
      const said = row.ip('socket_address')
      // An address of zeros, as some devices send, names nobody.
      const subject = said === undefined || said === '0.0.0.0' ? (sender ?? server) : said
      return IDENTITY.map(([attribute, field]) => ({ subject, attribute, value: row.text(field), by: BY_IDENTITY }))
    },
  }),
  messageLog({ path: 'opcua_binary', needs: ['opcua_link_id', 'msg_type', 'is_final'], protocol: 'opc-ua', transport: 'tcp', ports: [4840], messages: opcUa }), // biome-ignore format: a table
  messageLog({
    path: 'opcua_binary_get_endpoints_description',
    needs: ['application_uri', 'product_uri', 'endpoint_uri'],
    protocol: 'opc-ua',
    transport: 'tcp',
    ports: [4840],
    detail: true,
    messages: () => [],
    facts: (row, { server }) => [
      { subject: server, attribute: 'application-uri', value: row.text('application_uri'), by: 'opcua' },
      { subject: server, attribute: 'product-uri', value: row.text('product_uri'), by: 'opcua' },
    ],
  }),
  messageLog({ path: 'profinet_io_cm', needs: ['packet_type', 'operation_num', 'activity_uuid'], protocol: 'profinet-cm', transport: 'udp', ports: [34964], messages: profinet }), // biome-ignore format: a table
  messageLog({ path: 'iec104', needs: ['apci_type'], protocol: 'iec104', transport: 'tcp', ports: [2404], messages: iec104 }), // biome-ignore format: a table
]

function dnp3Common() {
  return { protocol: 'dnp3', transport: 'tcp', ports: [20000] } as const
}

function enipCommon() {
  return { protocol: 'ethernet-ip', transport: 'tcp', ports: [44818, 2222] } as const
}

const BY_IDENTITY = 'enip.list_identity'
const IDENTITY = [
  ['make', 'vendor_name'],
  ['product', 'product_name'],
  ['firmware', 'revision'],
  ['serial', 'serial_number'],
  ['kind', 'device_type_name'],
] as const

/** Bits of the second octet of the internal indications that refuse: function, object or parameter not known (IEEE 1815, 4.5). */
const REFUSES = 0x07

function dnp3(row: Row): readonly Message[] | string {
  const [asked, answered] = [row.text('fc_request'), row.text('fc_reply')]
  if (asked === undefined && answered === undefined) return 'it names no function'
  const request = asked === undefined ? undefined : lookUp(DNP3, asked)
  const messages: Message[] = []
  if (asked !== undefined) messages.push(dnp3Message(asked, 'request', 'asked'))
  if (answered !== undefined) {
    const outcome = ((row.number('iin') ?? 0) & REFUSES) === 0 ? 'done' : 'refused'
    const answer = dnp3Message(answered, 'response', outcome)
    // The answer is the same function whatever was asked: it takes the class of what it answers.
    const solicited = answered === 'RESPONSE' && request
    messages.push(solicited ? { ...answer, class: request.class, title: `response to ${words(asked!)}` } : answer)
  }
  return messages
}

function dnp3Message(name: string, way: 'request' | 'response', outcome: Outcome): Message {
  const known = lookUp(DNP3, name)
  const number = known?.number ?? /(\d{1,3})$/.exec(name)?.[1]
  return {
    name: number === undefined ? name : `AL_${number}`,
    title: words(name),
    class: known?.class ?? 'other',
    way,
    outcome,
  }
}

function dnp3Control(row: Row): readonly Message[] | string {
  const name = row.text('function_code')
  if (name === undefined) return 'it names no function'
  const answers = /RESPONSE/.test(name)
  const status = row.text('status_code')
  const outcome = !answers ? 'asked' : status === undefined || /^success$/i.test(status) ? 'done' : 'refused'
  const index = row.number('index_number')
  const message = dnp3Message(name, answers ? 'response' : 'request', outcome)
  return [
    {
      ...message,
      ...(answers ? { class: 'control', title: 'response to a control' } : {}),
      ...(index === undefined ? {} : { objects: { output: [index] } }),
    },
  ]
}

function dnp3Objects(row: Row): readonly Message[] | string {
  const name = row.text('function_code')
  if (name === undefined) return 'it names no function'
  const answers = /RESPONSE/.test(name)
  const message = dnp3Message(name, answers ? 'response' : 'request', answers ? 'done' : 'asked')
  const [low, high] = [row.number('range_low'), row.number('range_high')]
  const kind = (row.text('object_type') ?? 'object')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
  return [
    {
      ...message,
      ...(answers && name === 'RESPONSE' ? { class: 'read', title: 'response to read' } : {}),
      ...(low === undefined || high === undefined || high < low ? {} : { objects: { [kind]: [[low, high]] } }),
    },
  ]
}

function enip(row: Row): readonly Message[] | string {
  const code = row.number('enip_command_code')
  if (code === undefined) return 'it names no command'
  const title = (row.text('enip_command') ?? 'unknown command').toLowerCase()
  const status = row.number('enip_status') ?? 0
  return [
    {
      name: `CMD_${code.toString(16).padStart(4, '0')}`,
      title,
      class: ENIP[code] ?? 'other',
      way: undefined,
      outcome: status === 0 ? 'asked' : 'refused',
    },
  ]
}

function cip(row: Row): readonly Message[] | string {
  const code = row.number('cip_service_code')
  if (code === undefined) return 'it names no service'
  const service = code & 0x7f
  const asks = !/^res/i.test(row.text('direction') ?? '')
  const status = row.number('cip_status_code') ?? 0
  const touched = {
    class: row.number('class_id'),
    instance: row.number('instance_id'),
    attribute: row.number('attribute_id'),
  }
  const objects = Object.entries(touched).flatMap(([kind, number]) => (number === undefined ? [] : [[kind, [number]]]))
  return [
    {
      name: `SVC_${service.toString(16).padStart(2, '0')}_${asks ? 'req' : 'res'}`,
      title: (row.text('cip_service') ?? 'unknown service').toLowerCase(),
      class: CIP[service] ?? 'other',
      way: asks ? 'request' : 'response',
      // Status 6 is a part of an answer that goes on.
      outcome: asks ? 'asked' : status === 0 || status === 6 ? 'done' : 'refused',
      objects: Object.fromEntries(objects) as NonNullable<Message['objects']>,
    },
  ]
}

function opcUa(row: Row): readonly Message[] | string {
  const type = row.text('msg_type')
  if (type === undefined) return 'it names no type of message'
  const name = row.text('identifier_str')
  const id = row.number('identifier')
  if (name === undefined || (type !== 'MSG' && type !== 'OPN' && type !== 'CLO')) {
    const way =
      type === 'HEL' || type === 'OPN' || type === 'CLO'
        ? 'request'
        : type === 'ACK' || type === 'ERR'
          ? 'response'
          : undefined
    const outcome = way === 'response' ? (type === 'ERR' ? 'refused' : 'done') : 'asked'
    return [{ name: type, title: `OPC UA ${type}`, class: type === 'MSG' ? 'other' : 'session', way, outcome }]
  }
  const asks = name.endsWith('Request')
  const service = name.replace(/(?:Request|Response)$/, '')
  return [
    {
      name: id === undefined ? name : `SVC_${id}`,
      title: service.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase(),
      class: lookUp(OPC_UA, service) ?? classOfWords(service),
      way: asks ? 'request' : 'response',
      outcome: asks ? 'asked' : /Fault/.test(name) ? 'refused' : 'done',
    },
  ]
}

/** Services whose words would lead astray. */
const OPC_UA: Readonly<Record<string, Message['class']>> = {
  Call: 'control',
  HistoryUpdate: 'write',
  HistoryRead: 'read',
  Publish: 'read',
  Republish: 'read',
  CreateSession: 'session',
  CreateSubscription: 'session',
  DeleteSubscriptions: 'session',
  ModifySubscription: 'session',
  CreateMonitoredItems: 'read',
  ModifyMonitoredItems: 'read',
  DeleteMonitoredItems: 'read',
  SetPublishingMode: 'session',
  SetMonitoringMode: 'session',
}

function profinet(row: Row): readonly Message[] | string {
  const name = row.text('operation_num')?.toLowerCase()
  const packet = row.text('packet_type')?.toLowerCase()
  if (name === undefined || packet === undefined) return 'it names no operation'
  const known = lookUp(PROFINET, name)
  const kind = lookUp(RPC_PACKETS, packet.replace(/[^a-z]/g, ''))
  const asks = packet === 'request' || packet === 'ping'
  return [
    {
      name: `OP${known?.number ?? name}_PT${kind ?? packet}`,
      title: packet === 'request' || packet === 'response' ? name : `${name}: ${packet}`,
      class: known?.class ?? 'other',
      way: asks ? 'request' : packet === 'ack' || packet === 'fack' || packet === 'cancel' ? undefined : 'response',
      outcome: asks
        ? 'asked'
        : packet === 'fault' || packet === 'reject'
          ? 'refused'
          : packet === 'response'
            ? 'done'
            : 'asked',
    },
  ]
}

function iec104(row: Row): readonly Message[] {
  const frame = (row.text('apci_type') ?? '').replace(/^.*::/, '').toUpperCase()
  const type = (row.text('asdu_type') ?? row.text('info_obj_type') ?? row.text('type_id') ?? '').replace(/^.*::/, '')
  const cause = row.text('cause_tx') ?? row.text('cause') ?? ''
  const known = lookUp(IEC104, type)
  if (type === '')
    return [
      {
        name: frame || 'APDU',
        title: `IEC 104 ${frame} frame`.trim(),
        class: 'session',
        way: undefined,
        outcome: 'asked',
      },
    ]
  const monitors = type.startsWith('M_')
  const number = /^\d{1,3}$/.test(cause) ? `_COT${cause}` : ''
  const refused = row.flag('negative') === true
  return [
    {
      name: `I_TI${known?.number ?? lookUp(IEC104_MONITOR, type) ?? type}${number}`,
      title: type.toLowerCase().replaceAll('_', ' '),
      class: known?.class ?? (monitors ? 'read' : 'other'),
      way: monitors || /con(firm)?|term/i.test(cause) ? 'response' : 'request',
      outcome: refused ? 'refused' : monitors || /con(firm)?/i.test(cause) ? 'done' : 'asked',
    },
  ]
}

function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ')
}
