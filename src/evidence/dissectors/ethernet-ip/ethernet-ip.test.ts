import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, CREDENTIALS, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { ethernetIp } from './ethernet-ip.ts'

const digits = (text: string) => text.replace(/\s+/g, '')
const bytesIn = (text: string) => digits(text).length / 2
const le = (value: number, size: number) =>
  Array.from({ length: size }, (_, i) => ((value >>> (8 * i)) & 255).toString(16).padStart(2, '0')).join('')
const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('')

/** An encapsulated message. */
function enip(command: number, data = '', status = 0): string {
  const body = digits(data)
  return `${le(command, 2)}${le(body.length / 2, 2)}44332211${le(status, 4)}${'00'.repeat(8)}00000000${body}`
}

/** A message without a connection, and one over a connection. */
const unconnected = (cip: string) => enip(0x6f, `00000000 0a00 0200 0000 0000 b200 ${le(bytesIn(cip), 2)} ${cip}`)
const connected = (cip: string) =>
  enip(0x70, `00000000 0000 0200 a100 0400 78563412 b100 ${le(bytesIn(cip) + 2, 2)} 0100 ${cip}`)

/** A request, its path given in hex, and a tag by name. */
const ask = (service: string, path: string, data = '') => `${service} ${le(bytesIn(path) / 2, 1)} ${path} ${data}`
const tag = (name: string) => `91 ${le(name.length, 1)} ${ascii(name)} ${name.length % 2 ? '00' : ''}`

/** Several messages in a multiple service packet, whose head is given. */
function several(head: string, ...messages: readonly string[]): string {
  let at = 2 + 2 * messages.length
  const places = messages.map((m) => {
    const place = le(at, 2)
    at += bytesIn(m)
    return place
  })
  return `${head} ${le(messages.length, 2)} ${places.join('')} ${messages.join('')}`
}

/** A request sent on to the slot of a rack. */
function sentOn(request: string, slot = 3): string {
  const size = bytesIn(request)
  return ask('52', '2006 2401', `050a ${le(size, 2)} ${request} ${size % 2 ? '00' : ''} 01 00 01 ${le(slot, 1)}`)
}

const PCCC = (command: string) => ask('4b', '2067 2401', `07 4d00 d323aa07 ${command}`)

