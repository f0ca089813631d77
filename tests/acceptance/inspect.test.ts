import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ROOT } from '../house-rules/sources.ts'
import { cofferdam } from '../kit/cli.ts'
import { joined } from '../kit/frames.ts'

const CAPTURES = 'examples/bottling-plant/evidence/captures'
const folder = mkdtempSync(join(tmpdir(), 'cofferdam-inspect-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every file has its row, also those that nobody reads', () => {
  const { code, out } = cofferdam(['inspect', CAPTURES, 'README.md'])
  expect(code).toBe(0)
  const files = out.slice(out.indexOf('Files'), out.indexOf('Assets'))
  for (const [name, kind] of [
    ['cell-1.pcap', 'pcap'],
    ['core.pcapng', 'pcapng'],
    ['README.md', 'not read'],
  ] as const)
    expect(files).toMatch(new RegExp(`${name} +${kind} `))
})

describe('--explain', () => {
  test('tells all facts of a host with where they stood', () => {
    const { code, out, err } = cofferdam(['inspect', CAPTURES, '--explain', '10.20.20.10'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^site\/10\.20\.20\.10\n/)
    expect(out).toMatch(/name {2}scada-server\n +\S+, seen, confidence 0\.\d+, \d+ times; \S+ frame \d+/)
  })

  test('finds a host by its name, and says who is there when it does not', () => {
    expect(cofferdam(['inspect', CAPTURES, '--explain', 'scada-server']).out).toMatch(/^site\/10\.20\.20\.10\n/)
    const { code, err } = cofferdam(['inspect', CAPTURES, '--explain', 'nobody'])
    expect([code, err]).toEqual([2, expect.stringContaining('no host here is called "nobody"; hosts are ')])
  })
})

test('the number of threads changes nothing, with one large file and with several', () => {
  // The frames of a capture again and again, until the file is worth a thread.
  const capture = new Uint8Array(readFileSync(join(ROOT, CAPTURES, 'cell-1.pcap')))
  const times = Math.ceil((17 << 20) / capture.length)
  const large = joined([capture, ...Array.from({ length: times }, () => capture.subarray(24))])
  const files = ['one.pcap', 'two.pcap'].map((name) => join(folder, name))
  writeFileSync(files[0]!, large)
  // Another hash, so that it is another file.
  writeFileSync(files[1]!, large.subarray(0, large.length - 16))
  const said = (workers: string, names: readonly string[]) => {
    const { code, out } = cofferdam(['inspect', ...names, '--json', '--workers', workers])
    expect(code).toBe(0)
    return out
  }
  const one = said('1', files.slice(0, 1))
  expect(one).toContain('s7comm')
  expect(said('2', files.slice(0, 1)) === one).toBe(true)
  expect(said('2', files) === said('1', files)).toBe(true)
  expect(cofferdam(['inspect', files[0]!, '--workers', '0'])).toMatchObject({ code: 2 })
})
