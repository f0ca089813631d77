import { describe, expect, test } from 'vitest'
import {
  ACK,
  be,
  bytesOf,
  ethernet,
  ip4,
  joined,
  ng,
  pcapFile,
  readCapture,
  SYN,
  tcpFrame,
  udp,
  udpFrame,
} from '../../../tests/kit/frames.ts'
import type { Segment } from '../observation.ts'

const DNS = ip4('10.0.0.1', '10.0.0.2', 17, udp(40_000, 53, bytesOf(1)))
const ZEROS = (n: number) => new Uint8Array(n)

/** An IPv6 packet with a UDP datagram behind some extension headers. */
function ip6(extensions: readonly number[], first: number, payload: Uint8Array): Uint8Array {
  const address = (last: number) => [0xfe, 0x80, ...ZEROS(13), last]
  const length = extensions.length + payload.length
  return bytesOf([0x60, 0, 0, 0], be(length, 2), [first, 64], address(1), address(2), extensions, payload)
}

const GRE = (flags: number, type: number, ...behind: readonly number[]) => bytesOf(be(flags, 2), be(type, 2), behind)
const tunnel = (protocol: number, payload: Uint8Array) =>
  ethernet(0x0800, ip4('192.0.2.1', '192.0.2.2', protocol, payload))

const summary = (segment: Segment) =>
  segment.conversations.map(
    (c) => `${c.client}>${c.server} ${c.transport}/${c.port ?? '-'}${c.encapsulated ? ' inside' : ''}`,
  )
const INSIDE = '10.0.0.1>10.0.0.2 udp/53 inside'