describe('requests', () => {
  const asked: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['read tag', ask('4c', tag('Level'), '0100'), 'SVC_4c_req', 'read', { tag: ['Level'] }],
    ['write tag', ask('4d', tag('Level'), 'c400 0100 07000000'), 'SVC_4d_req', 'write', { tag: ['Level'] }],
    ['change bits of a tag', ask('4e', tag('Bits'), '0400'), 'SVC_4e_req', 'write', { tag: ['Bits'] }],
    [
      'read tag in parts',
      ask('52', `${tag('Program:Main')}${tag('Rec')}2903 0500${tag('Sub')}`),
      'SVC_52_req',
      'read',
      { element: [`5`], tag: ['Program:Main.Rec.Sub'] },
    ],
    ['write tag in parts', ask('53', '206b 2500 e803'), 'SVC_53_req', 'write', { symbol: ['1000'] }],
    ['list tags', ask('55', `${tag('Program:Main')}206b 2500 0000`), 'SVC_55_req', 'read', { tag: ['Program:Main'], symbol: ['0'] }],
    ['read a data type', ask('4c', '206c 2600 04000100'), 'SVC_4c_req', 'read', { template: ['65540'] }],
    ['download a block of firmware', ask('4d', '20a1 2401'), 'SVC_4d_req', 'program', { 'firmware-store': ['1'] }],
    ['restart the device', ask('05', '2001 2401', '00'), 'SVC_05_req', 'control', { identity: ['1'] }],
    ['restart the device with factory settings', ask('05', '2001 2401', '01'), 'SVC_05_req', 'control', { identity: ['1'] }],
    ['stop the controller', ask('07', '2064 2401'), 'SVC_07_req', 'control', { controller: ['1'] }],
    ['change a program', ask('08', '2068 2400'), 'SVC_08_req', 'program', { program: ['0'] }],
    [
      'change network settings',
      ask('10', '20f5 2401 3005', '0a01a8c0'),
      'SVC_10_req',
      'program',
      { 'tcp-ip-interface': ['1'], 'tcp-ip-interface-attribute': ['5'] },
    ],
    ['set the clock', ask('04', '208b 2401', '0100 0600 00'), 'SVC_04_req', 'control', { clock: ['1'], 'clock-attribute': ['6'] }],
    ['change the time synchronization', ask('10', '2043 2401 3001', '01'), 'SVC_10_req', 'control', { 'time-sync': ['1'], 'time-sync-attribute': ['1'] }],
    ['set an attribute', ask('10', '2004 2464 3003', '01'), 'SVC_10_req', 'write', { assembly: ['100'], 'assembly-attribute': ['3'] }],
    ['get an attribute', ask('0e', '2100 0203 2500 0100'), 'SVC_0e_req', 'read', { 'class-0x302': ['1'] }],
    ['get a list of attributes', ask('03', '20ac 2401', '0300 0100 0200 0a00'), 'SVC_03_req', 'diagnose', { 'program-changes': ['1'], 'program-changes-attribute': ['1', '2', '10'] }],
    ['begin to upload a file', ask('4b', '2037 24c8', '00'), 'SVC_4b_req', 'file', { file: ['200'] }],
    ['begin to download a file', ask('4c', '2037 24c8', '00'), 'SVC_4c_req', 'program', { file: ['200'] }],
    ['change the safety mode', ask('53', '2039 2401', '02'), 'SVC_53_req', 'control', { 'safety-supervisor': ['1'] }],
    ['write Modbus holding registers', ask('50', '2044 2401', '0000'), 'SVC_50_req', 'write', { modbus: ['1'] }],
    ['service 0x4b of an object', ask('4b', '2102 0003 2401'), 'SVC_4b_req', 'other', {}],
    ['get all attributes', ask('01', '2001'), 'SVC_01_req', 'diagnose', { identity: ['0'] }],
  ] // biome-ignore format: rows
  test.for(asked)('%s', ([title, cip, name, klass, objects]) => {
    for (const [wrap, command] of [
      [unconnected, 'CMD_006f'],
      [connected, 'CMD_0070'],
    ] as const) {
      const heard = dissect(ethernetIp, hex(wrap(cip)))
      expect(heard.operations).toEqual({ [`${command} asked`]: 1, [`cip/${name} asked`]: 1 })
      expect(heard.meanings[`cip/${name}`]).toBe(`${title} (${klass})`)
      if (title !== 'service 0x4b of an object')
        expect(heard.objects).toEqual(
          Object.fromEntries(Object.entries(objects).map(([k, v]) => [`cip/${name} ${k}`, v])),
        )
      expect(recognition(ethernetIp, hex(wrap(cip)), C2S, false, 'tcp'), 'known away from its port').toBe(YES)
    }
  })

  test('services in one packet and behind a route are counted each, with the route', () => {
    const group = several('0a 02 2002 2401', ask('4c', tag('A'), '0100'), ask('4d', tag('B'), 'c1000100 01'))
    const heard = dissect(ethernetIp, hex(unconnected(sentOn(group)), connected(group)))
    expect(heard.operations).toEqual({
      'CMD_006f asked': 1,
      'cip/SVC_52_req asked': 1,
      'cip/SVC_0a_req asked': 2,
      'cip/SVC_4c_req asked': 2,
      'cip/SVC_4d_req asked': 2,
      'CMD_0070 asked': 1,
    })
    expect(heard.objects['cip/SVC_4d_req slot']).toEqual(['3'])
    expect(heard.objects['cip/SVC_52_req connection-manager']).toEqual(['1'])
    expect(heard.meanings['cip/SVC_52_req']).toBe('send to another module (session)')
  })

  test('packets in packets end somewhere, and places that lead back are not followed', () => {
    let deep = ask('4c', tag('A'), '0100')
    for (let n = 0; n < 12; n++) deep = several('0a 02 2002 2401', deep)
    expect(dissect(ethernetIp, hex(unconnected(deep))).operations['cip/SVC_0a_req asked']).toBe(5)
    const back = dissect(ethernetIp, hex(unconnected('0a 02 2002 2401 0300 0800 0800 0000 4c00')))
    expect(back.operations).toEqual({ 'CMD_006f asked': 1, 'cip/SVC_0a_req asked': 1 })
  })

  test('what opens a connection says for what, how large and who it is', () => {
    const open = (service: string, sizes: readonly [string, string], transport: string, path: string) =>
      ask(
        service,
        '2006 2401',
        `0a0e 01000000 02000000 3300 0100 c3ae5100 01000000 10270000 ${sizes[0]} 10270000 ${sizes[1]} ${transport} ${le(bytesIn(path) / 2, 1)} ${path}`,
      )
    const io = open('54', ['2048', '1046'], '01', '34 04 0100 0c00 3a00 8404 2004 240a 2c64 2c65 8002 01020304')
    const heard = dissect(ethernetIp, hex(unconnected(io)))
    expect(heard.meanings['cip/SVC_54_req']).toBe('open an I/O connection (session)')
    expect(heard.objects).toEqual({
      'cip/SVC_54_req connection-manager': ['1'],
      'cip/SVC_54_req transport-class': ['1'],
      'cip/SVC_54_req size-to-target': ['32'],
      'cip/SVC_54_req size-to-originator': ['16'],
      'cip/SVC_54_req assembly': ['10'],
      'cip/SVC_54_req connection-point': ['100', '101'],
      'cip/SVC_54_req configuration-size': ['4'],
    })
    expect(heard.facts).toEqual({ originator: 'Rockwell Automation, serial 0x0051aec3' })
    const large = dissect(ethernetIp, hex(unconnected(open('5b', ['a00f0042', 'a00f0042'], 'a3', '0102 2002 2401'))))
    expect(large.meanings['cip/SVC_5b_req']).toBe('open a connection for messages (session)')
    expect(large.objects['cip/SVC_5b_req size-to-target']).toEqual(['4000'])
    expect(large.objects['cip/SVC_5b_req slot']).toEqual(['2'])
    const safe = open('54', ['2048', '1046'], '00', '2004 240a 2c64 5001 0000')
    expect(dissect(ethernetIp, hex(unconnected(safe))).meanings['cip/SVC_54_req']).toBe(
      'open a safety connection (session)',
    )
  })

  test('routes of several hops show slots, ports and addresses', () => {
    const route = '0104 12 0c 3139322e3136382e312e3230 12 0b 31302e302e302e322e323500 0103'
    const inner = ask('0e', '2001 2401 3007')
    const bytes = hex(
      unconnected(ask('52', '2006 2401', `050a 0800 ${inner} ${le(bytesIn(route) / 2, 1)} 00 ${route}`)),
    )
    const { objects } = dissect(ethernetIp, bytes)
    expect(objects['cip/SVC_0e_req slot']).toEqual(['4', '3'])
    expect(objects['cip/SVC_0e_req route'], 'the second of odd length').toEqual(['192.168.1.20', '10.0.0.2.25'])
  })

  test('a signed request is of the class of what is inside, and counted once', () => {
    const signed = ask('36', '2002 2401', `${ask('4d', '206b 2405', 'c4000100')} 01000000 ${'aa'.repeat(20)}`)
    const heard = dissect(ethernetIp, hex(unconnected(signed)))
    expect(heard.operations).toEqual({ 'CMD_006f asked': 1, 'cip/SVC_36_req asked': 1 })
    expect(heard.meanings['cip/SVC_36_req']).toBe('signed request of an engineering tool (write)')
    expect(heard.objects['cip/SVC_36_req symbol']).toEqual(['5'])
  })

  test('a safety password is told, and never what it is', () => {
    const lock = (password: string) => unconnected(ask('52', '2039 2401', `01 ${password} ${'00'.repeat(10)}`))
    expect(dissect(ethernetIp, hex(lock('11'.repeat(16)))).facts).toEqual({
      [`receiver.${CREDENTIALS}`]: 'CIP Safety password',
    })
    expect(dissect(ethernetIp, hex(lock('00'.repeat(16)))).facts, 'sixteen zeros are no password').toEqual({})
  })
})

