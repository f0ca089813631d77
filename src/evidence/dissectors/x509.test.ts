import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from '../../../tests/kit/dissect.ts'
import { certificateAt } from './x509.ts'

const tl = (tag: string, ...content: readonly string[]) => {
  const body = content.join('')
  const size = body.length / 2
  return `${tag}${size < 128 ? size.toString(16).padStart(2, '0') : `82${size.toString(16).padStart(4, '0')}`}${body}`
}
const ascii = (text: string) => Buffer.from(text).toString('hex')
const attribute = (id: string, text: string) => tl('31', tl('30', tl('06', id), tl('0c', ascii(text))))
const ACME = tl('30', attribute('55040a', 'Acme'), attribute('550403', 'Acme root'))
const PLC = tl('30', attribute('550403', 'plc7'), attribute('2a864886f70d010901', 'a@b'), attribute('55040b', 'Line 3'))
const utc = (text: string) => tl('17', ascii(text))
const certificate = (validity: string, version = 'a003020102') =>
  tl('30', tl('30', version, '020105', '3000', ACME, tl('30', validity), PLC, '3000'), '3000', '0301ff')

const read = (digits: string) => certificateAt(hex(digits), 0, hex(digits).length)

test('names, days and size', () => {
  const digits = certificate(utc('260101000000Z') + utc('270301120000Z'))
  expect(read(`${digits}ffff`)).toEqual({
    issuer: 'O=Acme, CN=Acme root',
    subject: 'CN=plc7, OU=Line 3',
    from: '2026-01-01',
    until: '2027-03-01',
    size: digits.length / 2,
  })
  const old = read(certificate(utc('990101000000Z') + tl('18', ascii('20991231235959Z')), ''))
  expect(old, 'version 1, without a version').toMatchObject({
    from: '1999-01-01',
    until: '2099-12-31',
    subject: 'CN=plc7, OU=Line 3',
  })
  expect(read(certificate(utc('bad') + '0500'))).toMatchObject({ from: '', until: '' })
})

test('what is cut or no certificate gives none', () => {
  const digits = certificate(utc('260101000000Z') + utc('270301120000Z'))
  expect(read(digits.slice(0, -2))).toBeUndefined()
  for (const other of ['', '3000', '30023000', '0401ff', '30820fff', tl('30', tl('30', '020105', '3000'))])
    expect(read(other), other).toBeUndefined()
})

test('any bytes changed: nothing throws', () => {
  const bytes = hex(certificate(utc('260101000000Z') + utc('270301120000Z')))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(bytes.length),
      (changes, to) => {
        const spoiled = bytes.slice()
        for (const [at, value] of changes) spoiled[at] = value
        expect(certificateAt(spoiled, 0, to)).toEqual(certificateAt(spoiled.slice(0, to), 0, to))
      },
    ),
    { numRuns: 2000 },
  )
})
