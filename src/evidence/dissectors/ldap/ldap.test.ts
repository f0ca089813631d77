import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { ldap } from './ldap.ts'

const ascii = (text: string) => Buffer.from(text).toString('hex')
const tlv = (tag: string, ...parts: readonly string[]) => {
  const body = parts.join('').replace(/\s+/g, '')
  const length = body.length / 2
  return `${tag}${length < 128 ? length.toString(16).padStart(2, '0') : `83${length.toString(16).padStart(6, '0')}`}${body}`
}
const octets = (text: string) => tlv('04', ascii(text))
const message = (op: string) => tlv('30', '020107', op)
const answer = (op: string, code: string) => message(tlv(op, `0a01${code}`, '0400', '0400'))
const said = (text: string, direction: typeof C2S | typeof S2C = C2S) => dissect(ldap, hex(text), direction)

describe('requests', () => {
  const dn = 'cn=x,dc=a'
  const rows: readonly (readonly [string, string, string, Record<string, string[]>])[] = [
    ['searchRequest', 'search (read)', tlv('63', octets(dn), '0a0102', '0a0100', '020100', '020100', '010100', '870141', '3000'), { dn: [dn] }], // biome-ignore format: a row
    ['modifyRequest', 'modify entry (write)', tlv('66', octets(dn), '3000'), { dn: [dn] }],
    ['addRequest', 'add entry (write)', tlv('68', octets(dn), '3000'), { dn: [dn] }],
    ['delRequest', 'delete entry (write)', tlv('4a', ascii(dn)), { dn: [dn] }],
    ['modDNRequest', 'rename entry (write)', tlv('6c', octets(dn), octets('cn=y'), '0101ff'), { dn: [dn] }],
    ['compareRequest', 'compare (read)', tlv('6e', octets(dn), '3000'), { dn: [dn] }],
    ['unbindRequest', 'unbind (session)', '4200', {}],
    ['abandonRequest', 'abandon (session)', '500106', {}],
    ['extendedReq', 'start TLS (session)', tlv('77', tlv('80', ascii('1.3.6.1.4.1.1466.20037'))), { extension: ['1.3.6.1.4.1.1466.20037'] }], // biome-ignore format: a row
    ['extendedReq', 'extended operation (other)', tlv('77', tlv('80', ascii('1.2.3'))), { extension: ['1.2.3'] }],
  ]
  test.for(rows)('%s: %s', ([name, title, op, objects]) => {
    const heard = said(message(op))
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: title })
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(objects).map(([k, v]) => [`${name} ${k}`, v])))
    expect(recognition(ldap, hex(message(op)), C2S, false)).toBe(YES)
  })

  test('a bind shows how the client proves who it is, and never what with', () => {
    const bind = (choice: string) => {
      const { meanings, facts, objects } = said(message(tlv('60', '020103', octets('cn=op,dc=a'), choice)))
      expect(JSON.stringify(objects)).not.toMatch(/op|pw/)
      return [meanings['bindRequest'], facts['receiver.clear-text-credentials'], objects['bindRequest mechanism']?.[0]]
    }
    expect(bind('8000')).toEqual(['bind without a name (session)', undefined, undefined])
    expect(bind(tlv('80', ascii('pw')))).toEqual([
      'bind with a password in clear text (session)',
      'LDAP password',
      undefined,
    ])
    expect(bind(tlv('a3', octets('GSS-SPNEGO'), octets('x')))).toEqual([
      'bind with SASL (session)',
      undefined,
      'GSS-SPNEGO',
    ])
    expect(bind(tlv('a3', octets('PLAIN'), octets('\0op\0pw')))).toEqual([
      'bind with SASL (session)',
      'LDAP password',
      'PLAIN',
    ])
    expect(bind(tlv('8a', ascii('NTLMSSP')))).toEqual(['bind with NTLM (session)', undefined, undefined])
    expect(bind(tlv('89'))).toEqual(['bind with NTLM (session)', undefined, undefined])
  })
})