describe('PCCC', () => {
  const asked: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['protected typed logical read', '0f00 0100 a2 0a 07 89 00 00', 'PCCC_0f_a2', 'read', { N7: ['0-4'] }],
    [
      'protected typed logical write',
      '0f00 0100 aa 04 ff0001 8a ff2c01 00 00000000',
      'PCCC_0f_aa',
      'write',
      { F256: ['300'] },
    ],
    ['write a program file', '0f00 0100 aa 04 02 22 00 00 00000000', 'PCCC_0f_aa', 'program', { 'file-22-2': ['0-1'] }],
    [
      'force inputs or outputs',
      '0f00 0100 ab 02 00 a1 00 00 ffff 0100',
      'PCCC_0f_ab',
      'control',
      { 'file-a1-0': ['0'] },
    ],
    ['change the processor mode', '0f00 0100 80 01', 'PCCC_0f_80', 'control', {}],
    ['begin to download all', '0f00 0100 50', 'PCCC_0f_50', 'program', {}],
    ['typed read', '0f00 0100 68 0000 0100 06 07 0a', 'PCCC_0f_68', 'read', { 'file-7': ['10'] }],
    [
      'typed write',
      '0f00 0100 67 0000 0100 00 24 4e373a3000 9912',
      'PCCC_0f_67',
      'write',
      { 'pccc-address': ['N7:0'] },
    ],
    ['unprotected read', '0100 0100 2000 04', 'PCCC_01_-', 'read', { 'plc2-address': ['32'] }],
    ['disable outputs', '0700 0100 00', 'PCCC_07_00', 'control', {}],
    ['unknown command', '0f00 0100 ee', 'PCCC_0f_ee', 'other', {}],
  ]
  test.for(asked)('%s', ([title, command, name, klass, objects]) => {
    const heard = dissect(ethernetIp, hex(unconnected(PCCC(command))))
    expect(heard.operations).toEqual({ 'CMD_006f asked': 1, 'cip/SVC_4b_req asked': 1, [`pccc/${name} asked`]: 1 })
    expect(heard.meanings).toMatchObject({
      [`pccc/${name}`]: `${title} (${klass})`,
      'cip/SVC_4b_req': `execute PCCC (${klass})`,
    })
    const touched = { 'cip/SVC_4b_req pccc': ['1'] }
    for (const [k, v] of Object.entries(objects)) Object.assign(touched, { [`pccc/${name} ${k}`]: v })
    expect(heard.objects).toEqual(touched)
    expect(heard.facts).toEqual({ originator: 'Rockwell Software, serial 0x07aa23d3' })
  })

  test('stands in an item of its own, and behind the head of DH+, too', () => {
    const command = '0f00 0100 a2 02 07 89 00 00'
    const own = enip(0x6f, `00000000 0a00 0200 8500 0000 9100 0a00 ${command}`)
    const dh = '0000 0100 0000 0200'
    const heard = dissect(
      ethernetIp,
      hex(own, connected(`${dh} ${command}`), unconnected(ask('4c', '2067 2401', `${dh} ${command}`))),
    )
    expect(heard.operations['pccc/PCCC_0f_a2 asked']).toBe(3)
    const back = dissect(ethernetIp, hex(connected(`${dh} 4f00 0100 0102`), connected(`${dh} 4f10 0100`)), S2C)
    expect(back.operations).toMatchObject({ 'pccc/PCCC_4f_- done': 1, 'pccc/PCCC_4f_- refused': 1 })
  })

  test('a reply refuses by its own status, and for want of a right', () => {
    const answer = (data: string) => unconnected(`cb 00 00 00 07 4d00 d323aa07 ${data}`)
    const heard = dissect(ethernetIp, hex(answer('4f00 0100 0102'), answer('4f60 0200'), answer('4ff0 0300 0a')), S2C)
    expect(heard.operations).toMatchObject({ 'cip/SVC_4b_res done': 1, 'cip/SVC_4b_res refused': 2 })
    expect(heard.objects).toEqual({
      'cip/SVC_4b_res pccc-status': ['96', '240'],
      'cip/SVC_4b_res denied': ['96'],
      'cip/SVC_4b_res extended-status': ['10'],
    })
  })

  test('a diagnostic status gives order number, series and mode', () => {
    const status = `00ee4a9c23 ${ascii('1763-LEC   ')} 0000 26 00781a30fc01`
    expect(dissect(ethernetIp, hex(unconnected(`cb000000 07 4d00 d323aa07 4600 0100 ${status}`)), S2C).facts).toEqual({
      make: 'Rockwell Automation',
      'order-number': '1763-LEC',
      hardware: 'series B',
      state: 'remote run',
    })
  })
})

