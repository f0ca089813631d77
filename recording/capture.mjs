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
