import { describe, expect, test } from 'vitest'
import { dissectors } from '../../src/evidence/dissectors/registry.ts'
import { pcapFile, readCapture, timeOf } from '../kit/frames.ts'
import { type Luck, luck } from '../kit/luck.ts'
import { framesOf, type Trace, traceOf } from '../kit/trace.ts'

/** Whoever recognizes bytes at a port that is not theirs must be right: a protocol is named only where it is spoken. */

type Transport = 'tcp' | 'udp'

/** Ports that no protocol of the registry hints at, above and below those that clients choose. */
const NOBODYS = [31_977, 61_977]

const hintsOf = (carrier: Transport) =>
  [...new Set([...dissectors.values()].flatMap((d) => d.hints[carrier] ?? []))].sort((a, b) => a - b)

/** The trace with all its conversations over IP at another port of the server, or of both sides. */
function movedTo(trace: Trace, carrier: Transport, port: number, clientPort?: number): Trace {
  const at = (end: string, to: number) => end.replace(/:\d+$/, `:${to}`)
  const talks = trace.talks
    .filter((talk) => talk.carrier === carrier)
    .map((talk, i) => ({
      ...talk,
      // Each from a port of its own, so that none joins another.
      from: at(talk.from, (clientPort ?? 50_000) + i),
      to: at(talk.to, port),
    }))
  return { ...trace, talks }
}

function protocolsOf(trace: Trace): string[] {
  const frames = framesOf(trace)
  const times = frames.map((_, i) => timeOf(0) + i * 1000)
  const { conversations } = readCapture(pcapFile(frames, { times }))
  return [...new Set(conversations.flatMap((c) => c.protocols))].sort((a, b) => (a < b ? -1 : 1))
}

const DNS = 'the messages are built alike (RFC 1002, 4795 and 6762 take the format of RFC 1035)'

/** Who is read as what on whose port, where that cannot be told apart: `<trace> as <protocol>` → why; `any` for all traces. */
const ALIKE: Readonly<Record<string, string>> = {
  'dns as mdns': DNS,
  'dns as llmnr': DNS,
  'mdns as dns': DNS,
  'mdns as llmnr': DNS,
  'llmnr as dns': DNS,
  'llmnr as mdns': DNS,
  'netbios-ns as dns': DNS,
  'netbios-ns as mdns': DNS,
  'netbios-ns as llmnr': DNS,
  'ptp as ntp': 'all that a time message of NTP shows is a version and a mode, in its first byte',
  'netbios-dgm as ntp': 'all that a time message of NTP shows is a version and a mode, in its first byte',
  'kerberos as ptp': 'version 1 of PTP shows little more than its first bytes',
  'profinet-cm as ethernet-ip': 'on its port, a command that lists something is believed by its number and zeros',
  'ntp as ethernet-ip': 'on its port, a command that does nothing is believed by its zeros',
  'hart-ip as ams-router': 'on its port, a command of the router is believed by its number and a length',
  'any as mqtt': 'on its port, short packets are believed by their first bytes, so that a stream met late is read',
  'any as telnet': 'on its port, everything may be what somebody types or reads',
  'http as tls': 'in its trace a client speaks TLS to a server that does not',
}

const traced = [...dissectors.keys()].flatMap((id) =>
  (['tcp', 'udp'] as const)
    .filter((carrier) => dissectors.get(id)!.hints[carrier] !== undefined)
    .map((carrier) => ({ id, carrier })),
)

test('a protocol on any other port is read as itself or as nothing, but for those that are named', () => {
  const wrong = new Map<string, string[]>()
  for (const { id, carrier } of traced) {
    const trace = traceOf(id)
    if (!trace.talks.some((talk) => talk.carrier === carrier)) continue
    const own = protocolsOf(trace)
    const note = (ports: string, found: readonly string[]) => {
      for (const protocol of found.filter((p) => !own.includes(p)))
        wrong.set(`${id} as ${protocol}`, [...(wrong.get(`${id} as ${protocol}`) ?? []), `${carrier} ${ports}`])
    }
    for (const port of NOBODYS) note(`${port} from ${port + 1}`, protocolsOf(movedTo(trace, carrier, port, port + 1)))
    for (const port of hintsOf(carrier)) note(`${port}`, protocolsOf(movedTo(trace, carrier, port)))
  }
  const excused = (what: string) => [what, what.replace(/^\S+/, 'any')].find((key) => ALIKE[key] !== undefined)
  const unexpected = [...wrong].filter(([what]) => excused(what) === undefined)
  expect(unexpected.map(([what, where]) => `${what} at ${where.join(', ')}`)).toEqual([])
  const used = new Set([...wrong.keys()].map(excused))
  expect(Object.keys(ALIKE).filter((key) => !used.has(key))).toEqual([])
})

/** Payloads that are no protocol: noise, and what programs write for people and each other. */
const PAYLOADS: Readonly<Record<string, (chance: Luck, length: number) => Uint8Array>> = {
  noise: ({ bytes }, length) => bytes(length),
  'sparse numbers': ({ next }, length) => Uint8Array.from({ length }, () => (next(3) === 0 ? next(256) : 0)),
  text: (chance, length) =>
    textOf(chance, length, [' ', 'pump 7 is on', 'temp=21.5', '\r\n', 'GET', 'a', '{"x":1}', ': ', '<a>', ';']),
  'binary records': ({ next, bytes }, length) => {
    const record = bytes(8)
    return Uint8Array.from({ length }, (_, i) => (i % 8 === 5 ? next(256) : record[i % 8]!))
  },
}

function textOf({ pick }: Luck, length: number, words: readonly string[]): Uint8Array {
  let text = ''
  while (text.length < length) text += pick(words)
  return new TextEncoder().encode(text).subarray(0, length)
}

describe('bytes that are no protocol, on ports of nobody', () => {
  test.each(Object.keys(PAYLOADS))('2,500 flows of %s are claimed by nobody', (kind) => {
    const chance = luck(62_443)
    const claimed: string[] = []
    for (let round = 0; round < 10; round++) {
      const talks = Array.from({ length: 250 }, (_, i) => {
        const carrier = i % 2 === 0 ? ('tcp' as const) : ('udp' as const)
        const pieces = Array.from({ length: 1 + chance.next(3) }, (_, n) => ({
          direction: (n % 2) as 0 | 1,
          bytes: PAYLOADS[kind]!(chance, chance.pick([1, 4, 8, 12, 20, 40, 60, 120, 250, 600])),
        }))
        return { carrier, from: `10.0.0.1:${50_000 + i}`, to: `10.0.0.2:${30_000 + 7 * i}`, type: 0, pieces }
      })
      const frames = framesOf({ tshark: [], as: [], talks })
      const { conversations } = readCapture(pcapFile(frames, { times: frames.map((_, i) => timeOf(0) + i * 1000) }))
      for (const { transport, port, protocols } of conversations)
        for (const protocol of protocols) {
          const talk = talks[(port! - 30_000) / 7]!
          const hex = talk.pieces.map(({ bytes }) => Buffer.from(bytes.subarray(0, 32)).toString('hex'))
          claimed.push(`${transport} as ${protocol}: ${hex.join(' | ')}`)
        }
    }
    expect(claimed).toEqual([])
  })
})