const ENBT = `0100 0c00 3a00 0403 3000 c3ae5100 0b ${ascii('1756-ENBT/A')}`
const SOCKET = '0100 0002 af12 0a000002 0000000000000000'
const listed = (...items: readonly string[]) =>
  enip(0x63, le(items.length, 2) + items.map((i) => `0c00 ${le(bytesIn(i), 2)} ${i}`).join(''))

describe('replies', () => {
  test('say how it ended, and what they answer as far as their layout shows', () => {
    const replies = [
      'cc000000 c40007000000', 'cd000500', 'd2000600 c400 01', 'd2000101 0402 01', 'ce000000 3300 0100 c3ae5100 0000',
      'd4000101 0601 3300 0100 c3ae5100 0000', '87000f01 0100', '8500ff00', '8a001e00 0100 0400 cd000f00',
    ] // biome-ignore format: messages
    const heard = dissect(ethernetIp, hex(...replies.map(unconnected)), S2C)
    expect(heard.operations).toEqual({
      'CMD_006f done': 9,
      'cip/SVC_4c_res done': 1,
      'cip/SVC_4d_res refused': 2,
      'cip/SVC_52_res done': 1,
      'cip/SVC_52_res refused': 1,
      'cip/SVC_4e_res done': 1,
      'cip/SVC_54_res refused': 1,
      'cip/SVC_07_res refused': 1,
      'cip/SVC_05_res asked': 1,
      'cip/SVC_0a_res done': 1,
    })
    expect(heard.meanings).toMatchObject({
      'cip/SVC_4d_res': 'write tag, as a rule (write)',
      'cip/SVC_4e_res': 'close a connection (session)',
      'cip/SVC_52_res': 'send to another module (session)',
    })
    expect(heard.objects).toEqual({
      'cip/SVC_4d_res status': ['5', '15'],
      'cip/SVC_4d_res denied': ['15'],
      'cip/SVC_52_res status': ['1'],
      'cip/SVC_52_res extended-status': ['516'],
      'cip/SVC_54_res status': ['1'],
      'cip/SVC_54_res extended-status': ['262'],
      'cip/SVC_07_res status': ['15'],
      'cip/SVC_07_res extended-status': ['1'],
      'cip/SVC_07_res denied': ['15'],
    })
    const bits = dissect(ethernetIp, hex(unconnected('ce000000')), S2C)
    expect(bits.meanings['cip/SVC_4e_res']).toBe('change bits of a tag, as a rule (write)')
  })

  test('the encapsulation refuses by its own status', () => {
    const heard = dissect(ethernetIp, hex(enip(0x6f, '', 0x64), enip(0x6f, '', 0x6a), enip(0x65, '0100 0000')), S2C)
    expect(heard.operations).toEqual({ 'CMD_006f refused': 2, 'CMD_0065 done': 1 })
    expect(heard.objects).toEqual({ 'CMD_006f status': ['100', '106'], 'CMD_006f denied': ['106'] })
  })

  test('a list of identities tells of the sender, or of each address where there are several', () => {
    const own = dissect(ethernetIp, hex(listed(`${SOCKET} ${ENBT} 03`)), S2C)
    expect(own.facts).toEqual({
      make: 'Rockwell Automation',
      'vendor-id': '1',
      role: 'communications adapter',
      'product-code': '58',
      firmware: '4.3',
      serial: '0x0051aec3',
      product: '1756-ENBT/A',
      state: 'operational',
      ip: '10.0.0.2',
    })
    const other = SOCKET.replace('0a000002', '0a000003')
    const both = dissect(ethernetIp, hex(listed(`${SOCKET} ${ENBT} 03`, `${other} ${ENBT} 05`)), S2C).facts
    expect(both['10.0.0.2.serial']).toBe('0x0051aec3')
    expect(both['10.0.0.3.state']).toBe('major unrecoverable fault')
    const logix = `0100 0e00 9600 1e0b 6010 01000000 02 ${ascii('L8')}`
    expect(dissect(ethernetIp, hex(listed(`${SOCKET} ${logix} 03`)), S2C).facts['key-switch']).toBe('run')
    const cut = dissect(ethernetIp, hex(listed(`${SOCKET} ${ENBT.replace('0b 31', '40 31')} 03`)), S2C)
    expect(cut.facts, 'a name that goes beyond its item').toEqual({})
  })

  test('an identity that answers is a module, unless it is the device that named itself', () => {
    const module =
      '1756-ENBT/A (Rockwell Automation, communications adapter, product code 58, firmware 4.3, serial 0x0051aec3)'
    const all = unconnected(`81000000 ${ENBT}`)
    expect(dissect(ethernetIp, hex(all), S2C).facts).toEqual({ module })
    const parts = `0600 01000000 0100 02000000 0c00 03000000 3a00 04000000 0403 06000000 c3ae5100 07000000 0b ${ascii('1756-ENBT/A')}`
    expect(dissect(ethernetIp, hex(unconnected(`83000000 ${parts}`)), S2C).facts).toEqual({ module })
    expect(dissect(ethernetIp, hex(listed(`${SOCKET} ${ENBT} 03`), all), S2C).facts['module']).toBeUndefined()
    expect(dissect(ethernetIp, hex(unconnected(`81000000 ${ENBT.slice(0, -4)}`)), S2C).facts, 'too short').toEqual({})
  })

  test('a TCP/IP interface gives name and domain of the address in it', () => {
    const answer = '02000000 14000000 02000000 0200 20f62401 0a01a8c0 00ffffff 0101a8c0 00000000 00000000'
    const texts = `0500 ${ascii('plant')} 00 0600 ${ascii('line-7')}`
    expect(dissect(ethernetIp, hex(unconnected(`81000000 ${answer} ${texts}`)), S2C).facts).toEqual({
      '192.168.1.10.domain': 'plant',
      '192.168.1.10.name': 'line-7',
    })
  })
})

