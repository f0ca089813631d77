/** Taps on the switches, and what tshark thinks of what they wrote. */
import { execFileSync } from 'node:child_process'
import { ns } from './network.mjs'

/** A tap mirrors one switch. `covers` is what can be seen there; the cells have an address space of their own. */
export const TAPS = [
  { id: 'core', segment: 'operations', file: 'core.pcapng', space: 'riverside', format: 'pcapng' },
  { id: 'dmz', segment: 'dmz', file: 'dmz.pcap', space: 'riverside', format: 'pcap' },
  { id: 'cell-1', segment: 'cell-1', file: 'cell-1.pcap', space: 'cell-1', format: 'pcap' },
  { id: 'cell-2', segment: 'cell-2', file: 'cell-2.pcap', space: 'cell-2', format: 'pcap' },
]

/** The command that records a tap into a file. */
export function recorder({ segment, format }, file) {
  const device =
    format === 'pcapng'
      ? ['dumpcap', '-q', '-i', 'br0', '-w', file]
      : ['tcpdump', '-q', '-U', '-Z', 'root', '-i', 'br0', '-w', file]
  return ['ip', 'netns', 'exec', ns(`sw.${segment}`), ...device]
}

const tshark = (...args) =>
  execFileSync('tshark', args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 }).toString()

/** Counts what tshark dissects in a file, and the frames it calls malformed. */
export function verify(file) {
  const count = (filter) =>
    tshark('-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number').split('\n').filter(Boolean).length
  return {
    packets: count('frame'),
    malformed: count('_ws.malformed'),
    modbus: count('modbus'),
    s7comm: count('s7comm'),
    opcua: count('opcua'),
    tls: count('tls'),
    ssh: count('ssh'),
    snmp: count('snmp'),
    syslog: count('syslog'),
    ntp: count('ntp'),
    dns: count('dns'),
    ipv6: count('ipv6'),
  }
}

/** Block types of pcapng, and the options in them that describe the recording machine: hardware and system. */
const TELLING = new Map([
  [0x0a0d0d0a, { head: 24, options: [2, 3] }],
  [1, { head: 16, options: [12] }],
])

/** A pcapng without what it says about the machine that recorded it; other formats as they are. */
export function withoutMachine(bytes) {
  if (bytes.readUInt32LE(0) !== 0x0a0d0d0a) return bytes
  const blocks = []
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) {
    const block = bytes.subarray(at, at + bytes.readUInt32LE(at + 4))
    const telling = TELLING.get(block.readUInt32LE(0))
    blocks.push(telling ? withoutOptions(block, telling) : block)
  }
  return Buffer.concat(blocks)
}

function withoutOptions(block, { head, options }) {
  const kept = [block.subarray(0, head)]
  for (let at = head; at < block.length - 4; ) {
    const size = 4 + Math.ceil(block.readUInt16LE(at + 2) / 4) * 4
    if (!options.includes(block.readUInt16LE(at))) kept.push(block.subarray(at, at + size))
    at += size
  }
  const made = Buffer.concat([...kept, Buffer.alloc(4)])
  made.writeUInt32LE(made.length, 4)
  made.writeUInt32LE(made.length, made.length - 4)
  return made
}
