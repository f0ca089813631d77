import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { bacnet } from './bacnet.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('bacnet')
  expect(operations).toEqual([
    '10.0.0.1: ABORT refused, aborted: segmentation not supported (other)',
    '10.0.0.2: BVLC_0 refused, result: registration refused (session)',
    '10.0.0.1: BVLC_10 asked 3x, unicast message (session)',
    '10.0.0.2: BVLC_10 asked 4x, unicast message (session)',
    '10.0.0.1: BVLC_11 asked 2x, broadcast message (session)',
    '10.0.0.2: BVLC_11 asked 3x, broadcast message (session)',
    '10.0.0.1: BVLC_2 asked, read broadcast distribution table (diagnose)',
    '10.0.0.2: BVLC_3 done, broadcast distribution table (diagnose)',
    '10.0.0.2: BVLC_4 asked, forwarded message (session)',
    '10.0.0.1: BVLC_5 asked, register foreign device (session)',
    '10.0.0.2: CACK_12 done, read property, answered (read) device=1201 network=5 property=77',
    '10.0.0.2: CACK_14 done, read properties, answered (read) analog-value=7 property=85',
    '10.0.0.1: CONF_12 asked, read property (read) device=1201 network=5 property=77',
    '10.0.0.1: NL_0 asked, who is router to network (diagnose) network=5',
    '10.0.0.2: NL_1 done, I am router to network (diagnose) network=5-6',
    '10.0.0.2: NL_3 refused, message rejected (session) network=9',
    '10.0.0.2: REJECT refused, rejected: unrecognized service (other)',
    '10.0.0.1: SEGACK done, segment acknowledged (session)',
    '10.0.0.2: UNCONF_0 asked 2x, I am (diagnose) device=77,1201 network=5',
    '10.0.0.2: UNCONF_1 asked, I have (diagnose) device=77',
    '10.0.0.1: UNCONF_7 asked, who has (diagnose) object-name=Fan 1 A',
    '10.77.0.1: BVLC_10 asked 19x, unicast message (session)',
    '10.77.0.2: BVLC_10 asked 9x, unicast message (session)',
    '10.77.0.2: BVLC_11 asked, broadcast message (session)',
    '10.77.0.2: CACK_12 done 2x, read property, answered (read) analog-input=3 device=4711 property=77,85',
    '10.77.0.2: CACK_14 done, read properties, answered (read) device=4711 property=44,70,121',
    '10.77.0.1: CONF_10 asked, create object (program) analog-value=9',
    '10.77.0.1: CONF_11 asked, delete object (program) analog-value=9',
    '10.77.0.1: CONF_12 asked 3x, read property (read) analog-input=3 device=4711 property=77,85,9999',
    '10.77.0.1: CONF_14 asked, read properties (read) device=4711 property=44,70,121',
    '10.77.0.1: CONF_15 asked, write property (write) analog-output=2 property=85',
    '10.77.0.1: CONF_16 asked, write properties (write) analog-value=7 property=85',
    '10.77.0.1: CONF_17 asked, device communication control: disable (control)',
    '10.77.0.1: CONF_18 asked, private transfer (other) private-vendor=260',
    '10.77.0.1: CONF_20 asked, reinitialize device: warm start (control)',
    '10.77.0.1: CONF_26 asked, read range (read) property=131 trend-log=1',
    '10.77.0.1: CONF_29 asked, get event information (diagnose)',
    '10.77.0.1: CONF_5 asked, subscribe to changes of value (read) analog-input=3',
    '10.77.0.1: CONF_6 asked, read file (file) file=1',
    '10.77.0.1: CONF_7 asked, write file (file) file=1',
    '10.77.0.2: ERR_12 refused, read property: unknown property (read)',
    '10.77.0.2: ERR_20 refused, reinitialize device: password failure (control)',
    '10.77.0.2: SACK_15 done, write property, done (write)',
    '10.77.0.2: SACK_16 done, write properties, done (write)',
    '10.77.0.2: SACK_17 done, device communication control, done (control)',
    '10.77.0.2: SACK_5 done, subscribe to changes of value, done (read)',
    '10.77.0.2: UNCONF_0 asked, I am (diagnose) device=4711',
    '10.77.0.1: UNCONF_6 asked, set time (control)',
    '10.77.0.1: UNCONF_8 asked, who is (diagnose) device=4000-5000',
    '10.77.0.1: UNCONF_9 asked, set UTC time (control)',
    '02:00:00:00:00:01: UNCONF_8 asked, who is (diagnose)',
  ])
  expect(facts).toEqual([
    '10.0.0.2 device-1201-name: VAV 12 (bacnet.device)',
    '10.0.0.2 device-instance: 1201 (bacnet.i-am)',
    '10.0.0.2 module: network 5, address 12: device 1201, Johnson Controls (bacnet.i-am)',
    '10.0.0.2 role: bacnet-broadcast-manager (bacnet.link)',
    '10.0.0.2 role: bacnet-router (bacnet.network)',
    '10.0.0.2 vendor-id: 5 (bacnet.i-am)',
    '10.0.0.9 device-instance: 77 (bacnet.i-am)',
    '10.0.0.9 make: Tridium (bacnet.i-am)',
    '10.0.0.9 vendor-id: 36 (bacnet.i-am)',
    '10.77.0.2 clear-text-credentials: BACnet password (bacnet)',
    '10.77.0.2 device-instance: 4711 (bacnet.i-am)',
    '10.77.0.2 firmware: 2.4.1 (bacnet.device)',
    '10.77.0.2 make: Acme (bacnet.device)',
    '10.77.0.2 make: BACnet Stack (open source) (bacnet.i-am)',
    '10.77.0.2 name: Chiller 1 (bacnet.device)',
    '10.77.0.2 product: PX-15 BC (bacnet.device)',
    '10.77.0.2 vendor-id: 260 (bacnet.i-am)',
  ])
})

