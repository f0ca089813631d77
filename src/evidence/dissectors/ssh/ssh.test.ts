import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { ACK, pcapFile, readCapture, SYN, tcpFrame } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { ssh } from './ssh.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const hexOf = (text: string) => Buffer.from(text).toString('hex')
/** A packet of some message around a payload. */
const packet = (code: string, payload = '') => {
  const size = payload.length / 2 + 6
  return `${size.toString(16).padStart(8, '0')}04${code}${payload}00000000`
}
const list = (...names: readonly string[]) => {
  const text = hexOf(names.join(','))
  return (text.length / 2).toString(16).padStart(8, '0') + text
}

test('the recorded trace: banners, offers, new keys, and silence', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('ssh')))
  const first = conversations.find((c) => c.port === 2228)!
  expect(first.operations.map((o) => `${o.direction} ${o.name} ${o.count}`)).toEqual([
    'c2s BANNER 1',
    's2c BANNER 1',
    'c2s KEXINIT 1',
    's2c KEXINIT 1',
    'c2s KEX_30 1',
    's2c KEX_31 1',
    'c2s NEWKEYS 1',
    's2c NEWKEYS 1',
  ])
  expect(first.operations[2]!.objects).toMatchObject({
    'key-exchange': 'curve25519-sha256,diffie-hellman-group1-sha1,ext-info-c,kex-strict-c-v00@openssh.com',
    cipher: '3des-cbc,aes128-cbc,aes128-ctr',
    mac: 'hmac-md5,hmac-sha2-256',
    'weak-algorithm': '3des-cbc,diffie-hellman-group1-sha1,hmac-md5',
  })
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)).toEqual([
    '10.0.0.1 client-software OpenSSH_9.2p1 Debian-2+deb12u10',
    '10.0.0.1 client-software ssh2js1.17.0',
    '10.0.0.1 os Debian',
    '10.0.0.2 os Debian',
    '10.0.0.2 server-software OpenSSH_9.2p1 Debian-2+deb12u10',
    '10.0.0.2 server-software dropbear_2022.83',
    '10.0.0.2 weak-cryptography SSH offers ssh-rsa, ssh-dss',
  ])
  expect(notUnderstood).toEqual([])
})

test('what a server offers that it should not, and a refusal in clear', () => {
  const lists = [
    list('diffie-hellman-group1-sha1'),
    list('ssh-dss'),
    list('none'),
    list('aes128-ctr'),
    list('hmac-md5'),
  ]
  const init = packet('14', '00'.repeat(16) + lists.join('') + list('hmac-sha2-256') + list('none') + list('none'))
  const heard = dissect(ssh, hex(hexOf('SSH-2.0-Cisco-1.25\n'), init, packet('01', '0000000200000000')), S2C)
  expect(heard.operations).toEqual({ 'BANNER asked': 1, 'KEXINIT asked': 1, 'DISCONNECT refused': 1 })
  expect(heard.objects['DISCONNECT reason']).toEqual(['2'])
  expect(heard.facts).toEqual({
    'server-software': 'Cisco-1.25',
    make: 'Cisco',
    'weak-cryptography': 'SSH offers diffie-hellman-group1-sha1, ssh-dss, none, hmac-md5',
  })
})

test('version 1 is silence behind the banner', () => {
  const heard = dissect(ssh, bytes('SSH-1.5-Server 1\r\n\x00\x00\x01\x02garbage'), S2C)
  expect(heard.operations).toEqual({ 'BANNER asked': 1 })
  expect(heard.lost).toBe(0)
})

test('is known by its banner', () => {
  expect(recognition(ssh, bytes('SSH-1.99-a\r\n'), S2C, false)).toBe(YES)
  for (const text of ['SSH-3.0', 'SSHD', 'SSH 2.0', 'SSH-2x']) expect(recognition(ssh, bytes(text), C2S, true)).toBe(NO)
  expect(recognition(ssh, bytes('SSH-2.'), C2S, true)).toBe(MAYBE)
})

test('an offer said again is told once, and another one is told as well, whoever comes in between', () => {
  const offer = (cipher: string) =>
    hex(
      hexOf('SSH-2.0-x\r\n'),
      packet('14', '00'.repeat(16) + [list('a'), list('b'), list(cipher), list(cipher), list('m')].join('')),
    )
  const connection = (host: number, port: number, cipher: string) => {
    const flow = `10.0.0.${host}:${port}>10.0.0.9:22`
    return [tcpFrame(flow, 0, SYN), tcpFrame(flow, 1, ACK, offer(cipher))]
  }
  const { conversations } = readCapture(
    pcapFile([
      ...connection(1, 50_001, 'one'),
      ...connection(1, 50_002, 'one'),
      ...connection(2, 50_003, 'two'),
      ...connection(1, 50_004, 'three'),
      ...connection(1, 50_005, 'one'),
      ...connection(2, 50_006, 'one'),
    ]),
  )
  const ciphers = conversations.map(({ client, operations }) => {
    const { count, objects } = operations.find((o) => o.name === 'KEXINIT')!
    return `${client} ${count} ${objects['cipher']}`
  })
  expect(ciphers).toEqual(['10.0.0.1 4 one,three', '10.0.0.2 2 one,two'])
})
