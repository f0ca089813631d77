import { lookUp } from '../look-up.ts'
import { BACNET_CONFIRMED, BACNET_UNCONFIRMED } from './functions-table.ts'
import type { LogKind } from './kind.ts'
import { type Fact, type Message, type MessageLog, messageLog } from './messages.ts'
import type { Row } from './row.ts'

const COMMON = { protocol: 'bacnet', transport: 'udp', ports: [47808] } as const

/** Logs of BACnet as ICSNPP writes them. */
export const bacnetLogs: readonly LogKind[] = [
  messageLog({ ...COMMON, path: 'bacnet', needs: ['bvlc_function', 'pdu_type', 'pdu_service'], messages }),
  messageLog({
    ...COMMON,
    path: 'bacnet_discovery',
    needs: ['pdu_service', 'instance_number', 'range'],
    detail: true,
    messages: () => [],
    facts: discovery,
  }),
  messageLog({
    ...COMMON,
    path: 'bacnet_property',
    needs: ['pdu_service', 'instance_number', 'property'],
    detail: true,
    messages: property,
    facts: properties,
  }),
  messageLog({
    ...COMMON,
    path: 'bacnet_device_control',
    needs: ['pdu_service', 'time_duration', 'device_state'],
    detail: true,
    messages: (row) => {
      const service = row.text('pdu_service') ?? ''
      const result = row.text('result')
      const answers = result !== undefined
      return [
        confirmed(
          service,
          answers ? 'response' : 'request',
          answers ? (/success/i.test(result) ? 'done' : 'refused') : 'asked',
        ),
      ]
    },
  }),
]

/** A name without letter case and separators. */
function plain(text: string | undefined): string {
  return (text ?? '').toLowerCase().replace(/[^a-z0-9]/g, '')
}

function confirmed(name: string, way: Message['way'], outcome: Message['outcome'], prefix?: string): Message {
  const bare = plain(name).replace(/(?:request|ack)$/, '')
  const known = lookUp(BACNET_CONFIRMED, bare)
  const start = prefix ?? (way === 'request' ? 'CONF' : 'CACK')
  return {
    name: `${start}_${known?.number ?? bare}`,
    title: titleOf(bare),
    class: known?.class ?? 'other',
    way,
    outcome,
  }
}

function messages(row: Row): readonly Message[] | string {
  const type = plain(row.text('pdu_type'))
  const service = row.text('pdu_service') ?? ''
  switch (type) {
    case 'confirmedrequest':
      return [confirmed(service, 'request', 'asked')]
    case 'simpleack':
      return [confirmed(service, 'response', 'done', 'SACK')]
    case 'complexack':
      return [confirmed(service, 'response', 'done')]
    case 'error':
      return [confirmed(service, 'response', 'refused', 'ERR')]
    case 'unconfirmedrequest': {
      const known = lookUp(BACNET_UNCONFIRMED, plain(service))
      const name = `UNCONF_${known?.number ?? plain(service)}`
      return [{ name, title: titleOf(service), class: known?.class ?? 'other', way: undefined, outcome: 'asked' }]
    }
    case 'reject':
    case 'abort':
      return [{ name: type.toUpperCase(), title: type, class: 'other', way: 'response', outcome: 'refused' }]
    case 'segmentack':
      return [
        { name: 'SEGACK', title: 'acknowledgement of a segment', class: 'other', way: undefined, outcome: 'asked' },
      ]
    case 'npdu':
      return [
        {
          name: `NL_${plain(service)}`,
          title: `network layer: ${titleOf(service)}`,
          class: 'other',
          way: undefined,
          outcome: 'asked',
        },
      ]
    case '':
      return [
        {
          name: `BVLC_${plain(row.text('bvlc_function'))}`,
          title: 'virtual link control',
          class: 'other',
          way: undefined,
          outcome: 'asked',
        },
      ]
    default:
      return [{ name: type.toUpperCase(), title: titleOf(service), class: 'other', way: undefined, outcome: 'asked' }]
  }
}

function discovery(row: Row, { sender }: Parameters<NonNullable<MessageLog['facts']>>[1]): readonly Fact[] {
  if (plain(row.text('pdu_service')) !== 'iam') return []
  return [
    { subject: sender, attribute: 'bacnet-instance', value: row.text('instance_number'), by: 'bacnet.i_am' },
    { subject: sender, attribute: 'make', value: row.text('vendor'), by: 'bacnet.i_am' },
  ]
}

function property(row: Row): readonly Message[] {
  const service = row.text('pdu_service') ?? ''
  const answers = /ack$|error$/.test(plain(service))
  const base = confirmed(service, answers ? 'response' : 'request', answers ? 'done' : 'asked')
  const instance = row.number('instance_number')
  const kind = (row.text('object_type') ?? 'object')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
  return [instance === undefined ? base : { ...base, objects: { [kind]: [instance] } }]
}

/** Properties of the device object (ASHRAE 135, 12.11) that say what it is. */
const DEVICE: Readonly<Record<string, string>> = {
  vendorname: 'make',
  modelname: 'product',
  firmwarerevision: 'firmware',
  serialnumber: 'serial',
  objectname: 'name',
  location: 'location',
  description: 'description',
}

function properties(row: Row, { server }: Parameters<NonNullable<MessageLog['facts']>>[1]): readonly Fact[] {
  const attribute = lookUp(DEVICE, plain(row.text('property')))
  if (attribute === undefined || plain(row.text('object_type')) !== 'device') return []
  if (!/^readproperty(?:multiple)?ack$/.test(plain(row.text('pdu_service')))) return []
  return [{ subject: server, attribute, value: row.text('value'), by: 'bacnet.property' }]
}

function titleOf(service: string): string {
  const words = service.toLowerCase().replace(/[_-]+/g, ' ')
  return words.replace(/ (?:request|ack)$/, '')
}
