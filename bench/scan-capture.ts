import { closeSync, openSync, writeSync } from 'node:fs'
import { pcapHeader, recordHeader } from './capture-mix.ts'

const FRAME = 54
const BATCH = 10_000

/**
 * Writes a capture of one host that tries `conversations` ports of 4,000 hosts: nine in ten are refused, one in ten accepts and
 * closes. Every try is a conversation of its own.
 */
export function writeScan(file: string, conversations: number): { readonly bytes: number; readonly packets: number } {
  const out = openSync(file, 'w')
  let bytes = writeSync(out, pcapHeader())
  let packets = 0
  const block = new Uint8Array(BATCH * 2 * (16 + FRAME))
  for (let from = 0; from < conversations; from += BATCH) {
    let at = 0
    for (let n = from; n < Math.min(conversations, from + BATCH); n++) {
      const target = { host: n % 4000, port: 1 + Math.floor(n / 4000) }
      for (const [toward, flags] of [
        [true, 2],
        [false, n % 10 === 0 ? 0x12 : 0x14],
      ] as const) {
        recordHeader(block, at, packets++, FRAME)
        frame(block, at + 16, target, 40_000 + (n % 20_000), toward, flags)
        at += 16 + FRAME
      }
    }
    bytes += writeSync(out, block, 0, at)
  }
  closeSync(out)
  return { bytes, packets }
}

function frame(
  b: Uint8Array,
  at: number,
  { host, port }: { readonly host: number; readonly port: number },
  clientPort: number,
  toward: boolean,
  flags: number,
): void {
  const view = new DataView(b.buffer, at, FRAME)
  const [scanner, target] = [0x0a000001, 0x0a010000 + host]
  b.set(
    [2, 0, 0, 0, 0, toward ? 2 : 1, 2, 0, 0, 0, 0, toward ? 1 : 2, 8, 0, 0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0],
    at,
  )
  view.setUint32(26, toward ? scanner : target)
  view.setUint32(30, toward ? target : scanner)
  view.setUint16(34, toward ? clientPort : port)
  view.setUint16(36, toward ? port : clientPort)
  view.setUint32(38, toward ? 1000 : 9000)
  view.setUint32(42, toward ? 0 : 1001)
  view.setUint16(46, 0x5000 | flags)
  view.setUint32(48, 0)
}