describe('layers', () => {
  const cooked = bytesOf([0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0], DNS)
  const cooked2 = bytesOf([8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], DNS)
  test.each<[string, number, Uint8Array]>([
    ['Ethernet', 1, ethernet(0x0800, DNS)],
    ['802.1Q', 1, ethernet(0x0800, DNS, { tags: [10] })],
    ['802.1ad', 1, ethernet(0x0800, DNS, { tags: [10, 20] })],
    ['SNAP', 1, ethernet(8 + DNS.length, bytesOf([0xaa, 0xaa, 3, 0, 0, 0, 8, 0], DNS))],
    ['MPLS', 1, ethernet(0x8847, bytesOf([0, 1, 0, 64, 0, 1, 1, 64], DNS))],
    ['PPPoE', 1, ethernet(0x8864, bytesOf([0x11, 0, 0, 1], be(DNS.length + 2, 2), [0, 0x21], DNS))],
    ['raw IP', 101, DNS],
    ['loopback of a little-endian machine', 0, bytesOf([2, 0, 0, 0], DNS)],
    ['loopback of a big-endian machine', 108, bytesOf([0, 0, 0, 2], DNS)],
    ['Linux cooked', 113, cooked],
    ['Linux cooked 2', 276, cooked2],
    ['padding behind the packet', 1, bytesOf(ethernet(0x0800, DNS), ZEROS(18))],
  ])('%s', (_, link, frame) => {
    const segment = readCapture(pcapFile([frame], { link }))
    expect(summary(segment)).toEqual(['10.0.0.1>10.0.0.2 udp/53'])
    expect(segment.notUnderstood.map((miss) => miss.what)).toEqual(['udp port 53, no dissector knows it'])
    const sender = segment.addresses.find((a) => a.by === 'source')!
    expect([sender.ip, sender.sent, sender.received]).toEqual(['10.0.0.1', 1, 0])
  })

  test('VLANs stand with their conversation, outermost first', () => {
    const frames = [[], [10], [10, 20], [4095, 1]].map((tags) => ethernet(0x0800, DNS, { tags }))
    expect(readCapture(pcapFile(frames)).conversations[0]!.vlans).toEqual(['10', '10.20', '4095.1'])
  })

  test('IPv6, plain and behind extension headers', () => {
    const plain = ip6([], 17, udp(40_000, 53, bytesOf(1)))
    const behind = ip6([60, 0, ...ZEROS(6), 17, 1, ...ZEROS(14)], 0, udp(40_000, 53, bytesOf(1)))
    const segment = readCapture(pcapFile([plain, behind].map((packet) => ethernet(0x86dd, packet))))
    expect(segment.conversations).toMatchObject([
      { client: 'fe80::1', server: 'fe80::2', port: 53, packets: { c2s: 2, s2c: 0 } },
    ])
  })

  describe('packets in fragments', () => {
    const modbus = bytesOf([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 9])
    const segmentBytes = tcpFrame('10.0.0.1:50000>10.0.0.2:502', 1, ACK, bytesOf(...Array(9).fill(modbus))).slice(34)
    const part = (from: number, to: number) =>
      ethernet(
        0x0800,
        ip4('10.0.0.1', '10.0.0.2', 6, segmentBytes.slice(from, to), {
          fragment: (to < segmentBytes.length ? 0x2000 : 0) | (from >> 3),
        }),
      )
    const parts = [part(0, 40), part(40, 80), part(80, 128)]

    test('are put together in any order, also when parts come twice', () => {
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 0, 0, 1, 2],
        [2, 0, 1],
      ]) {
        const segment = readCapture(pcapFile(order.map((n) => parts[n]!)))
        expect(segment.conversations[0]!.operations).toMatchObject([{ name: 'FC3', count: 9 }])
        expect(segment.notUnderstood).toEqual([])
        expect(segment.addresses.find((a) => a.by === 'source')).toMatchObject({ sent: order.length })
      }
    })

    test('that never become whole count for their addresses and are listed', () => {
      const segment = readCapture(pcapFile([parts[0]!, parts[2]!]))
      expect(segment.conversations).toMatchObject([{ packets: { c2s: 1, s2c: 0 }, operations: [] }])
      expect(segment.addresses.find((a) => a.by === 'source')).toMatchObject({ ip: '10.0.0.1', sent: 2 })
      expect(segment.notUnderstood).toContainEqual(
        expect.objectContaining({ what: 'fragments of IPv4 packets that never became whole', packets: 2 }),
      )
    })

    test('are put together in IPv6, behind headers of the first fragment alone', () => {
      const payload = udp(40_000, 502, ZEROS(24))
      const whole = bytesOf([17, 0, ...ZEROS(6)], payload)
      const fragment = (from: number, to: number) =>
        ip6([60, 0, ...be(from | (to < whole.length ? 1 : 0), 2), 0, 0, 0, 7], 44, whole.slice(from, to))
      const frames = [fragment(0, 16), fragment(16, 40)].map((packet) => ethernet(0x86dd, packet))
      for (const order of [frames, frames.toReversed()]) {
        const segment = readCapture(pcapFile(order))
        expect(segment.conversations).toMatchObject([{ port: 502, packets: { c2s: 1, s2c: 0 } }])
        expect(segment.notUnderstood.map((miss) => miss.what)).toEqual(['udp port 502, no dissector knows it'])
      }
    })

    test('of floods hold no memory', () => {
      const many = Array.from({ length: 50 }, (_, n) => {
        const frame = parts[0]!.slice()
        frame[18] = n
        return frame
      })
      const segment = readCapture(pcapFile(many), { fragments: 8 })
      expect(segment.notUnderstood).toContainEqual(expect.objectContaining({ packets: 50 }))
    })
  })

  test.each<[string, Uint8Array]>([
    ['IP in IP', tunnel(4, DNS)],
    ['GRE', tunnel(47, bytesOf(GRE(0x2000, 0x0800, 0, 0, 0, 9), DNS))],
    ['GRE with Ethernet', tunnel(47, bytesOf(GRE(0, 0x6558), ethernet(0x0800, DNS)))],
    ['ERSPAN II', tunnel(47, bytesOf(GRE(0x1000, 0x88be, 0, 0, 0, 1), ZEROS(8), ethernet(0x0800, DNS)))],
    ['ERSPAN III', tunnel(47, bytesOf(GRE(0x1000, 0x22eb, 0, 0, 0, 1), ZEROS(12), ethernet(0x0800, DNS)))],
    ['VXLAN', tunnel(17, udp(40_000, 4789, bytesOf([8, 0, 0, 0, 0, 0, 1, 0], ethernet(0x0800, DNS))))],
    ['GTP-U', tunnel(17, udp(40_000, 2152, bytesOf([0x30, 255, 0, 0, 0, 0, 0, 1], DNS)))],
    [
      'GTP-U with an extension',
      tunnel(17, udp(2152, 2152, bytesOf([0x36, 255, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0x85, 1, 0, 0, 0], DNS))),
    ],
    ['AYIYA', tunnel(17, udp(40_000, 5072, bytesOf([0x44, 0x51, 0x01, 4, 0, 0, 0, 1], ZEROS(16 + 20), DNS)))],
  ])('%s: what is inside is marked, and only the outer addresses count as hosts', (_, frame) => {
    const segment = readCapture(pcapFile([frame]))
    expect(summary(segment)[0]).toBe(INSIDE)
    expect(segment.conversations).toHaveLength(2)
    expect(segment.notUnderstood.map((miss) => miss.what)).toEqual(['udp port 53, no dissector knows it'])
    expect(new Set(segment.addresses.map((a) => a.ip))).toEqual(new Set(['192.0.2.1', '192.0.2.2']))
  })

  test('Teredo carries IPv6, behind an authentication and an origin', () => {
    const inner = ip6([], 17, udp(40_000, 53, bytesOf(1)))
    const heads = [[], [0, 0, 1, 2, 3, 4, 5, 6], [0, 1, 0, 0, ...ZEROS(9), 0, 0, 1, 2, 3, 4, 5, 6]]
    for (const head of heads) {
      const frame = ethernet(0x0800, ip4('192.0.2.1', '192.0.2.2', 17, udp(40_000, 3544, bytesOf(head, inner))))
      const { conversations } = readCapture(pcapFile([frame]))
      expect(conversations.find((c) => c.encapsulated)).toMatchObject({
        client: 'fe80::1',
        server: 'fe80::2',
        port: 53,
      })
    }
    const other = ethernet(0x0800, ip4('192.0.2.1', '192.0.2.2', 17, udp(40_000, 3544, ZEROS(60))))
    expect(readCapture(pcapFile([other])).conversations).toMatchObject([{ port: 3544, encapsulated: false }])
  })

  test('tunnels in tunnels end at the limit', () => {
    let packet = DNS
    for (let i = 0; i < 40; i++) packet = ip4('192.0.2.1', '192.0.2.2', 4, packet)
    const segment = readCapture(pcapFile([ethernet(0x0800, packet)]))
    expect(segment.notUnderstood.map((miss) => miss.what)).toEqual(['tunnels nested too deep'])
  })

  test('ARP announces, layer-2 talk has names, and both MACs are known', () => {
    const arp = ethernet(0x0806, bytesOf([0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 9], ZEROS(10)))
    const hsr = ethernet(0x892f, ZEROS(20), { to: '01:0c:cd:01:00:01', tags: [0] })
    const netbeui = ethernet(20, bytesOf([0xf0, 0xf0, 3], ZEROS(17)), { to: '01:80:c2:00:00:00' })
    const odd = ethernet(0x1234, ZEROS(20))
    const segment = readCapture(pcapFile([arp, hsr, netbeui, odd]))
    expect(segment.links.map((l) => l.protocol).sort()).toEqual(['arp', 'ethertype:0x1234', 'hsr', 'netbeui'])
    expect(segment.addresses.map((a) => [a.ip, a.mac, a.by, a.sent, a.received])).toEqual([
      [undefined, '02:00:00:00:00:01', 'source', 4, 0],
      [undefined, '02:00:00:00:00:02', 'destination', 0, 2],
      ['10.0.0.9', '02:00:00:00:00:01', 'arp', 1, 0],
    ])
    expect(segment.notUnderstood.map((miss) => miss.what)).toEqual([
      'ethertype:0x1234 frames, content not read',
      'hsr frames, content not read',
      'netbeui frames, content not read',
    ])
  })
})

