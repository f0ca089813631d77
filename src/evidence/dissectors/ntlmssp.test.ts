import { expect, test } from 'vitest'
import { hex } from '../../../tests/kit/dissect.ts'
import type { Sink } from '../dissector.ts'
import { ntlmAt, tellNtlm } from './ntlmssp.ts'

const wide = (text: string) => Buffer.from(text, 'utf16le').toString('hex')
const le = (n: number, size: number) =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => (n / 256 ** i) & 255)).toString('hex')
const HEAD = '4e544c4d53535000'

function told(digits: string): string[] {
  const bytes = hex('a182', digits)
  const at = ntlmAt(bytes, 0, bytes.length)
  const told: string[] = []
  tellNtlm(bytes, at, bytes.length, 0, {
    fact: (kind, value) => void told.push(`${kind.attribute} ${value}`),
    named: (_, b, from, to) => void told.push(Buffer.from(b.subarray(from, to)).toString()),
  } as Sink)
  return told
}

test('a challenge names the server and its system', () => {
  const pair = (id: number, text: string) => le(id, 2) + le(text.length * 2, 2) + wide(text)
  const info = pair(2, 'PLANT') + pair(1, 'HIST1') + pair(4, 'plant.local') + pair(3, 'hist1.plant.local') + '00000000'
  const size = le(info.length / 2, 2)
  expect(
    told(
      `${HEAD}02000000 ${'00'.repeat(8)} 01028182 ${'11'.repeat(8)} ${'00'.repeat(8)} ${size}${size}${le(56, 4)} 0601b11d0000000f ${info}`.replace(
        '01028182',
        '01028282',
      ),
    ),
  ).toEqual([
    'domain PLANT',
    'name HIST1',
    'dns-domain plant.local',
    'dns-name hist1.plant.local',
    'os Windows 7 or Server 2008 R2 (6.1.7601)',
  ])
})

test('an answer names the client and its domain, and never the account', () => {
  const answer = (response: number, build: number) => {
    const [domain, user, host] = ['PLANT', 'operator', 'HMI3'].map(wide) as [string, string, string]
    const at = 72
    const field = (text: string, offset: number) => le(text.length / 2, 2).repeat(2) + le(offset, 4)
    return (
      `${HEAD}03000000 ${field('', at)} ${le(response, 2).repeat(2)}${le(at, 4)} ${field(domain, at)} ${field(user, at + domain.length / 2)}` +
      `${field(host, at + (domain + user).length / 2)} ${field('', at)} 01000002 0a00${le(build, 2)}0000000f ${domain}${user}${host}`
    )
  }
  expect(told(answer(24, 99))).toEqual([
    'NTLMv1',
    'weak-cryptography NTLMv1',
    'domain PLANT',
    'name HMI3',
    'os Windows 10.0.99',
  ])
  expect(told(answer(200, 0))).toEqual(['NTLMv2', 'domain PLANT', 'name HMI3'])
  expect(told(answer(0, 0)).at(0)).toBe('anonymous')
})
