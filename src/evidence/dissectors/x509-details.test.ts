import fc from 'fast-check'
import { expect, test } from 'vitest'
import { traceOf } from '../../../tests/kit/trace.ts'
import { certificateDetails } from './x509-details.ts'

/** The first certificate in the recorded conversation with a server of the TLS trace. */
function recorded(port: number): Uint8Array {
  const talk = traceOf('tls').talks.find(({ to }) => to.endsWith(`:${port}`))!
  const bytes = Uint8Array.from(talk.pieces.flatMap((p) => (p.direction === 1 ? [...p.bytes] : [])))
  const at = bytes.findIndex((_, i) => bytes[i] === 0x30 && bytes[i + 1] === 0x82 && bytes[i + 4] === 0x30)
  return bytes.slice(at, at + 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!))
}

test('certificates with an elliptic and an RSA key', () => {
  const details = (port: number) => certificateDetails(recorded(port), 0, recorded(port).length)
  expect(details(4432)).toEqual({
    serial: '1b23edfb1f94d9e8d4051aae28f35339833d7025',
    names: 'hmi3.acme, hmi3, 192.0.2.7',
    key: 'EC P-256',
    signature: 'SHA-256 with RSA',
    selfSigned: false,
    weak: '',
  })
  expect(details(4433)).toMatchObject({
    names: 'plc7.local, 10.0.0.2',
    key: 'RSA 1024',
    selfSigned: true,
    weak: 'RSA key of 1024 bits, certificate signed by SHA-1 with RSA',
  })
})

test('any bytes changed: nothing throws, and what lies behind changes nothing', () => {
  const bytes = recorded(4433)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(bytes.length),
      (changes, to) => {
        const spoiled = bytes.slice()
        for (const [at, value] of changes) spoiled[at] = value
        expect(certificateDetails(spoiled, 0, to)).toEqual(certificateDetails(spoiled.slice(0, to), 0, to))
      },
    ),
    { numRuns: 1000 },
  )
})
