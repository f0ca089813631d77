import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { C2S, type Direction, type Dissector, S2C } from '../../src/evidence/dissector.ts'
import { dissectors } from '../../src/evidence/dissectors/registry.ts'
import type { Segment } from '../../src/evidence/observation.ts'
import { dissect } from '../kit/dissect.ts'
import { ACK, joined, pcapFile, readCapture, SYN, tcpFrame, timeOf } from '../kit/frames.ts'
import { type Trace, traceOf } from '../kit/trace.ts'

/** What the engine makes of TCP streams whose beginning was missed, or out of which a segment is missing. */

/** One direction of a conversation of a trace, as the segments that carry it. */
interface Lane {
  readonly flow: string
  readonly direction: Direction
  readonly pieces: readonly Uint8Array[]
}

/** Protocols of which not all messages behind a missed beginning can be read, with the reason. */
const NOT_ALL: Readonly<Record<string, string>> = {
  dnp3: 'an application fragment goes over several link frames, and only its first tells the function',
  'opc-ua': 'a message comes in several chunks, and only the first names the service',
  msrpc: 'which interface a call is of was agreed on when the connection began',
  smb: 'what a handle or a pipe carries is told by the messages that opened it',
  tls: 'what follows the hellos is encrypted, and its records alone do not make a protocol away from its ports',
  ssh: 'behind the line with the version nothing has a mark of its own',
  vnc: 'what a message means follows from the version and the protection agreed on before',
  ftp: 'that TLS follows is told by a command before it',
  telnet: 'it is known by its options, and words of people have no mark',
  http: 'the body of a message names nothing',
  s7comm: 'what goes on with a TLS record names neither it nor the protocol',
  'ethernet-ip': 'three zeros that end a message may also begin one (a command that does nothing, of any size)',
}

function lanesOf(trace: Trace): Lane[] {
  return trace.talks.flatMap(({ carrier, from, to, pieces }) =>
    carrier !== 'tcp'
      ? []
      : ([C2S, S2C] as const).flatMap((direction) => {
          const mine = pieces.filter((p) => p.direction === direction).map((p) => p.bytes)
          const flow = direction === C2S ? `${from}>${to}` : `${to}>${from}`
          return mine.length > 1 ? [{ flow, direction, pieces: mine }] : []
        }),
  )
}

/** Pieces before which a message begins, other than the first. */
function beginnings(dissector: Dissector, { direction, pieces }: Lane): number[] {
  return pieces.flatMap((_, i) => {
    const before = joined(pieces.slice(0, i))
    if (i === 0) return []
    const { consumed, lost } = dissect(dissector, before, direction, [], 'tcp')
    return consumed === before.length && lost === 0 ? [i] : []
  })
}

/** The frames of some pieces, numbered as they stand in the stream; `opened` with the handshake before them. */
function framesOf(
  { flow, direction, pieces }: Lane,
  keep: (i: number) => boolean,
  opened: boolean,
  torn = 0,
): Uint8Array[] {
  let sequence = 1001
  const sent = pieces.flatMap((bytes, i) => {
    const at = sequence
    sequence += bytes.length
    if (keep(i)) return [tcpFrame(flow, at, ACK, bytes)]
    // The end of the piece before the first that is kept, as a capture that begins within a message.
    return torn > 0 && keep(i + 1) && bytes.length > torn
      ? [tcpFrame(flow, sequence - torn, ACK, bytes.subarray(bytes.length - torn))]
      : []
  })
  const back = flow.split('>').reverse().join('>')
  if (!opened) return sent
  return direction === C2S
    ? [tcpFrame(flow, 1000, SYN), tcpFrame(back, 5000, SYN | ACK), ...sent]
    : [tcpFrame(back, 5000, SYN), tcpFrame(flow, 1000, SYN | ACK), ...sent]
}

const read = (frames: readonly Uint8Array[]) =>
  readCapture(pcapFile(frames, { times: frames.map((_, i) => timeOf(0) + i * 1000) }))

/** How often each operation was met, by the names that `dissect` gives them. */
function countsOf(segment: Segment, id: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { protocol, name, outcome, count } of segment.conversations.flatMap((c) => c.operations)) {
    const key = `${protocol === id ? '' : `${protocol}/`}${name} ${outcome}`
    counts.set(key, count + (counts.get(key) ?? 0))
  }
  return counts
}

function sum(...all: readonly Map<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const counts of all) for (const [key, count] of counts) total[key] = (total[key] ?? 0) + count
  return Object.fromEntries(Object.entries(total).sort((a, b) => (a[0] < b[0] ? -1 : 1)))
}

/** Some of many, evenly. */
const some = (list: readonly number[], most: number) =>
  list.filter((_, i) => Math.floor((i * most) / list.length) !== Math.floor(((i - 1) * most) / list.length))

const overTcp = [...dissectors.values()].filter((d) => d.hints.tcp !== undefined)

describe.each(overTcp)('$id', (dissector) => {
  const { id } = dissector
  const lanes = () => lanesOf(traceOf(id)).map((lane) => ({ lane, at: some(beginnings(dissector, lane), 12) }))
  /** What the dissector itself makes of a part of a stream that is there from its beginning on. */
  const alone = ({ direction, pieces }: Lane, from: number, to: number) =>
    new Map(Object.entries(dissect(dissector, joined(pieces.slice(from, to)), direction, [], 'tcp').operations))

  test('a stream that was met late is read from the next segment that begins with a message', () => {
    const wrong: string[] = []
    for (const { lane, at } of lanes())
      for (const first of at) {
        const whole = sum(alone(lane, 0, lane.pieces.length))
        for (const torn of [0, 3]) {
          const late = countsOf(read(framesOf(lane, (i) => i >= first, false, torn)), id)
          const all = sum(alone(lane, 0, first), late)
          if (!isDeepStrictEqual(all, whole)) wrong.push(`${lane.flow} from piece ${first}, ${torn} bytes before it`)
        }
      }
    if (NOT_ALL[id] === undefined) expect(wrong).toEqual([])
    else expect(wrong, `all is read now: strike ${id} from NOT_ALL`).not.toEqual([])
  })

  test('a lost segment is counted as a gap, and what follows it is read', () => {
    for (const { lane, at } of lanes())
      for (const lost of at.filter((i) => i + 1 < lane.pieces.length)) {
        const segment = read(framesOf(lane, (i) => i !== lost, true))
        const what = `${lane.flow} without piece ${lost}`
        const before = countsOf(read(framesOf(lane, (i) => i < lost, true)), id)
        const after = countsOf(read(framesOf(lane, (i) => i > lost, false)), id)
        if (NOT_ALL[id] === undefined) expect(sum(countsOf(segment, id)), what).toEqual(sum(before, after))
        expect(segment.notUnderstood, what).toContainEqual(
          expect.objectContaining({ what: 'TCP bytes missing in the capture', bytes: lane.pieces[lost]!.length }),
        )
      }
  })
})
