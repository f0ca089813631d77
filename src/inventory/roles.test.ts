import { describe, expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { aFact, aLink, anAddress, anOperation, aSegment, aTalk } from '../../tests/kit/segments.ts'
import { dissectors } from '../evidence/dissectors/registry.ts'
import type { Segment } from '../evidence/observation.ts'
import { knowledgeOf } from './knowledge.ts'
import { takeInventory } from './take-inventory.ts'

const hostsOf = (segment: Partial<Segment>) =>
  takeInventory({ segments: [aSegment('a', segment)] }, { oui: () => undefined, catalogs }).hosts
const rolesOf = (segment: Partial<Segment>) =>
  Object.fromEntries(hostsOf(segment).map((host) => [host.id.slice('site/'.length), host.roles.join(' ')]))

describe('roles by what is spoken', () => {
  test.each([
    ['ethernet-ip', 44818, 'controller', 'controller-client'],
    ['cip', 44818, 'controller', 'controller-client'],
    ['iec104', 2404, 'controller', 'controller-client'],
    ['bacnet', 47808, 'controller', 'controller-client'],
    ['s7comm-plus', 102, 'controller', 'controller-client'],
    ['hart-ip', 5094, 'field-device', 'controller-client'],
    ['opc-ua', 4840, 'opc-server', 'opc-client'],
    ['mqtt', 1883, 'message-broker', ''],
    ['snmpv3', 161, '', 'network-client'],
    ['ldap', 389, 'directory-server', ''],
    ['dhcp', 67, 'dhcp-server', ''],
    ['profinet-cm', 34964, '', ''],
  ])('%s', (protocol, port, server, client) => {
    const conversations = [aTalk('10.0.0.1', '10.0.0.2', port, { protocols: [protocol] })]
    expect(rolesOf({ conversations })).toEqual({ '10.0.0.1': client, '10.0.0.2': server })
  })

  test('every dissector that the catalog of protocols knows is found under its own id', () => {
    const { rolesIn } = knowledgeOf(catalogs)
    const automation = ['modbus-tcp', 's7comm', 'ethernet-ip', 'dnp3', 'iec104', 'bacnet', 'mms', 'ads', 'fins', 'slmp']
    for (const id of automation) {
      expect(dissectors.has(id), id).toBe(true)
      expect(rolesIn(id)?.server, id).toBe('controller')
    }
    for (const id of ['goose', 'sampled-values', 'ethercat', 'pn_rt', 'ecat', 'sv'])
      expect(rolesIn(id)?.sender).toBe('field-device')
  })

  test('where nothing was recognized the port speaks, also under TLS; what was recognized overrules it', () => {
    const at = (port: number, protocols: string[]) =>
      rolesOf({ conversations: [aTalk('10.0.0.1', '10.0.0.2', port, { protocols })] })['10.0.0.2']
    expect([at(443, []), at(443, ['tls']), at(443, ['ssh']), at(8883, ['tls']), at(9999, ['tls'])]).toEqual([
      'web-server', 'web-server', 'remote-access', 'message-broker', '',
    ]) // biome-ignore format: a list
  })

  test('from three on who asks is supervision, or network management', () => {
    const asks = (protocol: string, count: number) =>
      rolesOf({
        conversations: Array.from({ length: count }, (_, n) =>
          aTalk('10.0.0.1', `10.0.1.${n}`, 161, { protocols: [protocol] }),
        ),
      })['10.0.0.1']
    expect([asks('snmp', 2), asks('snmp', 3), asks('dnp3', 2), asks('dnp3', 3)]).toEqual([
      'network-client', 'network-management', 'controller-client', 'supervision',
    ]) // biome-ignore format: a list
  })

  test('who takes logs is found by several messages, though it never answers', () => {
    const log = (packets: number, alive = true) =>
      rolesOf({
        conversations: [
          aTalk('10.0.0.1', '10.0.0.2', 514, {
            transport: 'udp', protocols: ['syslog'], answered: false, packets: { c2s: packets, s2c: 0 },
          }),
        ],
        addresses: alive ? [anAddress({ ip: '10.0.0.2' })] : [],
      })['10.0.0.2'] // biome-ignore format: short
    expect([log(2), log(3), log(3, false)]).toEqual(['', 'log-server', ''])
  })

  test('a program or firmware that was changed makes an engineering station, one that was refused does not', () => {
    const program = (...operations: ReturnType<typeof anOperation>[]) =>
      rolesOf({
        conversations: [aTalk('10.0.0.1', '10.0.0.2', 44818, { protocols: ['ethernet-ip', 'cip'], operations })],
      })['10.0.0.1']
    const cip = { protocol: 'cip', class: 'program', direction: 'c2s', outcome: 'asked', name: 'SVC_4b_req' } as const
    const refusal = anOperation({ direction: 's2c', outcome: 'refused', class: 'other', count: 2 })
    expect(program(anOperation({ class: 'program' }))).toBe('controller-client engineering')
    expect(program(anOperation(cip))).toBe('controller-client engineering')
    expect(program(anOperation({ ...cip, count: 2 }), refusal)).toBe('controller-client')
    expect(program(anOperation(cip), anOperation({ class: 'program', outcome: 'refused' }))).toBe('controller-client')
  })

  test('who sends process data on the link is a field device', () => {
    expect(rolesOf({ links: [aLink({ protocol: 'sv' })] })).toEqual({ '02:00:00:00:00:01': 'field-device' })
  })
})

describe('roles by what devices tell', () => {
  const cip = (value: string) => aFact('10.0.0.2', 'role', value, { by: 'ethernet-ip.list-identity' })
  const talk = aTalk('10.0.0.1', '10.0.0.2', 44818, { protocols: ['ethernet-ip'] })

  test('count with their confidence, in their own words or in those of the catalog', () => {
    const roles = (value: string, by: string, manner: Segment['manner'] = 'seen') =>
      rolesOf({ manner, facts: [aFact('10.0.0.2', 'role', value, { by })] })['10.0.0.2']
    expect(roles('switch', 'lldp')).toBe('switch')
    expect(roles('managed switch', 'ethernet-ip.list-identity')).toBe('switch')
    expect(roles('OPC UA client and server', 'opc-ua.application')).toBe('opc-client opc-server')
    expect(roles('file-server', 'netbios.name')).toBe('')
    expect(roles('switch', 'asset-list', 'listed')).toBe('')
    expect(roles('nothing known', 'lldp')).toBe('')
  })

  test('what a drive surely tells of itself stands against what its traffic looks like; the fact stays', () => {
    const [, host] = hostsOf({ conversations: [talk], facts: [cip('AC drive')] })
    expect(host?.roles).toEqual(['drive'])
    expect(host?.facts.map((f) => `${f.value} ${f.by}`)).toEqual([
      'AC drive ethernet-ip.list-identity',
      'controller serves.ethernet-ip',
      'drive fingerprint:cip-drive',
    ])
    const both = rolesOf({ conversations: [talk], facts: [aFact('10.0.0.2', 'role', 'switch', { by: 'lldp' })] })
    expect(both['10.0.0.2']).toBe('controller switch')
  })
})

test('what a catalog row reads is a fact of the host, beside the one it was read from', () => {
  const facts = [
    aFact('10.0.0.2', 'description', 'Hirschmann BOBCAT', { by: 'snmp.system', count: 2 }),
    aFact('10.0.0.2', 'make', 'Siemens AG', { by: 'bacnet.device' }),
  ]
  const [host] = hostsOf({ facts })
  expect(
    host?.facts.map(({ attribute, value, by, confidence, count }) => [attribute, value, by, confidence, count]),
  ).toEqual([
    ['description', 'Hirschmann BOBCAT', 'snmp.system', 0.9, 2],
    ['make', 'Hirschmann', 'fingerprint:hirschmann', 0.85, 2],
    ['make', 'Siemens', 'fingerprint:make', 0.95, 1],
    ['make', 'Siemens AG', 'bacnet.device', 0.95, 1],
  ])
})