const word = (n: number) => n.toString(16).padStart(4, '0')
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
/** A message of BACnet/IP around what follows its function. */
const link = (function_: string, body: string) => hex('81', function_, word(4 + size(body)), body)
/** A service in a unicast. */
const unicast = (apdu: string) => link('0a', `0104 ${apdu}`)
const object = (type: number, instance: number) => (type * 0x400000 + instance).toString(16).padStart(8, '0')

describe('what requests touch', () => {
  const value = '3e 44 3f800000 3f'
  const asked: readonly (readonly [string, string, string, Record<string, string[]>])[] = [
    ['0005 01 00 09 07 1c 00000003 2e 91 01 2e 0c 3f 2f 2f', 'CONF_0', 'acknowledge alarm (control)', { 'analog-input': ['3'] }],
    [`0005 01 01 09 07 1c ${object(8, 5)} 2c ${object(3, 9)} 39 00`, 'CONF_1', 'change of value notification (read)', { 'binary-input': ['9'] }],
    [`0005 01 08 0c ${object(15, 2)} 19 66 3e 21 05 3f`, 'CONF_8', 'add list element (write)', { 'notification-class': ['2'], property: ['102'] }],
    [`0005 01 0a 0e 09 02 0f`, 'CONF_10', 'create object (program)', { 'analog-value': ['4194303'] }],
    [`0005 01 0f 0c ${object(1, 2)} 19 55 ${value} 49 08`, 'CONF_15', 'write property (write)', { 'analog-output': ['2'], property: ['85'] }],
    [`0005 01 0f 0c ${object(16, 1)} 19 5a 3e 91 02 3f`, 'CONF_15', 'write property of a program or file (program)', { program: ['1'], property: ['90'] }],
    [`0005 01 0f 0c ${object(600, 1)} 1a 03e8 ${value}`, 'CONF_15', 'write property (write)', { 'object-type-600': ['1'], property: ['1000'] }],
    [`0005 01 10 0c ${object(2, 7)} 1e 09 55 2e 44 3f800000 2f 39 08 09 6f 2e 91 01 2f 1f 0c ${object(2, 8)} 1e 09 55 2e 10 2f 1f`, 'CONF_16', 'write properties (write)', { 'analog-value': ['7', '8'], property: ['85', '111', '85'] }],
    ['0005 01 11 09 05 19 00', 'CONF_17', 'device communication control: enable (control)', {}],
    ['0005 01 12 09 24 19 07 2e 21 01 2f', 'CONF_18', 'private transfer (other)', { 'private-vendor': ['36'] }],
    ['0005 01 14 09 00', 'CONF_20', 'reinitialize device: cold start (control)', {}],
    ['0005 01 14 09 04', 'CONF_20', 'reinitialize device: begin of restore (program)', {}],
    [`0005 01 1b 09 07 1d 02 00 61 29 04 3c ${object(21, 4)}`, 'CONF_27', 'life safety operation (control)', { 'life-safety-point': ['4'] }],
    [`0005 01 1c 09 07 1c ${object(0, 6)} 29 00 39 3c 4e 09 55 4f`, 'CONF_28', 'subscribe to changes of a property (read)', { 'analog-input': ['6'] }],
    [`10 02 09 00 1c ${object(8, 5)} 2c ${object(0, 1)} 39 00 4e 09 55 2e 44 41ac0000 2f 4f`, 'UNCONF_2', 'change of value notification (read)', { 'analog-input': ['1'] }],
    ['10 0a 09 03 19 08 2e 09 01 10 2f', 'UNCONF_10', 'write group (write)', { 'write-group': ['3'] }],
  ] // biome-ignore format: a table
  test.for(asked)('%s', ([apdu, name, meaning, objects]) => {
    const bytes = unicast(apdu)
    const heard = dissect(bacnet, bytes)
    expect(heard.operations).toEqual({ 'BVLC_10 asked': 1, [`${name} asked`]: 1 })
    expect(heard.meanings[name]).toBe(meaning)
    expect(heard.objects).toEqual(
      Object.fromEntries(Object.entries(objects).map(([kind, set]) => [`${name} ${kind}`, set])),
    )
    expect(recognition(bacnet, bytes, C2S, false), 'known away from its port').toBe(YES)
  })
})