describe('answers', () => {
  test('are refused by their result; a bind may go on, a comparison may be false', () => {
    const heard = said([answer('61', '31'), answer('61', '0e'), answer('61', '00'), answer('6f', '05'), answer('6b', '32'), answer('65', '20')].join(''), S2C) // biome-ignore format: a list
    expect(heard.operations).toEqual({
      'bindResponse refused': 1,
      'bindResponse asked': 1,
      'bindResponse done': 1,
      'compareResponse done': 1,
      'delResponse refused': 1,
      'searchResultDone refused': 1,
    })
    expect(heard.objects).toMatchObject({ 'delResponse denied': ['50'], 'searchResultDone result': ['32'] })
    expect(heard.objects['searchResultDone denied']).toBeUndefined()
  })

  test('only the root entry speaks of the server', () => {
    const entry = (name: string) =>
      message(
        tlv(
          '64',
          octets(name),
          tlv(
            '30',
            tlv('30', octets('dnsHostName'), tlv('31', octets('dc1.plant.example'))),
            tlv('30', octets('vendorVersion'), tlv('31', octets('389-Directory/2.3'))),
            tlv('30', octets('other'), tlv('31', octets('x'))),
          ),
        ),
      )
    expect(said(entry(''), S2C).facts).toEqual({ name: 'dc1.plant.example', 'server-software': '389-Directory/2.3' })
    expect(said(entry('cn=pc7'), S2C).facts).toEqual({})
  })
})

describe('the stream', () => {
  test('what follows start TLS is silence', () => {
    const heard = said(
      `${message(tlv('77', tlv('80', ascii('1.3.6.1.4.1.1466.20037'))))}16030100020102${'ab'.repeat(99)}`,
    )
    expect([heard.operations, heard.lost]).toEqual([{ 'extendedReq asked': 1 }, 0])
  })

  test('sealed messages are counted, long ones passed over, garbage left behind', () => {
    const sealed = `00000014 0504 04ff ${'00'.repeat(16)}`
    const long = message(
      tlv('64', octets('cn=x'), tlv('30', tlv('30', octets('photo'), tlv('31', tlv('04', '00'.repeat(90_000)))))),
    )
    const bytes = hex(sealed, long, 'ffff', message('4200'))
    const heard = dissect(ldap, bytes, C2S, [3, 30, 20_000])
    expect(heard.operations).toEqual({ 'sealed asked': 1, 'searchResultEntry done': 1, 'unbindRequest asked': 1 })
    expect([heard.lost, heard.consumed]).toEqual([2, bytes.length])
  })

  test('is claimed by its structure', () => {
    expect(recognition(ldap, hex('300c0201'), C2S, true)).toBe(MAYBE)
    expect(recognition(ldap, hex('302602010104067075626c6963a019'), C2S, true), 'SNMP').toBe(NO)
    expect(recognition(ldap, hex('3080020101'), C2S, true)).toBe(NO)
    expect(recognition(ldap, hex('3005020101620c'), C2S, true), 'longer than its message').toBe(NO)
    expect(recognition(ldap, hex(message('4200')).slice(0, 4), C2S, true, 'udp')).toBe(NO)
  })
})

test('the trace: what slapd and its tools said, and a domain controller', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('ldap')))
  const tcp = conversations.find((c) => c.transport === 'tcp')!
  expect(tcp.operations.filter((o) => o.direction === 'c2s').map((o) => `${o.title} ${o.count}`)).toEqual([
    'add entry 2',
    'bind without a name 2',
    'bind with a password in clear text 8',
    'compare 1',
    'delete entry 2',
    'change a password 1',
    'start TLS 1',
    'rename entry 1',
    'modify entry 1',
    'search 2',
    'unbind 12',
  ])
  expect(facts.map((f) => [f.subject, f.attribute, f.value])).toEqual([
    ['10.0.0.2', 'clear-text-credentials', 'LDAP password'],
    ['10.0.0.3', 'domain', 'plant.example'],
    ['10.0.0.3', 'name', 'dc1.plant.example'],
    ['10.0.0.3', 'role', 'domain controller'],
  ])
  expect(JSON.stringify([conversations, facts])).not.toMatch(/adminpw|oppw|newpw|wrong/)
})
