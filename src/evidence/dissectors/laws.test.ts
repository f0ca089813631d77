import { existsSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carriersOf, dissect, recognition } from '../../../tests/kit/dissect.ts'
import { readCapture } from '../../../tests/kit/frames.ts'
import { framesOf, pcapOfTrace, type Trace, traceOf } from '../../../tests/kit/trace.ts'
import { C2S, type Carrier, type Direction, S2C } from '../dissector.ts'
import { dissectors } from './registry.ts'

const here = (path: string) => new URL(path, import.meta.url)

test('every folder is a protocol of the registry and holds a trace', () => {
  const folders = readdirSync(here('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map((folder) => folder.name).sort()).toEqual([...dissectors.keys()].sort())
  expect(folders.filter((folder) => !existsSync(here(`${folder.name}/trace.txt`)))).toEqual([])
})

/** Bytes that lead deeper into a dissector than chance would: its own messages, cut, joined, with bytes changed, between random ones. */
function spoiled(messages: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const message = fc.constantFrom(...messages)
  const change = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2, 3, 4, 127, 128, 254, 255, -1))
  const damaged = fc
    .tuple(message, fc.array(change, { maxLength: 6 }), fc.nat(), fc.nat())
    .map(([m, changes, a, b]) => {
      const copy = m.slice(a % 4 === 0 ? b % (m.length + 1) : 0, a % 4 === 1 ? b % (m.length + 1) : m.length)
      for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value < 0 ? at >> 3 : value
      return copy
    })
  const part = fc.oneof({ weight: 3, arbitrary: damaged }, message, fc.uint8Array({ maxLength: 60 }))
  return fc.array(part, { maxLength: 5 }).map((parts) => Uint8Array.from(parts.flatMap((p) => [...p])))
}

function messagesOf(trace: Trace, carrier: Carrier, direction: Direction): readonly Uint8Array[] {
  const all = trace.talks.flatMap((talk) =>
    talk.carrier === carrier ? talk.pieces.flatMap((p) => (p.direction === direction ? [p.bytes] : [])) : [],
  )
  return all.length > 0 ? all : [new Uint8Array(0)]
}

describe.each([...dissectors.values()])('$id', (dissector) => {
  const trace = traceOf(dissector.id)

  test('recognizes its own trace, all of it', () => {
    const { conversations, links, notUnderstood } = readCapture(pcapOfTrace(trace))
    const heard = [...conversations, ...links].flatMap((c) => c.operations)
    expect(heard.length).toBeGreaterThan(0)
    expect(notUnderstood.map((miss) => miss.what)).toEqual([])
    expect(framesOf(trace).length).toBeLessThan(400)
  })

  test.each(carriersOf(dissector))(
    'on any bytes in %s: what it recognizes is final, and reading neither throws nor takes too much',
    (carrier) => {
      for (const direction of carrier === 'link' ? ([C2S] as const) : ([C2S, S2C] as const))
        fc.assert(
          fc.property(
            spoiled(messagesOf(trace, carrier, direction)),
            fc.boolean(),
            fc.array(fc.nat(300), { maxLength: 10 }),
            (stream, hinted, cuts) => {
              recognition(dissector, stream, direction, hinted, carrier)
              const { consumed } = dissect(dissector, stream, direction, carrier === 'tcp' ? cuts : [], carrier)
              if (carrier === 'tcp') expect(stream.length - consumed).toBeLessThanOrEqual(dissector.longest)
            },
          ),
          { numRuns: 300 },
        )
    },
  )

  test('how the bytes of its trace are cut changes nothing', () => {
    for (const direction of [C2S, S2C] as const)
      for (const talk of trace.talks.filter((t) => t.carrier === 'tcp')) {
        const stream = Uint8Array.from(talk.pieces.flatMap((p) => (p.direction === direction ? [...p.bytes] : [])))
        const whole = dissect(dissector, stream, direction, [], 'tcp')
        fc.assert(
          fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
            expect(dissect(dissector, stream, direction, cuts, 'tcp')).toEqual(whole)
          }),
          { numRuns: 60 },
        )
      }
  })

  test('every code and kind of object has a meaning and a name', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 28 - 1),
        fc.constantFrom(C2S, S2C),
        fc.constantFrom(0, 1, 2),
        fc.nat(2 ** 31 - 1),
        (code, direction, outcome, kind) => {
          const { name, title } = dissector.meaning(code, direction, outcome)
          expect([name, title, dissector.objectName(kind)].every((text) => text.length > 0)).toBe(true)
        },
      ),
    )
  })
})