describe('who is the client', () => {
  test.each<[string, string, readonly Uint8Array[]]>([
    ['the sender of SYN', 'a>b 80 syn', [tcpFrame('10.0.0.1:80>10.0.0.2:80', 1, SYN)]],
    ['the receiver of SYN-ACK', 'a>b 9999 synack', [tcpFrame('10.0.0.2:9999>10.0.0.1:502', 1, SYN | ACK)]],
    ['the side without a service port', 'a>b 502 port', [tcpFrame('10.0.0.2:502>10.0.0.1:60000', 1, ACK)]],
    ['the side with the higher port', 'a>b 7000 lower_port', [tcpFrame('10.0.0.2:7000>10.0.0.1:60001', 1, ACK)]],
    [
      'the first sender, where nothing else tells',
      'b>a 7000 first_sender',
      [tcpFrame('10.0.0.2:7000>10.0.0.1:7000', 1, ACK)],
    ],
    [
      'the first sender over UDP, whatever the port',
      'b>a 60001 first_sender',
      [udpFrame('10.0.0.2:7000>10.0.0.1:60001')],
    ],
    ['by the service port over UDP', 'a>b 53 port', [udpFrame('10.0.0.2:53>10.0.0.1:7000')]],
    [
      'a SYN after its SYN-ACK makes the reason stronger',
      'a>b 7000 syn',
      [tcpFrame('10.0.0.2:7000>10.0.0.1:60001', 1, SYN | ACK), tcpFrame('10.0.0.1:60001>10.0.0.2:7000', 1, SYN)],
    ],
  ])('%s', (_, expected, frames) => {
    const [c] = readCapture(pcapFile(frames)).conversations
    const name = (ip: string) => (ip === '10.0.0.1' ? 'a' : 'b')
    expect(`${name(c!.client)}>${name(c!.server)} ${c!.port} ${c!.basis}`).toBe(expected)
  })

  test('ports of the client are folded away, and a request alone is no answer', () => {
    const frames = [1, 2, 3].map((n) => tcpFrame(`10.0.0.1:5000${n}>10.0.0.2:502`, n, SYN))
    const asked = readCapture(pcapFile(frames))
    expect(asked.conversations).toMatchObject([{ flows: 3, packets: { c2s: 3, s2c: 0 }, answered: false }])
    const accepted = readCapture(pcapFile([...frames, tcpFrame('10.0.0.2:502>10.0.0.1:50001', 9, SYN | ACK)]))
    expect(accepted.conversations).toMatchObject([{ flows: 3, answered: true, serverMacs: ['02:00:00:00:00:01'] }])
  })
})

