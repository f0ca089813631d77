import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Carrier, Direction } from '../../src/evidence/dissector.ts'
import { ACK, ethernet, pcapFile, SYN, tcpFrame, udpFrame } from './frames.ts'

/**
 * A small trace as text, `trace.txt` in the folder of a dissector:
 *
 *     # what it shows and where it came from; `#` begins a comment
 *     tshark: mbtcp, modbus                        layers that the reference dissector must name
 *     as: tcp.port==1502,mbtcp                     what it must be told to recognize an unusual port (any number of lines)
 *     tcp 10.0.0.1:50000 > 10.0.0.2:502            opens a conversation (`tcp …`, `udp …`, or `link MAC > MAC 0x8892`)
 *     > 0001 0000 0006 01 03 0000 0009             the client sends: one segment, datagram or frame, in hex
 *     < 0001 0000 0015 01 03 12                    the server answers; a line that begins with blanks goes on
 *       0000 0000 0000 0000 0000 0000 0000 0000 0000
 */
export interface Trace {
  readonly tshark: readonly string[]
  readonly as: readonly string[]
  readonly talks: readonly Talk[]
}

/** One conversation of a trace. */
interface Talk {
  readonly carrier: Carrier
  readonly from: string
  readonly to: string
  /** EtherType of frames without IP. */
  readonly type: number
  readonly pieces: { readonly direction: Direction; readonly bytes: Uint8Array }[]
}

// A bundle of this file lies as deep as its source.
const FOLDER = fileURLToPath(new URL('../../src/evidence/dissectors', import.meta.url))

/** The trace in the folder of a dissector. */
export function traceOf(id: string): Trace {
  return parseTrace(readFileSync(join(FOLDER, id, 'trace.txt'), 'utf8'), id)
}

function parseTrace(text: string, name: string): Trace {
  const tshark: string[] = []
  const as: string[] = []
  const talks: Talk[] = []
  const lines = text.replace(/\r?\n[ \t]+(?=[0-9a-fA-F])/g, ' ').split(/\r?\n/)
  for (const [n, line] of lines.entries()) {
    const said = line.replace(/#.*/, '').trim()
    const wrong = () => new Error(`${name}/trace.txt, line ${n + 1}: cannot be read: ${line}`)
    if (said === '') continue
    const head = /^(tshark|as): *(.+)$/.exec(said)
    const opens = /^(tcp|udp|link) +(\S+) +> +(\S+)(?: +0x([0-9a-f]{4}))?$/.exec(said)
    const piece = /^([<>]) *([0-9a-fA-F \t]+)$/.exec(said)
    if (head?.[1] === 'tshark') tshark.push(...head[2]!.split(/ *, */))
    else if (head) as.push(head[2]!)
    else if (opens) {
      const [, carrier, from, to, type = '0'] = opens
      talks.push({ carrier: carrier as Carrier, from: from!, to: to!, type: Number.parseInt(type, 16), pieces: [] })
    } else if (piece && talks.length > 0) {
      const digits = piece[2]!.replace(/\s+/g, '')
      if (digits.length % 2 !== 0) throw wrong()
      const bytes = Uint8Array.from(Buffer.from(digits, 'hex'))
      talks.at(-1)!.pieces.push({ direction: piece[1] === '>' ? 0 : 1, bytes })
    } else throw wrong()
  }
  return { tshark, as, talks }
}

/** The frames of a trace, with a handshake before each TCP conversation. */
export function framesOf(trace: Trace): Uint8Array[] {
  return trace.talks.flatMap(({ carrier, from, to, type, pieces }) => {
    if (carrier === 'link') return pieces.map(({ bytes }) => ethernet(type, bytes, { from, to }))
    const flows = [`${from}>${to}`, `${to}>${from}`] as const
    if (carrier === 'udp') return pieces.map(({ direction, bytes }) => udpFrame(flows[direction], bytes))
    const next = [1001, 5001]
    const sent = pieces.flatMap(({ direction, bytes }) => {
      // What does not fit into one packet goes in several.
      const parts = Array.from({ length: Math.ceil(bytes.length / 1400) }, (_, i) =>
        bytes.subarray(1400 * i, 1400 * (i + 1)),
      )
      return parts.map((part) => {
        const frame = tcpFrame(flows[direction], next[direction]!, ACK, part, next[1 - direction])
        next[direction]! += part.length
        return frame
      })
    })
    return [
      tcpFrame(flows[0], 1000, SYN),
      tcpFrame(flows[1], 5000, SYN | ACK, undefined, 1001),
      tcpFrame(flows[0], 1001, ACK, undefined, 5001),
      ...sent,
    ]
  })
}

/** A trace as a pcap file. */
export function pcapOfTrace(trace: Trace): Uint8Array {
  return pcapFile(framesOf(trace))
}
