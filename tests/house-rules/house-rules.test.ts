import { build } from 'tsdown'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUNDLED } from '../../scripts/notices.mjs'
import { forbidden } from './floors.ts'
import { codeOnly, imports, read, ROOT, roomOf, sources } from './sources.ts'

const library = sources('src').filter((path) => !path.endsWith('.test.ts'))

describe('floors', () => {
  test.each(library.concat(sources('apps')))('%s looks only into rooms below', (path) => {
    const from = roomOf(path)!
    const wrong = imports(path)
      .filter(
        ({ file }) =>
          file !== undefined && file !== 'package.json' && !(path.endsWith('.test.ts') && file.startsWith('tests/')),
      )
      .map(({ file }) => {
        const to = roomOf(file!)
        return to === undefined ? `${file} lies outside the house` : forbidden(from, to)
      })
      .filter((why) => why !== undefined)
    expect(wrong).toEqual([])
  })

  test('a canary that breaks each rule is caught', () => {
    expect(forbidden('groundwork', 'standard')).toContain('may not look into')
    expect(forbidden('evidence', 'plant')).toContain('may not look into')
    expect(forbidden('inventory', 'plant')).toContain('may not look into')
    expect(forbidden('reports', 'evidence')).toContain('never looks into')
    expect(forbidden('cupboard', 'standard')).toContain('in no floor')
    expect(forbidden('assessment', 'plant')).toBeUndefined()
    const canary = "import { x } from '../plant/plant.ts'\nconst y = await import('node:fs')\n"
    expect(imports('src/evidence/canary.ts', canary).map((i) => i.file ?? i.specifier)).toEqual([
      'src/plant/plant.ts',
      'node:fs',
    ])
  })

  test('groundwork knows no word of 62443', () => {
    const word = /62443|security level|\bconduit|\bzone\b|\bSL-[TCA]\b/i
    const found = library.filter((p) => roomOf(p) === 'groundwork').filter((p) => word.test(codeOnly(read(p))))
    expect(found).toEqual([])
  })
})

describe('from bytes alone', () => {
  const RULES: readonly [RegExp, string][] = [
    [/\bDate\.now\b|new Date\(\s*\)|\bperformance\s*\.|\bTemporal\.Now\b/, 'a clock'],
    [/\bMath\.random\b|\bcrypto\.|randomUUID/, 'randomness'],
    [/localeCompare|toLocale\w*|\bIntl\./, 'a locale'],
    [/\bfetch\s*\(|XMLHttpRequest|WebSocket/, 'the network'],
    [/\bprocess\.|\bBuffer\b|__dirname/, 'Node'],
    [/\.sort\(\s*\)|\.toSorted\(\s*\)/, 'a sort without a comparison'],
  ]

  test.each(library)('%s uses none', (path) => {
    const code = codeOnly(read(path))
    expect(RULES.filter(([rule]) => rule.test(code)).map(([, what]) => what)).toEqual([])
    expect(imports(path).filter(({ specifier }) => specifier.startsWith('node:'))).toEqual([])
  })

  test('canary: each rule catches what it is for', () => {
    const bad = ['Date.now()', 'Math.random()', "a.localeCompare('b')", 'fetch(u)', 'process.env', 'x.sort()']
    expect(bad.map((code) => RULES.findIndex(([rule]) => rule.test(code)))).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('the browser bundle of src/ holds no node: import and no fetch', async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'cofferdam-bundle-'))
    try {
      await build({
        entry: { index: join(ROOT, 'src/index.ts') },
        outDir,
        format: 'esm',
        platform: 'browser',
        dts: false,
        logLevel: 'silent',
        config: false,
      })
      const code = readdirSync(outDir)
        .map((name) => readFileSync(join(outDir, name), 'utf8'))
        .join('\n')
      expect(code.length).toBeGreaterThan(10_000)
      expect(code.match(/(?:from|import)\s*\(?\s*["']node:[^"']*["']|require\(["'][^"']*["']\)/g)).toBeNull()
      expect(codeOnly(code).match(/\bfetch\s*\(/g)).toBeNull()
      expect(
        [...code.matchAll(/^(?:import\b[^;]*?from|\} from|export\b[^;]*?from|import) *["']([^"'.][^"']*)["']/gm)].map(
          (m) => m[1],
        ),
      ).toEqual([])
    } finally {
      rmSync(outDir, { recursive: true, force: true })
    }
  })
})

describe('sizes', () => {
  const measured = sources('src', 'apps', 'tests', 'bench')
    .filter((path) => !/-table\.ts$|\/table\.ts$/.test(path) || path.startsWith('src/reports/'))
    .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))

  test('no file over 500 lines', () => {
    expect(measured.filter(({ lines }) => lines > 500)).toEqual([])
  })

  test('at most one in twenty over 300', () => {
    const large = measured.filter(({ lines }) => lines > 300)
    expect(large.length, large.map((f) => `${f.path} ${f.lines}`).join('\n')).toBeLessThanOrEqual(measured.length / 20)
  })
})

describe('registries and names', () => {
  test('kebab-case files', () => {
    expect(
      sources('src', 'apps', 'tests', 'bench').filter(
        (p) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(p.split('/').at(-1)!),
      ),
    ).toEqual([])
  })

  test.each(['src/evidence/dissectors', 'src/evidence/readers', 'src/assessment/checks'])(
    'every folder below %s stands in its registry',
    (folder) => {
      const registry = read(`${folder}/registry.ts`)
      const folders = readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((e) => e.isDirectory())
        .map((e) => e.name)
      expect(folders.length).toBeGreaterThan(0)
      expect(folders.filter((name) => !registry.includes(`./${name}/`))).toEqual([])
    },
  )

  test('the packages that are bundled are named with their licenses', () => {
    const used = new Set(
      library
        .concat(sources('apps').filter((p) => !p.endsWith('.test.ts')))
        .flatMap((path) => imports(path).map((i) => i.specifier))
        .filter((s) => !s.startsWith('.') && !s.startsWith('node:'))
        .map((s) =>
          s
            .split('/')
            .slice(0, s.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
    )
    used.add('oui-data') // its table is built into dist/oui.json
    expect([...used].sort((a, b) => (a < b ? -1 : 1))).toEqual([...BUNDLED].sort((a, b) => (a < b ? -1 : 1)))
  })

  test('no script names a shell or a registry host', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    expect(Object.values(scripts).filter((s) => /[|&;<>$`]/.test(s))).toEqual([])
    expect(read('package-lock.json')).not.toContain('"resolved": "http')
  })
})
