import Ajv from 'ajv'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { assessmentJsonSchema } from '../../src/reports/json/assessment-schema.ts'
import { ROOT } from '../house-rules/sources.ts'
import { cofferdam } from '../kit/cli.ts'

const EXAMPLE = 'examples/bottling-plant'
const AS_OF = ['--as-of', '2026-12-01']
const folder = mkdtempSync(join(tmpdir(), 'cofferdam-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('assess', () => {
  test('prints one screen with the answer, gaps, drift and checks, and nothing on stderr without a terminal', () => {
    const { code, out, err } = cofferdam(['assess', EXAMPLE, ...AS_OF])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/shown to be reached, \d+ certainly missed, \d+ unknown/)
    for (const part of ['Gaps, worst first', 'Drift:', 'Checks of the model']) expect(out).toContain(part)
    // oxlint-disable-next-line no-control-regex
    expect(out).not.toMatch(/\u001b/)
    expect(out.split('\n').length).toBeLessThan(100)
  })

  test('prints JSON by its published schema, the same twice', () => {
    const first = cofferdam(['assess', EXAMPLE, ...AS_OF, '--json'])
    const validate = new Ajv({ strict: false }).compile(assessmentJsonSchema())
    expect(validate(JSON.parse(first.out)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
    expect(cofferdam(['assess', EXAMPLE, ...AS_OF, '--json']).out).toBe(first.out)
    expect(JSON.parse(cofferdam(['schema', 'assessment']).out)).toEqual(assessmentJsonSchema())
  })

  test('is a gate: exit code 1 and the reason when it is asked to fail', () => {
    const gate = (what: string) => cofferdam(['assess', EXAMPLE, ...AS_OF, '--fail-on', what])
    expect(gate('gap')).toMatchObject({ code: 1, err: expect.stringMatching(/^failed on gap: \d+ of \d+/) })
    expect(gate('drift')).toMatchObject({ code: 1, err: expect.stringContaining('failed on drift') })
    expect(gate('gap,error').err.trim().split('\n')).toHaveLength(2)
    expect(gate('gaps').code).toBe(2)
  })

  test('writes a CSV per table and a report with exhibits', () => {
    const [csv, report] = [join(folder, 'csv'), join(folder, 'report')]
    expect(cofferdam(['assess', EXAMPLE, ...AS_OF, '--csv', csv, '--report', report]).code).toBe(0)
    const tables = readdirSync(csv)
    for (const name of ['levels', 'gaps', 'drift', 'findings', 'diagnostics']) expect(tables).toContain(`${name}.csv`)
    expect(readFileSync(join(csv, 'levels.csv'), 'utf8').split('\r\n').length).toBeGreaterThan(100)
    expect(readdirSync(report)).toEqual(expect.arrayContaining(['assessment.json', 'exhibits', 'report.html']))
    expect(readdirSync(join(report, 'exhibits')).length).toBeGreaterThan(5)
  })

  test('a gate never passes on a model that could not be read', () => {
    const project = join(folder, 'broken')
    mkdirSync(project)
    writeFileSync(
      join(project, 'plant.yaml'),
      'cofferdam: 1\nplant: { id: x, name: X }\nzones:\n  - { id: a }\n\t- b: [\n',
    )
    expect(cofferdam(['assess', project, '--fail-on', 'gap']).code).toBe(1)
    expect(cofferdam(['assess', project, '--fail-on', 'drift']).code).toBe(1)
    writeFileSync(join(project, 'plant.yaml'), '')
    expect(cofferdam(['assess', project])).toMatchObject({
      code: 2,
      err: expect.stringContaining('nothing was judged'),
    })
  })

  test('what was recorded after the day of the assessment does not count, and is named', () => {
    const json = JSON.parse(cofferdam(['assess', EXAMPLE, '--as-of', '2026-10-01', '--json']).out)
    expect(
      json.drift.filter((d: { because: { kind: string }[] }) => d.because.some((o) => o.kind === 'frame')),
    ).toEqual([])
    expect(json.diagnostics.map((d: { code: string }) => d.code)).toContain('EVIDENCE_AFTER_DAY')
  })

  test('a reader that closes the pipe early, and folders that cannot be made, end without a stack trace', () => {
    const script = `const { spawn } = require('node:child_process')
      const c = spawn(process.execPath, ['dist/cli.js', 'assess', '${EXAMPLE}', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
      c.stdout.once('data', () => c.stdout.destroy())
      c.on('exit', (code) => console.log('exit', code))`
    const piped = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })
    expect([piped.stdout, piped.stderr]).toEqual(['exit 0\n', ''])
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(cofferdam(['assess', EXAMPLE, '--report', file])).toMatchObject({
      code: 2,
      err: expect.stringContaining('a file stands'),
    })
  })

  test.each([
    [['assess', EXAMPLE, '--most', 'abc'], 'a number from 1 on'],
    [['assess', 'nowhere'], 'there is no file or folder "nowhere"'],
    [['assess', 'docs'], 'cofferdam init'],
    [['assess', EXAMPLE, '--as-of', '2026-02-30'], 'YYYY-MM-DD'],
    [['asess', EXAMPLE], 'assess'],
    [['explain', 'conduits of gold'], 'nothing here is called'],
    [['explain', 'conduitt'], 'did you mean "conduit"'],
    [['why', EXAMPLE, 'cel-1', 'RDF'], 'did you mean "cell-1"'],
    [['why', EXAMPLE, 'cell-1', 'SR 9.9'], 'no requirement'],
    [['schema', 'plan'], 'plant, assessment'],
    [['inspect', 'README.md'], 'EVIDENCE_UNKNOWN_KIND'],
    [['inspect', 'nowhere.pcap'], 'there is no file'],
  ])('%j ends with 2 and a sentence', (args, sentence) => {
    const { code, err } = cofferdam(args)
    expect([code, err.includes(sentence) ? sentence : err]).toEqual([2, sentence])
    expect(err).not.toMatch(/\n\s+at .*\.js:\d/)
  })
})

