import { describe, expect, test } from 'vitest'
import { dissect, type Heard, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { opcUa } from './opc-ua.ts'

const u = (n: number) => [0, 8, 16, 24].map((shift) => ((n >>> shift) & 255).toString(16).padStart(2, '0')).join('')
const NULL = 'ffffffff'
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const s = (text: string) => u(text.length) + Buffer.from(text).toString('hex')
const id = (number: number, namespace = 0) => `01${namespace.toString(16).padStart(2, '0')}${u(number).slice(0, 4)}`
const ascii = (text: string) => Buffer.from(text).toString('hex')
const plain = (type: string, body: string) => `${ascii(type)}46${u(8 + size(body))}${body}`
const chunk = (letter: string, body: string, request = 9) =>
  `${ascii(`MSG${letter}`)}${u(24 + size(body))}${u(7)}${u(1)}${u(2)}${u(request)}${body}`
const asks = (service: number, body: string) =>
  `${id(service)}0000${'00'.repeat(8)}${u(1)}${u(0)}${NULL}${u(0)}000000${body}`
const answers = (service: number, body: string, result = 0) =>
  `${id(service)}${'00'.repeat(8)}${u(1)}${u(result)}00${u(0)}000000${body}`
const extension = (type: number, body: string) => `${id(type)}01${u(size(body))}${body}`
const opening = (policy: string, body: string) =>
  plain('OPN', u(0) + s(`http://opcfoundation.org/UA/SecurityPolicy#${policy}`) + NULL + NULL + u(1) + u(1) + body)
const OPEN = opening('None', asks(446, u(0) + u(0) + u(1) + NULL + u(3600)))
const LEVEL = `${id(1001, 2)}${u(13)}${NULL}`
const READ = asks(631, `${'00'.repeat(8)}${u(2)}${u(1)}${LEVEL}0000${NULL}`)
const login = (token: string) => asks(467, NULL + NULL + NULL + NULL + token + NULL + NULL)

const told = (heard: Heard, of: string) =>
  Object.fromEntries(Object.entries(heard.objects).filter(([key]) => key.startsWith(of)))

describe('the trace', () => {
  const segment = readCapture(pcapOfTrace(traceOf('opc-ua')))
  const told = segment.conversations.map(({ operations }) =>
    operations.map(
      (o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${o.class} ${o.title} ${JSON.stringify(o.objects)}`,
    ),
  )

  test('of a real client and server gives every service, its nodes and how it ended', () => {
    const [recorded] = told
    expect(recorded).toContain('c2s SVC_673 asked 2 write write {"attribute":"13","ns1":"1001-1002"}')
    expect(recorded).toContain('s2c SVC_676 done 1 write write {}')
    expect(recorded).toContain('s2c SVC_676 refused 1 write write {"status":"2151350272"}')
    expect(recorded).toContain(
      'c2s SVC_631 asked 1 read read {"attribute":"13","ns0":"2256","ns1":"1001","ns1-guids":"09087e75-8e5e-499b-954f-f2a9603db28a","ns1-names":"Tank.Level"}',
    )
    expect(recorded).toContain(
      'c2s SVC_712 asked 1 diagnose call: list monitored items {"method-ns0":"11492","ns0":"2253"}',
    )
    expect(recorded).toContain(
      'c2s SVC_712 asked 1 control call a method {"method-ns1-names":"PLC.Start","ns1":"1000"}',
    )
    expect(recorded).toContain('c2s SVC_467 asked 1 session activate session: anonymous {"identity-token":"anonymous"}')
    expect(recorded).toContain('c2s SVC_446 asked 1 session open secure channel {"security-mode":"None"}')
    expect(recorded).toContain('c2s OPN asked 1 session channel opening {"security-policy":"None"}')
    expect(recorded).toContain('s2c SVC_397 refused 1 other service fault {"status":"2155413504"}')
  })

  test('of a reverse connection knows who is the server', () => {
    const [, byHand] = told
    expect([...byHand!].sort()).toEqual([
      's2c HEL asked 1 session hello {}',
      'c2s ACK done 1 session hello acknowledged {}',
      'c2s ERR refused 1 session error {"status":"2156003328"}',
      's2c MSG asked 8 session message {}',
      'c2s MSG asked 7 session message {}',
      's2c MSG refused 1 session message {"status":"2156003328"}',
      'c2s OPN asked 1 session channel opening {"security-policy":"None"}',
      's2c OPN asked 1 session channel opening {"security-policy":"None"}',
      'c2s RHE asked 1 session hello of a server {}',
      's2c SVC_446 asked 1 session open secure channel {"security-mode":"None"}',
      'c2s SVC_449 done 1 session open secure channel {}',
      's2c SVC_467 asked 1 session activate session: anonymous {"identity-token":"anonymous"}',
      's2c SVC_467 asked 1 session activate session: user name {"identity-token":"user name"}',
      'c2s SVC_470 done 1 session activate session {}',
      'c2s SVC_470 refused 1 session activate session {"denied":"2149515264","status":"2149515264"}',
      's2c SVC_488 asked 1 program add nodes {"ns2":"1000"}',
      'c2s SVC_491 done 1 program add nodes {}',
      's2c SVC_500 asked 1 program delete nodes {"ns2":"1002"}',
      'c2s SVC_503 done 1 program delete nodes {}',
      's2c SVC_673 asked 1 write write {"attribute":"13","ns2":"1001","ns2-names":"Mixer.Speed"}',
      'c2s SVC_676 refused 1 write write {"denied":"2149515264","status":"2149515264,2151350272"}',
      's2c SVC_700 asked 1 write delete history {"ns2":"1001"}',
      'c2s SVC_703 done 1 write change history {}',
      's2c SVC_712 asked 1 file call: open a file {"method-ns0":"11580","ns2":"5000"}',
      'c2s SVC_715 done 1 control call a method {}',
    ].sort()) // biome-ignore format: a list
  })

  test('gives identities and security, and no secret', () => {
    const facts = segment.facts.map((f) => `${f.subject} ${f.attribute} = ${f.value} (${f.by})`)
    for (const fact of [
      '10.0.0.2 application-uri = urn:acme:plc7 (opc-ua)',
      '10.0.0.1 application-uri = urn:vm:HMI (opc-ua)',
      '10.0.0.2 application-name = Acme PLC 7 (opc-ua.application)',
      '10.0.0.1 role = OPC UA client (opc-ua.application)',
      '10.0.0.2 certificate-subject = C=FR, L=Orleans, O=Sterfive, CN=Acme PLC 7@vm (opc-ua.certificate)',
      '10.0.0.2 certificate-valid-until = 2036-11-25 (opc-ua.certificate)',
      '10.0.0.1 certificate-issuer = C=FR, L=Orleans, O=Sterfive, CN=HMI@vm (opc-ua.certificate)',
      '10.0.0.2 firmware = 4.2.1 (opc-ua.build-info)',
      '10.0.0.2 make = Acme (opc-ua.build-info)',
      '10.0.0.2 product = Bottling Line (opc-ua.build-info)',
      '10.0.0.2 security-policy = None (opc-ua.channel)',
      '10.0.0.2 security-mode = None (opc-ua.channel)',
      '10.0.0.2 offered-security = None (opc-ua.endpoints)',
      '10.0.0.2 offered-identity = anonymous (opc-ua.endpoints)',
      '10.0.0.2 clear-text-credentials = OPC UA password (opc-ua.activate-session)',
      '10.0.0.2 endpoint-url = opc.tcp://10.0.0.2:4840 (opc-ua.hello)',
    ])
      expect(facts).toContain(fact)
    expect(facts.filter((fact) => fact.startsWith('10.0.0.1 security'))).toEqual([])
    expect(JSON.stringify(segment)).not.toMatch(/opensesame|operator/)
  })
})

describe('protected channels', () => {
  const signed = opening('Basic256Sha256', 'c5'.repeat(200))

  test('that only sign are read, without the signature behind each chunk', () => {
    const write = asks(673, `${u(2)}${LEVEL}0106${u(7)}${id(1002, 2)}${u(13)}${NULL}0106${u(7)}`)
    const digits = write.replace(/\s+/g, '')
    const tag = 'ee'.repeat(32)
    const bytes = hex(signed, chunk('C', digits.slice(0, 90) + tag), chunk('F', digits.slice(90) + tag))
    const heard = dissect(opcUa, bytes)
    expect(heard.operations).toEqual({ 'OPN asked': 1, 'MSG asked': 2, 'SVC_673 asked': 1 })
    expect(told(heard, 'SVC_673')).toEqual({ 'SVC_673 attribute': ['13', '13'], 'SVC_673 ns2': ['1001', '1002'] })
    expect(heard.facts).toEqual({ 'receiver.security-policy': 'Basic256Sha256', 'receiver.security-mode': 'Sign' })
  })

  test('that encrypt are counted as such', () => {
    const heard = dissect(opcUa, hex(signed, chunk('F', '5b'.repeat(64)), chunk('F', '9d'.repeat(64))), S2C)
    expect(heard.operations).toEqual({ 'OPN asked': 1, 'MSG asked': 2 })
    expect(heard.meanings['MSG']).toBe('encrypted message (other)')
    expect(heard.facts).toEqual({ 'security-policy': 'Basic256Sha256', 'security-mode': 'SignAndEncrypt' })
  })

  test('whose opening was missed are read where they can be', () => {
    const heard = dissect(opcUa, hex(chunk('F', READ), chunk('F', '9d'.repeat(64))))
    expect(heard.operations).toEqual({ 'MSG asked': 2, 'SVC_631 asked': 1 })
  })
})

describe('sessions', () => {
  test('a password is told as present unless it is encrypted', () => {
    const token = (secret: string, algorithm: string) =>
      login(extension(324, s('policy') + s('operator') + secret + algorithm))
    const facts = (body: string) => dissect(opcUa, hex(chunk('F', body))).facts
    expect(facts(token(s('opensesame'), NULL))).toEqual({ 'receiver.clear-text-credentials': 'OPC UA password' })
    expect(facts(token(s('opensesame'), u(0)))).toEqual({ 'receiver.clear-text-credentials': 'OPC UA password' })
    expect(facts(token(s('opensesame'), s('http://www.w3.org/2001/04/xmlenc#rsa-oaep')))).toEqual({})
    expect(facts(token(NULL, NULL)), 'no password at all').toEqual({})
    expect(facts(login(extension(940, s('policy') + s('jwt') + NULL)))).toEqual({
      'receiver.clear-text-credentials': 'OPC UA issued token',
    })
    expect(dissect(opcUa, hex(chunk('F', login(extension(327, s('p') + s('cert'))))), C2S).meanings['SVC_467']).toBe(
      'activate session: certificate (session)',
    )
  })
})

describe('discovery', () => {
  const description = (uri: string, url: string) =>
    `${s(uri)}${s('urn:product')}02${s('Name')}${u(0)}${NULL}${NULL}${u(1)}${s(url)}`

  test('a server speaks of others where it gives their address', () => {
    const list = answers(425, u(1) + description('urn:other', 'opc.tcp://10.1.2.3:4840/'))
    expect(dissect(opcUa, hex(chunk('F', list)), S2C).facts).toMatchObject({ '10.1.2.3.application-uri': 'urn:other' })
    for (const url of ['opc.tcp://plc7:4840', 'opc.tcp://127.0.0.1:4840', 'opc.tcp://[::1]:4840'])
      expect(
        dissect(opcUa, hex(chunk('F', answers(425, u(1) + description('urn:self', url)))), S2C).facts,
      ).toMatchObject({
        'application-uri': 'urn:self',
      })
  })

  test('endpoints tell what protects them and whether a password would cross in clear', () => {
    const endpoint = (mode: number, policy: string) =>
      `${s('opc.tcp://plc7:4840')}${description('urn:plc7', 'opc.tcp://plc7:4840')}${NULL}${u(mode)}${s(
        `http://opcfoundation.org/UA/SecurityPolicy#${policy}`,
      )}${u(1)}${s('u')}${u(1)}${NULL}${NULL}${NULL}${NULL}00`
    const facts = (mode: number, policy: string) =>
      dissect(opcUa, hex(chunk('F', answers(431, u(1) + endpoint(mode, policy)))), S2C).facts
    expect(facts(1, 'None')).toMatchObject({
      'offered-security': 'None',
      'offered-identity': 'user name, sent in clear',
      'endpoint-url': 'opc.tcp://plc7:4840',
    })
    expect(facts(3, 'Basic256Sha256')).toMatchObject({
      'offered-security': 'Basic256Sha256 SignAndEncrypt',
      'offered-identity': 'user name',
    })
  })

  test('a server that registers itself', () => {
    const server = s('urn:plc7') + s('urn:product') + u(1) + `02${s('PLC 7')}` + u(0) + NULL + NULL + NULL + '01'
    expect(dissect(opcUa, hex(chunk('F', asks(437, server)))).facts).toEqual({
      'application-uri': 'urn:plc7',
      'application-name': 'PLC 7',
      'product-uri': 'urn:product',
      role: 'OPC UA server',
    })
  })
})

describe('values', () => {
  test('of any kind stand between what is told and are passed', () => {
    const values = [
      '00', // nothing
      `8000${'00'.repeat(3)}`, // an array of nothings
      `8c${u(2)}${s('a')}${NULL}`, // strings
      `cb${u(2)}${'00'.repeat(16)}${u(1)}${u(2)}`, // doubles, with dimensions
      `11${id(5)}`,
      `0e${'00'.repeat(16)}`,
      `140000${s('q')}`,
      `1503${s('en')}${s('text')}`,
      `16${extension(340, '00')}`,
      `173f06${u(1)}${u(0)}${'00'.repeat(8)}0000${'00'.repeat(8)}0000`, // a data value with everything
      `98${u(2)}06${u(1)}0101`, // variants
      `197f${u(1).repeat(4)}${s('info')}${u(0)}00`, // diagnostic info inside another
    ]
    for (const value of values) {
      const heard = dissect(
        opcUa,
        hex(chunk('F', asks(673, `${u(2)}${LEVEL}01${value}${id(1009, 2)}${u(13)}${NULL}0101`))),
      )
      expect(told(heard, 'SVC_673 ns2'), value).toEqual({ 'SVC_673 ns2': ['1001', '1009'] })
    }
  })

  test('nested without end, and counts beyond the message, end the reading', () => {
    const nothings = asks(673, `${u(1)}${LEVEL}0198${u(50)}${`80${u(0x7fffffff)}`.repeat(50)}`)
    const deep = asks(673, `${u(2)}${LEVEL}01${'18'.repeat(500)}`)
    const many = asks(631, `${'00'.repeat(8)}${u(2)}${u(0x7fffffff)}${LEVEL}0000${NULL}`)
    const heard = dissect(opcUa, hex(chunk('F', deep), chunk('F', many), chunk('F', nothings)))
    expect(heard.operations).toEqual({ 'MSG asked': 3, 'SVC_673 asked': 2, 'SVC_631 asked': 1 })
  })

  test('an answer is refused when every item of it is', () => {
    const ends = (body: string) => Object.keys(dissect(opcUa, hex(chunk('F', body)), S2C).operations).at(-1)
    expect(ends(answers(634, `${u(2)}02${u(0x80340000)}02${u(0x80340000)}`))).toBe('SVC_634 refused')
    expect(ends(answers(634, `${u(2)}02${u(0x80340000)}0106${u(1)}`))).toBe('SVC_634 done')
    expect(ends(answers(715, `${u(1)}${u(0x80750000)}${NULL}${NULL}${NULL}`))).toBe('SVC_715 refused')
    expect(ends(answers(676, u(0)))).toBe('SVC_676 done')
  })
})

describe('what is claimed', () => {
  test('is known away from its ports by what stands inside', () => {
    const hello = plain('HEL', u(0) + u(65535) + u(65535) + u(0) + u(0) + s('opc.tcp://10.0.0.2:9999'))
    for (const bytes of [hello, OPEN, chunk('F', READ)]) expect(recognition(opcUa, hex(bytes), C2S, false)).toBe(YES)
    expect(recognition(opcUa, hex(plain('HEL', u(0).repeat(5) + s('http://10.0.0.2'))), C2S, false)).toBe(NO)
    expect(recognition(opcUa, hex(plain('OPN', u(0) + s('nothing at all') + NULL)), C2S, false)).toBe(NO)
    expect(recognition(opcUa, hex(ascii('ACKF'), u(29)), S2C, false)).toBe(NO)
  })

  test('not other talk that begins alike', () => {
    for (const text of [
      'HELO mail.example.com\r\n',
      'HELP\r\n',
      'MSG hello there, how are you\r\n',
      'ERROR 5\r\n',
      'GET / HTTP',
    ])
      expect(recognition(opcUa, new TextEncoder().encode(text), C2S, true), text).toBe(NO)
    expect(recognition(opcUa, hex(ascii('MSGF')), C2S, true)).toBe(MAYBE)
    expect(recognition(opcUa, hex(ascii('HELC'), u(60)), C2S, true), 'a hello has no chunks').toBe(NO)
  })

  test('garbage between two messages is counted and left behind', () => {
    const heard = dissect(opcUa, hex(OPEN, '00ff00', chunk('F', READ)))
    expect(heard.operations).toEqual({ 'OPN asked': 1, 'SVC_446 asked': 1, 'MSG asked': 1, 'SVC_631 asked': 1 })
    expect(heard.lost).toBe(3)
  })

  test('a message in chunks that another one interrupts is given up', () => {
    const digits = READ.replace(/\s+/g, '')
    const heard = dissect(
      opcUa,
      hex(OPEN, chunk('C', digits.slice(0, 60), 5), chunk('F', READ, 6), chunk('F', digits.slice(60), 5)),
    )
    expect(heard.operations['SVC_631 asked'], 'one between the parts of another').toBe(2)
    const dropped = dissect(
      opcUa,
      hex(
        OPEN,
        chunk('C', digits.slice(0, 60), 5),
        chunk('C', digits.slice(0, 60), 6),
        chunk('F', digits.slice(60), 6),
      ),
    )
    expect([dropped.operations['SVC_631 asked'], dropped.lost]).toEqual([1, 30])
  })
})