describe('datagrams', () => {
  const cyclic = (data: string) => `0200 0280 0800 00100000 01000000 b100 ${le(bytesIn(data), 2)} ${data}`

  test('cyclic data counts as writing, a sign of life does not', () => {
    const heard = dissect(ethernetIp, hex(cyclic('0100 01000000 ff')), C2S, [], 'udp')
    expect(heard.meanings).toEqual({ 'cip-io/CIPIO': 'cyclic I/O data (write)' })
    expect(heard.objects).toEqual({ 'cip-io/CIPIO io-size': ['7'] })
    expect(dissect(ethernetIp, hex(cyclic('0100')), S2C, [], 'udp').meanings['cip-io/CIPIO']).toMatch(/\(session\)$/)
  })

  test('are known by what they hold', () => {
    const says = (bytes: string, hinted: boolean) => recognition(ethernetIp, hex(bytes), C2S, hinted, 'udp')
    expect(says(cyclic('0100 ff'), false)).toBe(YES)
    expect(says(`${cyclic('0100 ff')}00`, false), 'filling, away from the port').toBe(NO)
    expect(says(`${cyclic('0100 ff')}00`, true)).toBe(YES)
    expect(says(enip(0x63), false)).toBe(YES)
    expect(says(`${enip(0x63)}000000`, true)).toBe(YES)
    expect(says(enip(0x63, '0100').slice(0, -2), true), 'cut off').toBe(NO)
    expect(says('48656c6c6f20776f726c6421'.repeat(3), true)).toBe(NO)
  })
})

