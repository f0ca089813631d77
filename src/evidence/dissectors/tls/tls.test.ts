import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { SUITES } from './cipher-table.ts'
import { whyWeak } from './handshake.ts'
import { ja4, knownOffer } from './ja4.ts'
import { tls } from './tls.ts'

const trace = traceOf('tls')
const segment = readCapture(pcapOfTrace(trace))
const talk = (port: number) =>
  segment.conversations
    .find((c) => c.port === port)!
    .operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`)
    .filter((row) => !/CHANGE_CIPHER|ENCRYPTED|DATA|_DONE|KEY_EXCHANGE|TICKET/.test(row))

describe('the recorded trace', () => {
  test('TLS 1.3: what is offered and chosen, also in two rounds', () => {
    expect(talk(4431)).toEqual([
      'c2s CLIENT_HELLO asked 1 {"alpn":"h2,http/1.1","server-name":"hmi3.acme","version":"TLS 1.0,TLS 1.1,TLS 1.2,TLS 1.3"}',
      's2c SERVER_HELLO done 1 {"cipher":"TLS_AES_256_GCM_SHA384","version":"TLS 1.3"}',
    ])
    expect(talk(4435)).toEqual([
      'c2s CLIENT_HELLO asked 2 {"version":"TLS 1.0,TLS 1.1,TLS 1.2,TLS 1.3"}',
      's2c HELLO_RETRY_REQUEST asked 1 {"version":"TLS 1.3"}',
      's2c SERVER_HELLO done 1 {"cipher":"TLS_AES_256_GCM_SHA384","version":"TLS 1.3"}',
    ])
  })

  test('before: certificates, also of clients; a refusal; a version that is turned down', () => {
    expect(talk(4432)).toEqual([
      's2c CERTIFICATE done 1 {}',
      'c2s CLIENT_HELLO asked 1 {"alpn":"h2,http/1.1","server-name":"hmi3.acme","version":"TLS 1.2"}',
      's2c SERVER_HELLO done 1 {"alpn":"h2","cipher":"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384","version":"TLS 1.2"}',
    ])
    expect(talk(4436)).toEqual([
      's2c ALERT_40 refused 1 {}',
      's2c CERTIFICATE done 1 {}',
      's2c CERTIFICATE_REQUEST asked 1 {}',
      'c2s CLIENT_HELLO asked 1 {"version":"TLS 1.2"}',
      'c2s NO_CERTIFICATE done 1 {}',
      's2c SERVER_HELLO done 1 {"cipher":"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384","version":"TLS 1.2"}',
    ])
    expect(talk(4437)).toContain('c2s CERTIFICATE done 1 {}')
    expect(talk(4439)).toEqual(['s2c ALERT_70 refused 1 {}', 'c2s CLIENT_HELLO asked 1 {"version":"TLS 1.3"}'])
    expect(talk(4438)).toEqual([
      's2c CERTIFICATE done 1 {}',
      'c2s CLIENT_HELLO asked 1 {"offers-weak-cipher":"2","version":"TLS 1.1"}',
      's2c SERVER_HELLO done 1 {"cipher":"TLS_RSA_WITH_NULL_SHA","version":"TLS 1.1","weak-cipher":"TLS_RSA_WITH_NULL_SHA"}',
    ])
  })

  test('facts', () => {
    const told = segment.facts.map((f) => `${f.subject.slice(-1)} ${f.attribute} = ${f.value}`)
    for (const fact of [
      '2 certificate = 47de9b81eab12eda31916ea16092a9d9a4fb04288ebb8e789c7439498705b230',
      '1 certificate-subject = O=Acme, CN=hmi3',
      '2 certificate-subject = O=Acme, CN=hmi3',
      '2 certificate-issuer = O=Acme, CN=Acme root',
      '2 certificate-names = hmi3.acme, hmi3, 192.0.2.7',
      '2 certificate-key = EC P-256',
      '2 certificate-signature = SHA-256 with RSA',
      '2 certificate-valid-until = 2029-05-16',
      '2 certificate-serial = 0cc43c46df21caa204fc154e64506d1f874f14a2',
      '2 certificate-key = RSA 1024',
      '2 certificate-self-signed = yes',
      '2 weak-cryptography = RSA key of 1024 bits, certificate signed by SHA-1 with RSA',
      '2 weak-cryptography = Diffie-Hellman group of 1024 bits',
      '2 weak-cryptography = TLS 1.0',
      '2 weak-cryptography = TLS_RSA_WITH_NULL_SHA (no encryption)',
      '2 tls-version = TLS 1.3',
      '1 ja4 = t13d3111h2_e8f1e7e78f70_1f22a2ca17c4',
    ])
      expect(told).toContain(fact)
    expect(told.filter((fact) => fact.startsWith('1 certificate-self-signed'))).toEqual([])
    expect(segment.notUnderstood).toEqual([])
  })
})

test('the fingerprint of a browser as its specification shows it', () => {
  const numbers = (text: string) => text.split(' ').map((n) => Number.parseInt(n, 16))
  const offer = {
    versions: numbers('1a1a 304 303'),
    suites: numbers('fafa 1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 9c 9d 2f 35'),
    extensions: numbers('3a3a 1b 0 33 10 4469 17 2d d 5 23 12 2b ff01 b a 15 caca'),
    signatures: numbers('403 804 401 503 805 501 806 601'),
    alpn: 'h2',
    nameAt: 0,
    nameEnd: 0,
    alpnAt: 0,
    alpnEnd: 0,
  }
  expect(ja4(offer)).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1')
  const bare = { ...offer, versions: [0x300], suites: [], extensions: [], signatures: [], alpn: '\u00e9x-' }
  expect(ja4(bare)).toBe('ts3i0000ed_000000000000_000000000000')
})

test('offers that fall on one place are not taken for each other', () => {
  const offer = (suites: readonly number[]) => ({
    versions: [0x303], suites: [...suites], extensions: [], signatures: [], alpn: '', nameAt: 0, nameEnd: 0, alpnAt: 0, alpnEnd: 0,
  }) // biome-ignore format: a list
  // Two suites behind each other are multiplied by the prime of FNV-1 and mixed in: others that give the same, by search.
  const start = Math.imul(2 ^ 0x303, 0x01000193)
  const places = new Map<number, number>()
  let pair: readonly [number, number] | undefined
  for (let a = 0; a < 65_536 && !pair; a++) {
    const high = Math.imul(start ^ a, 0x01000193) >>> 16
    const other = places.get(high)
    if (other !== undefined) pair = [other, a]
    else places.set(high, a)
  }
  const [a, c] = pair!
  const low = (Math.imul(start ^ a, 0x01000193) ^ Math.imul(start ^ c, 0x01000193)) & 0xffff
  const [first, second] = [offer([a, 0x1301]), offer([c, 0x1301 ^ low])]
  for (const each of [first, second, first]) expect(knownOffer(each).ja4).toBe(ja4(each))
  expect(ja4(first)).not.toBe(ja4(second))
  expect(knownOffer(offer([a, 0x1301]))).toBe(knownOffer(first))
})

test('why suites are weak', () => {
  const why = (name: string) => whyWeak(Number(Object.entries(SUITES).find(([, n]) => n === name)![0]))
  expect(why('RSA_EXPORT_WITH_RC4_40_MD5')).toBe('export grade')
  expect(why('ECDH_anon_WITH_AES_128_CBC_SHA')).toBe('no authentication')
  expect(why('RSA_WITH_3DES_EDE_CBC_SHA')).toBe('triple DES')
  expect(why('RSA_WITH_DES_CBC_SHA')).toBe('DES')
  expect(why('RSA_WITH_RC4_128_SHA')).toBe('RC4')
  expect(why('ECDHE_PSK_WITH_NULL_SHA256')).toBe('no encryption')
  expect(why('ECDHE_RSA_WITH_AES_128_GCM_SHA256')).toBe('')
  expect(whyWeak(0xfafa)).toBe('')
})

describe('records', () => {
  test('data is counted by record, however long', () => {
    const heard = dissect(tls, hex('1703030003', '010203', '1703034000', '00'.repeat(0x4000), '1503030002', '0100'))
    expect(heard.operations).toEqual({ 'APPLICATION_DATA asked': 2, 'ALERT_0 asked': 1 })
    expect(heard.lost).toBe(0)
  })

  test('a message in several records, and several in one', () => {
    const done = '0e000000'
    const heard = dissect(tls, hex('1603010006', done, '0b00', '1603010005', '0003000000', '1603010004', done), S2C)
    expect(heard.operations).toEqual({ 'SERVER_HELLO_DONE done': 2, 'NO_CERTIFICATE done': 1 })
  })

  test('alerts for want of proof, a heartbeat that reads too much, and bytes that are none', () => {
    const heard = dissect(tls, hex('1503030002022a', 'ffff', '1803020003014000', '18030200030100000000'), S2C)
    expect(heard.operations).toEqual({
      'ALERT_42 refused': 1,
      'HEARTBEAT_OVERREAD asked': 1,
      'HEARTBEAT asked': 1,
    })
    expect(heard.objects).toEqual({ 'ALERT_42 denied': ['42'] })
    expect(heard.lost).toBe(4)
  })

  test('a hello in the form of SSL 2.0', () => {
    const hello = hex('802b 01 0300 0012 0000 0010', '000004 00000a 010080 000009 000003 0000ff', '5a'.repeat(16))
    hello[1] = hello.length - 2
    const heard = dissect(tls, hello)
    expect(heard.operations).toEqual({ 'SSL2_CLIENT_HELLO asked': 1 })
    expect(heard.objects).toEqual({
      'SSL2_CLIENT_HELLO version': ['SSL 3.0'],
      'SSL2_CLIENT_HELLO offers-weak-cipher': ['4', '10', '9', '3'],
    })
    expect(recognition(tls, hello, C2S, false)).toBe(YES)
    hello[6] = 0x15
    expect(recognition(tls, hello, C2S, false)).toBe(NO)
  })
})

describe('what is TLS', () => {
  test('a hello is known anywhere; other records where the port hints or a second one follows', () => {
    const hello = trace.talks[0]!.pieces[0]!.bytes
    expect(recognition(tls, hello, C2S, false)).toBe(YES)
    const data = hex('1703030002 0102')
    expect(recognition(tls, data, C2S, true)).toBe(YES)
    expect(recognition(tls, data, C2S, false)).toBe(MAYBE)
    expect(recognition(tls, hex('1703030002 0102 1703030001'), C2S, false)).toBe(YES)
    expect(recognition(tls, hex('1703030002 0102 1803060001'), C2S, false)).toBe(NO)
    expect(recognition(tls, hex('15030100020228'), S2C, false)).toBe(YES)
  })

  test('other protocols are not', () => {
    for (const other of [
      '0300001611e00000',
      '47455420',
      '160303000003',

      '1403030002',
      '8100004420',
    ])
      for (const hinted of [true, false])
        expect([NO, MAYBE], other).toContain(recognition(tls, hex(other), C2S, hinted))
    expect(recognition(tls, hex('160304'), C2S, true)).toBe(MAYBE)
    expect(recognition(tls, hex('160305'), C2S, true)).toBe(NO)
  })
})
