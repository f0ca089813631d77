import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { lldp } from './lldp.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('lldp')
  expect(operations).toEqual([
    '02:00:00:00:00:03: ANNOUNCE asked, says what it is (diagnose)',
    '02:00:00:00:00:a4: ANNOUNCE asked, says what it is (diagnose)',
    '02:00:00:00:00:a4: LEAVE asked, says that it leaves (diagnose)',
    '9a:1d:e4:39:89:eb: ANNOUNCE asked 2x, says what it is (diagnose)',
  ])
  expect(facts).toEqual([
    '02:00:00:00:00:03 chassis-id: filler-1 (lldp)',
    '02:00:00:00:00:03 mac: 02:00:00:00:00:02 (lldp)',
    '02:00:00:00:00:03 management-address: 10.0.0.20 (lldp)',
    '02:00:00:00:00:03 port: port-001 (lldp)',
    '02:00:00:00:00:a4 chassis-id: 02:00:00:00:00:a0 (lldp)',
    '02:00:00:00:00:a4 description: Siemens, SIMATIC NET, SCALANCE X208, 6GK5 208-0BA10-2AA3, HW: Version 5, FW: Version V5.1.2 (lldp)',
    '02:00:00:00:00:a4 firmware: V5.1.2 (lldp.description)',
    '02:00:00:00:00:a4 hardware: 5 (lldp.description)',
    '02:00:00:00:00:a4 mac: 02:00:00:00:00:a0 (lldp)',
    '02:00:00:00:00:a4 make: Siemens (lldp.description)',
    '02:00:00:00:00:a4 management-address: fd00::5 (lldp)',
    '02:00:00:00:00:a4 name: switch-2 (lldp)',
    '02:00:00:00:00:a4 native-vlan: 10 (lldp)',
    '02:00:00:00:00:a4 order-number: 6GK5 208-0BA10-2AA3 (lldp.description)',
    '02:00:00:00:00:a4 port: port-004 (lldp)',
    '02:00:00:00:00:a4 port-description: to the cell (lldp)',
    '02:00:00:00:00:a4 role: switch (lldp)',
    '9a:1d:e4:39:89:eb asset-id: A-77 (lldp.med)',
    '9a:1d:e4:39:89:eb chassis-id: 9a:1d:e4:39:89:eb (lldp)',
    '9a:1d:e4:39:89:eb description: Cofferdam test bench, switch 7 (lldp)',
    '9a:1d:e4:39:89:eb firmware: FW-1.9 (lldp.med)',
    '9a:1d:e4:39:89:eb hardware: HW 3 (lldp.med)',
    '9a:1d:e4:39:89:eb mac: 9a:1d:e4:39:89:eb (lldp)',
    '9a:1d:e4:39:89:eb make: Acme (lldp.med)',
    '9a:1d:e4:39:89:eb management-address: 10.77.0.2 (lldp)',
    '9a:1d:e4:39:89:eb management-address: fd00::5 (lldp)',
    '9a:1d:e4:39:89:eb name: switch-7 (lldp)',
    '9a:1d:e4:39:89:eb name: vm (lldp)',
    '9a:1d:e4:39:89:eb port-description: v0 (lldp)',
    '9a:1d:e4:39:89:eb port-mac: 9a:1d:e4:39:89:eb (lldp)',
    '9a:1d:e4:39:89:eb product: PX-15 (lldp.med)',
    '9a:1d:e4:39:89:eb serial: SN-004711 (lldp.med)',
    '9a:1d:e4:39:89:eb software: 6.18.44-fc-v657 (lldp.med)',
    '9a:1d:e4:39:89:eb software: SW-2.1 (lldp.med)',
  ])
})

const tlv = (type: number, body: string) => {
  const digits = body.replace(/\s+/g, '')
  return `${((type << 9) | (digits.length / 2)).toString(16).padStart(4, '0')}${digits}`
}
const first = `${tlv(1, '04 0200000000a0')}${tlv(2, '05 70312f31')}`

test('capabilities count when they are enabled, and a port may be an address', () => {
  const { facts } = dissect(
    lldp,
    hex(tlv(1, '05 01 0a000007'), tlv(2, '04 01 0a000008'), tlv(3, '0078'), tlv(7, '007c 0010'), tlv(0, '')),
  )
  expect(facts).toEqual({ ip: '10.0.0.7', port: '10.0.0.8', role: 'router' })
})

test('the three first fields make it LLDP, in their order', () => {
  expect(recognition(lldp, hex(first, tlv(3, '0078')), C2S, true)).toBe(YES)
  expect(recognition(lldp, hex(first), C2S, true)).toBe(NO)
  expect(recognition(lldp, hex(first, tlv(4, '6161'), tlv(3, '0078')), C2S, true)).toBe(NO)
})

test('a text of more than 255 letters', () => {
  const { facts } = dissect(lldp, hex(first, tlv(3, '0078'), tlv(6, '61'.repeat(300)), tlv(5, '7377'), tlv(0, '')))
  expect(facts).toMatchObject({ description: 'a'.repeat(300), name: 'sw' })
})

test('a field longer than the frame is lost, what came before it is not', () => {
  const heard = dissect(lldp, hex(first, tlv(3, '0078'), tlv(5, '7377'), '0c40 61'))
  expect(heard).toMatchObject({ facts: { name: 'sw', port: 'p1/1' }, lost: 3 })
})
