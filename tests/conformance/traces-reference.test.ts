import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dissectors } from '../../src/evidence/dissectors/registry.ts'
import { testWith } from '../kit/need.ts'
import { pcapOfTrace, traceOf } from '../kit/trace.ts'

/** The trace of each protocol, read by tshark: it names the layers that the trace says, and finds nothing malformed. */
describe('traces as the reference reads them', () => {
  const claimed = [...dissectors.values()].filter(({ docs }) => docs.checked.includes('reference'))

  test('what claims the reference names its layers', () => {
    expect(claimed.filter(({ id }) => traceOf(id).tshark.length === 0).map(({ id }) => id)).toEqual([])
  })

  for (const { id } of claimed)
    testWith('tshark')(id, () => {
      const folder = mkdtempSync(join(tmpdir(), 'trace-'))
      try {
        const trace = traceOf(id)
        const path = join(folder, `${id}.pcap`)
        writeFileSync(path, pcapOfTrace(trace))
        const options = trace.as.flatMap((rule) => ['-d', rule])
        const run = spawnSync(
          'tshark',
          ['-r', path, '-T', 'fields', '-e', 'frame.protocols', '-e', '_ws.malformed', ...options],
          {
            encoding: 'utf8',
          },
        )
        const lines = run.stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t'))
        const layers = new Set(lines.flatMap(([protocols = '']) => protocols.split(':')))
        expect(
          [...trace.tshark].filter((layer) => !layers.has(layer)),
          `${run.stderr}${[...layers].join(' ')}`,
        ).toEqual([])
        const malformed = lines.flatMap(([protocols = '', said = ''], n) =>
          said !== '' || protocols.includes('malformed') ? [`frame ${n + 1}: ${protocols} ${said}`] : [],
        )
        expect(malformed).toEqual([])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })
})