describe('what answers say', () => {
  const says = (property: string, value: string) =>
    dissect(bacnet, unicast(`30 01 0c 0c ${object(8, 9)} ${property} 3e ${value} 3f`)).facts

  test('properties of the device object, in any character set', () => {
    expect(says('19 4d', '75 07 04 00c4 0042 0031')).toEqual({ name: '\u00c4B1' })
    expect(says('19 4d', '74 05 c4 42 31')).toEqual({ name: '\u00c4B1' })
    expect(says('19 2c', '75 06 00 56312e3233')).toEqual({ firmware: 'V1.23' })
    expect(says('19 78', '21 24')).toEqual({ 'vendor-id': '36' })
    expect(says('1a 0174', '75 05 00 53313233')).toEqual({ serial: 'S123' })
    expect(says('19 70', '91 00')).toEqual({})
    expect(dissect(bacnet, unicast(`30 01 0c 0c ${object(0, 9)} 19 4d 3e 75 04 00 414231 3f`)).facts).toEqual({})
  })

  test('a long text has its length in two bytes', () => {
    expect(says('19 1c', `75 fe 012d 00 ${'61'.repeat(300)}`)).toEqual({ description: 'a'.repeat(300) })
  })

  test('an answer to several properties with an error among them', () => {
    const list = `29 46 4e 75 03 00 5831 4f 29 79 5e 91 02 91 20 5f 29 3a 4e 75 05 00 48616c6c 4f`
    const heard = dissect(bacnet, unicast(`30 01 0e 0c ${object(8, 9)} 1e ${list} 1f`))
    expect(heard.facts).toEqual({ product: 'X1', location: 'Hall' })
    expect(heard.objects['CACK_14 property']).toEqual(['70', '121', '58'])
  })

  test('refusals bear their reason', () => {
    expect(dissect(bacnet, unicast('50 01 0f 91 02 91 28')).meanings['ERR_15']).toBe(
      'write property: write access denied (write)',
    )
    expect(dissect(bacnet, unicast('50 01 10 0e 91 02 91 1b 0f')).meanings['ERR_16']).toBe(
      'write properties: read access denied (write)',
    )
    expect(dissect(bacnet, unicast('60 01 09')).meanings['REJECT']).toBe('rejected: unrecognized service (other)')
    expect(dissect(bacnet, unicast('71 01 05')).meanings['ABORT']).toBe('aborted: security error (other)')
  })

  test('a later part of a long answer begins in the middle of something', () => {
    const part = `3c 02 01 04 0e 0c ${object(8, 1)} 1e 29 46 4e 75 03 00 5831 4f`
    expect(dissect(bacnet, unicast(part))).toMatchObject({
      operations: { 'BVLC_10 asked': 1, 'CACK_14 done': 1 },
      objects: {},
      facts: {},
    })
  })
})

test('passwords are told as present, and their letters nowhere', () => {
  const heard = dissect(bacnet, unicast('0005 01 14 09 01 1d 07 00 736563726574'))
  expect(heard.facts).toEqual({ 'receiver.clear-text-credentials': 'BACnet password' })
  expect(JSON.stringify(heard)).not.toContain('secret')
})

test('over IPv6', () => {
  const iAm = `10 00 c4 ${object(8, 5)} 22 05c4 91 03 21 08`
  const body = `000005 0120ffff00ff ${iAm}`
  const bytes = hex('82 02', word(4 + size(body)), body)
  expect(dissect(bacnet, bytes)).toMatchObject({
    operations: { 'BVLC6_2 asked': 1, 'UNCONF_0 asked': 1 },
    facts: { 'device-instance': '5', make: 'Delta Controls' },
  })
  expect(recognition(bacnet, bytes, C2S, false)).toBe(YES)
  expect(dissect(bacnet, hex('82 00 0009 000005 0030')).operations).toEqual({ 'BVLC6_0 refused': 1 })
})

test('what is no BACnet', () => {
  expect(recognition(bacnet, unicast('10 08'), C2S, false)).toBe(YES)
  expect(recognition(bacnet, hex('81 0a 0009 0104 10 08'), C2S, false), 'a length that does not fit').toBe(NO)
  expect(recognition(bacnet, unicast('10 63'), C2S, false), 'no such service').toBe(NO)
  expect(recognition(bacnet, unicast('90 01 0c'), C2S, false), 'no such kind').toBe(NO)
  expect(recognition(bacnet, link('05', '003c00'), C2S, false)).toBe(NO)
  expect(recognition(bacnet, hex('81 0d 0008 0104 10 08'), C2S, true)).toBe(NO)
  expect(recognition(bacnet, hex('80 0a 0008 0104 10 08'), C2S, true)).toBe(NO)
  expect(dissect(bacnet, hex('80 0a 0008 0104 10 08'))).toMatchObject({ operations: {}, lost: 8 })
  expect(dissect(bacnet, link('0a', '0204 1008'))).toMatchObject({ operations: { 'BVLC_10 asked': 1 }, lost: 4 })
})