describe('what is no EtherNet/IP', () => {
  test('is refused by content, also on the port', () => {
    for (const text of ['GET / HTTP/1.0\r\n', 'SSH-2.0-x\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00'])
      expect(recognition(ethernetIp, new TextEncoder().encode(text), C2S, true, 'tcp'), text).toBe(NO)
    expect(recognition(ethernetIp, hex(enip(0x65)).slice(0, 20), C2S, true, 'tcp')).toBe(MAYBE)
  })

  test('away from the port what is inside must fit', () => {
    const says = (bytes: string, hinted = false) => recognition(ethernetIp, hex(bytes), C2S, hinted, 'tcp')
    expect(says('00'.repeat(24)), 'zeros are a message that says nothing').toBe(NO)
    expect(says('00'.repeat(24), true)).toBe(YES)
    expect(says(enip(0x65, '0100 0000'))).toBe(YES)
    expect(says(enip(0x65, '0200 0000')), 'an unknown version').toBe(NO)
    expect(says(enip(0x66, '00')), 'unregister holds nothing').toBe(NO)
    expect(says(unconnected('4c 00').replace('b20002', 'b20009')), 'an item beyond its message').toBe(NO)
    expect(says(enip(0x02))).toBe(NO)
  })

  test('inside a stream is counted as lost, and the next message is found', () => {
    const heard = dissect(ethernetIp, hex(enip(0x65, '0100 0000'), 'ffffff', unconnected(ask('4c', tag('A'), '0100'))))
    expect(heard.operations).toEqual({ 'CMD_0065 asked': 1, 'CMD_006f asked': 1, 'cip/SVC_4c_req asked': 1 })
    expect(heard.lost).toBe(3)
    const zeros = dissect(ethernetIp, hex('ffff', '00'.repeat(48), enip(0x66)))
    expect(zeros.operations, 'zeros behind a loss are no message').toEqual({ 'CMD_0066 asked': 1 })
    expect(zeros.lost).toBe(50)
  })

  test('messages of other interfaces and cut items are counted and not read', () => {
    const other = dissect(ethernetIp, hex(enip(0x6f, '01000000 0a00 0200 0000 0000 b200 0200 4c00')))
    expect(other.operations).toEqual({ 'CMD_006f asked': 1 })
    const cut = dissect(ethernetIp, hex(enip(0x6f, '00000000 0a00 0200 0000 0000 b200 ff00 4c0191')))
    expect(cut.operations).toEqual({ 'CMD_006f asked': 1, 'cip/SVC_4c_req asked': 1 })
  })
})

test('the trace: three protocols on one port and cyclic data beside them', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('ethernet-ip')))
  expect(conversations.map((c) => `${c.transport} ${c.port} ${c.protocols.join(' ')}`).sort()).toEqual([
    'tcp 44818 cip ethernet-ip',
    'tcp 44818 cip ethernet-ip pccc',
    'tcp 44818 cip ethernet-ip pccc',
    'udp 2222 cip-io',
    'udp 44818 ethernet-ip',
  ])
  const count = conversations.flatMap((c) => c.operations).reduce((sum, o) => sum + o.count, 0)
  expect(count, 'as the reference counts').toBe(250)
  expect(facts.filter((f) => f.subject === '10.0.0.2' && f.attribute === 'firmware').map((f) => f.value)).toEqual([
    '20.11',
  ])
})