describe('limits', () => {
  const scan = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      tcpFrame(`10.0.0.1:${20_000 + (i % 40_000)}>10.1.${i >> 8}.${i & 255}:502`, 1, SYN),
    )

  test('idle flows are let go with a count, and no conversation is lost', () => {
    const frames = scan(500)
    const segment = readCapture(pcapFile([...frames, ...frames]), { flows: 50 })
    expect(segment.conversations).toHaveLength(500)
    expect(segment.conversations.every((c) => c.packets.c2s === 2 && c.flows === 2)).toBe(true)
    expect(segment.diagnostics).toMatchObject([{ code: 'CAPTURE_FLOWS_LET_GO', params: { limit: 50 } }])
  })

  test('what finds no room is counted and reported', () => {
    const segment = readCapture(pcapFile(scan(300)), { conversations: 100, addresses: 120, flows: 64 })
    expect(segment.conversations).toHaveLength(100)
    expect(segment.diagnostics.map((d) => [d.code, d.params['what'], d.params['lost']])).toEqual([
      ['CAPTURE_LIMIT', 'addresses', 181],
      ['CAPTURE_LIMIT', 'conversations', 200],
      ['CAPTURE_FLOWS_LET_GO', undefined, undefined],
    ])
  })

  test('times that nobody can mean are shown with the nearest bound and reported', () => {
    const strange = [
      ng.interface(true, { resolution: 0 }),
      ng.packet(ethernet(0x0800, DNS), true, { ticks: 1n << 60n }),
    ]
    const segment = readCapture(joined([ng.section(), ...strange]))
    expect(segment.last).toBe(Number.MAX_SAFE_INTEGER)
    expect(segment.diagnostics).toMatchObject([{ code: 'CAPTURE_TIME_RANGE', params: { records: 1 } }])
  })
})

test('examples of an address are its first frames, also in a conversation that is well known', () => {
  const frame = udpFrame('10.0.0.1:40000>10.0.0.2:5001', bytesOf(1))
  const moved = frame.slice()
  moved[11] = 0x77
  const segment = readCapture(pcapFile([...Array<typeof frame>(8).fill(frame), ...Array<typeof frame>(6).fill(moved)]))
  const seen = segment.addresses.map((a) => [a.by, a.mac?.slice(-2), a.sent + a.received, a.frames.map((f) => f.frame)])
  expect(seen).toEqual([
    ['source', '01', 8, [1, 2, 3]],
    ['source', '77', 6, [9, 10, 11]],
    ['destination', '02', 14, [1, 2, 3]],
  ])
})
