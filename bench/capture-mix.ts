import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isServicePort } from '../src/evidence/capture/service-ports-table.ts'
import { DEFAULT_LIMITS } from '../src/evidence/limits.ts'
import { isPcap, PcapParser } from '../src/evidence/readers/pcap/pcap.ts'
import { isPcapng, PcapngParser } from '../src/evidence/readers/pcapng/pcapng.ts'
import type { RecordSink } from '../src/evidence/readers/records.ts'

const ETHERNET = 1
/** Where systems take the ports of their clients from (Linux; that of RFC 6335 lies within). */
const DYNAMIC = 32_768

/** A file made of recorded frames, so that a bench has something large to read. */
export interface CaptureMix {
  readonly file: string
  readonly bytes: number
  readonly packets: number
  readonly copies: number
  /** Copies with addresses of their own; the others come again in these with other ports of the clients. */
  readonly plants: number
  readonly from: string
}

/** What a mix is made of: Ethernet frames, and a word on where they come from. */
export interface MixSource {
  readonly frames: readonly Uint8Array[]
  readonly from: string
}

/** The Ethernet frames of all captures below the folders. */
export function framesBelow(...folders: readonly string[]): MixSource {
  const captures = folders.filter((f) => existsSync(f)).flatMap(capturesBelow)
  if (captures.length === 0) throw new Error(`no capture below ${folders.join(', ')}`)
  return { frames: captures.flatMap(framesOf), from: `${captures.length} captures` }
}

/**
 * Writes frames into one pcap file, again and again until it has about `size` bytes. Each copy stands in one of `plants` sets of
 * IPv4 addresses and has other client ports and sequence numbers than those before it, so that it brings flows of its own, as a long capture of a
 * plant does. Times go on steadily.
 */
export function writeCaptureMix(file: string, { frames, from }: MixSource, size: number, plants = 24): CaptureMix {
  const once = frames.reduce((sum, frame) => sum + frame.length + 16, 0)
  const copies = Math.max(1, Math.round(size / once))
  const out = openSync(file, 'w')
  let bytes = writeSync(out, pcapHeader())
  const block = new Uint8Array(once)
  for (let copy = 0, n = 0; copy < copies; copy++) {
    let at = 0
    for (const frame of frames) {
      recordHeader(block, at, n++, frame.length)
      block.set(frame, at + 16)
      move(block, at + 16, frame.length, copy % plants, Math.floor(copy / plants))
      at += 16 + frame.length
    }
    bytes += writeSync(out, block)
  }
  closeSync(out)
  return { file, bytes, packets: frames.length * copies, copies, plants: Math.min(plants, copies), from }
}

function capturesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort((a, b) => (a < b ? -1 : 1))
}

function framesOf(path: string): Uint8Array[] {
  const bytes = new Uint8Array(readFileSync(path))
  const frames: Uint8Array[] = []
  const sink: RecordSink = {
    record: (b, from, to, _wire, _time, link) => {
      if (link === ETHERNET) frames.push(b.slice(from, to))
    },
    skipped: () => undefined,
    report: () => undefined,
  }
  const parser = isPcap(bytes)
    ? new PcapParser(path, DEFAULT_LIMITS, sink)
    : isPcapng(bytes)
      ? new PcapngParser(path, DEFAULT_LIMITS, sink)
      : undefined
  parser?.feed(bytes)
  parser?.end()
  return frames
}

/** The header of a pcap file of Ethernet frames. */
export function pcapHeader(): Uint8Array {
  const view = new DataView(new ArrayBuffer(24))
  view.setUint32(0, 0xa1b2c3d4, true)
  view.setUint16(4, 2, true)
  view.setUint16(6, 4, true)
  view.setUint32(16, 262_144, true)
  view.setUint32(20, ETHERNET, true)
  return new Uint8Array(view.buffer)
}

/** Writes the header of the n-th record. */
export function recordHeader(block: Uint8Array, at: number, n: number, length: number): void {
  const view = new DataView(block.buffer, at, 16)
  const micros = n * 50
  view.setUint32(0, 1_700_000_000 + Math.floor(micros / 1e6), true)
  view.setUint32(4, micros % 1e6, true)
  view.setUint32(8, length, true)
  view.setUint32(12, length, true)
}

/**
 * Turns the second byte of both IPv4 addresses (group addresses stay), and moves the dynamic ports. Checksums are not mended, as
 * no reader here asks for them.
 */
function move(block: Uint8Array, at: number, length: number, plant: number, round: number): void {
  const type = at + (block[at + 12] === 0x81 && block[at + 13] === 0 ? 16 : 12)
  if (length < 42 || block[type] !== 8 || block[type + 1] !== 0) return
  for (const address of [type + 14, type + 18])
    if (block[address]! < 224) block[address + 1] = (block[address + 1]! + plant * 37) & 255
  const isFirst = (((block[type + 8]! << 8) | block[type + 9]!) & 0x1fff) === 0
  if (!isFirst || (block[type + 11] !== 6 && block[type + 11] !== 17)) return
  const ports = type + 2 + ((block[type + 2]! & 15) << 2)
  for (const port of [ports, ports + 2]) {
    const number = (block[port]! << 8) | block[port + 1]!
    if (number < DYNAMIC || isServicePort(number) === 1) continue
    let moved = DYNAMIC + ((number - DYNAMIC + round * 977) % (65_536 - DYNAMIC))
    while (isServicePort(moved) === 1) moved++
    block[port] = moved >> 8
    block[port + 1] = moved & 255
  }
  // Other sequence numbers, or a connection on ports that were in use before would be the same one sent again.
  if (block[type + 11] === 6 && length >= ports - at + 12)
    for (const number of [ports + 4, ports + 8]) block[number] = (block[number]! + round * 5) & 255
}