describe('why and explain', () => {
  test('the chain behind a level ends at a frame, a line and a document', () => {
    const { code, out } = cofferdam(['why', EXAMPLE, 'cell-1', 'IAC', ...AS_OF])
    expect(code).toBe(0)
    expect(out).toMatch(/plant\.yaml:\d+/)
    const row = cofferdam(['why', EXAMPLE, 'cell-1', 'SR', '1.2', ...AS_OF]).out
    expect(row).toMatch(/\.pcap(ng)? frame \d+/)
    expect(row).toMatch(/evidence "[^"]+" \(evidence\/documents\//)
  })

  test.each([
    'SR 5.2 RE 1',
    'conduit',
    'documented',
    'Zones',
    'OPC UA',
    'SEP-01',
    'PLANT_UNKNOWN_KEY',
    'CR 1.1',
    'ZCR 3.1',
    'RDF',
  ])('explains %s', (query) => {
    const { code, out } = cofferdam(['explain', query])
    expect(code).toBe(0)
    expect(out.length).toBeGreaterThan(150)
  })
})

describe('init and inspect', () => {
  const capture = `${EXAMPLE}/evidence/captures/core.pcapng`

  test('a first plant from a capture can be assessed at once', () => {
    const out = join(folder, 'first')
    expect(cofferdam(['init', capture, '--out', out])).toMatchObject({ code: 0, err: '' })
    const again = cofferdam(['init', capture, '--out', out])
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('holds a plant.yaml already')])
    const assessed = cofferdam(['assess', out, ...AS_OF, '--json'])
    expect(assessed.code, assessed.err).toBe(0)
    const json = JSON.parse(assessed.out)
    expect(json.summary.diagnosticErrors).toBe(0)
    expect(json.sources).toHaveLength(1)
    expect(json.drift.filter((d: { kind: string }) => d.kind.endsWith('not-declared'))).toEqual([])
  })

  test('the same capture from a file and from standard input', () => {
    const json = (text: string) => JSON.parse(text.replaceAll('standard input', 'core.pcapng'))
    const file = cofferdam(['inspect', capture, '--json'])
    const piped = cofferdam(['inspect', '-', '--json'], { input: readFileSync(capture) })
    expect([file.code, piped.code]).toEqual([0, 0])
    expect(json(piped.out)).toEqual(json(file.out))
  })

  test('a pipe that pauses is waited for', () => {
    const script = `const { spawn } = require('node:child_process')
      const bytes = require('node:fs').readFileSync('${capture}')
      const c = spawn(process.execPath, ['dist/cli.js', 'inspect', '-'], { stdio: ['pipe', 'ignore', 'inherit'] })
      setTimeout(() => { c.stdin.write(bytes.subarray(0, 5000)); setTimeout(() => c.stdin.end(bytes.subarray(5000)), 400) }, 400)
      c.on('exit', (code) => console.log('exit', code))`
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })
    expect([stdout, stderr]).toEqual(['exit 0\n', ''])
  })

  test('two files of one name both reach the new project', () => {
    const [one, two, out] = [join(folder, 'tap-1'), join(folder, 'tap-2'), join(folder, 'both')]
    for (const [at, from] of [
      [one, 'core.pcapng'],
      [two, 'dmz.pcap'],
    ] as const) {
      mkdirSync(at)
      copyFileSync(join(ROOT, EXAMPLE, 'evidence', 'captures', from), join(at, 'tap.pcap'))
    }
    expect(cofferdam(['init', join(one, 'tap.pcap'), join(two, 'tap.pcap'), '--out', out]).code).toBe(0)
    expect(readdirSync(join(out, 'evidence'))).toEqual(['index.yaml', 'tap-2.pcap', 'tap.pcap'])
    expect(JSON.parse(cofferdam(['assess', out, '--json']).out).sources).toHaveLength(2)
  })

  test('bytes of no kind are named and nothing is lost of the rest', () => {
    const noise = join(folder, 'noise.bin')
    writeFileSync(
      noise,
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) & 255),
    )
    const { code, err, out } = cofferdam(['inspect', noise, capture])
    expect(code).toBe(0)
    expect(err).toContain('EVIDENCE_UNKNOWN_KIND')
    expect(err).toContain('noise.bin, byte 0')
    expect(out).toContain('modbus-tcp')
  })
})
