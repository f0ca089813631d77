import fc from 'fast-check'
import { assessLevels, explainRow } from '../src/assessment/security-levels/assess-levels.ts'
import { aSeenPlant, inputsOf } from '../tests/conformance/levels-arbitrary.ts'
import { Reference } from '../tests/conformance/levels-reference.ts'
import { STRENGTHS } from '../src/standard/verdict.ts'
const ans = (l: string) => l === 'not-applicable' ? 'na' : l.startsWith('met-while') ? 'unknown' : l.startsWith('met') ? 'yes' : l === 'not-met' ? 'no' : 'unknown'
const n = Number(process.argv[2] ?? 40), seed = Number(process.argv[3] ?? 1)
const count = new Map<string, number>()
const first = new Map<string, string>()
let total = 0
const dist = new Map<string, number>()
for (const seen of fc.sample(aSeenPlant, { numRuns: n, seed })) {
  const inputs = inputsOf(seen)
  const { levels } = assessLevels(inputs)
  for (const [how, strengths] of [['achieved', STRENGTHS], ['capability', ['documented']]] as const)
    for (const st of strengths) {
      const ref = new Reference(inputs, st as never, how as never)
      for (const s of levels.subjects) for (const r of s.rows) {
        const want = ref.row(s.kind, s.id, r.row).answer
        const got = how === 'achieved' ? ans((r.letter as any)[st]) : ans(r.capability)
        total++
        dist.set(`${how} ${got}`, (dist.get(`${how} ${got}`) ?? 0) + 1)
        if (want !== got) {
          const m = inputs.catalogs.modes.get(r.row)!
          const k = `${how} ${s.kind} ${m.mode} ${m.over} ref=${want} got=${got}`
          count.set(k, (count.get(k) ?? 0) + 1)
          if (!first.has(k)) {
            const show = (x: any, d: number): string => '  '.repeat(d) + `[${x.verdict ?? ''}] ${x.says.slice(0, 150)}\n` + x.because.map((b: any) => show(b, d + 1)).join('')
            first.set(k, `${s.id} ${r.row} ${st} ` + JSON.stringify(ref.row(s.kind, s.id, r.row).items) + '\n' + show(explainRow(inputs, s, r.row, st as never), 1).slice(0, 2500))
          }
        }
      }
    }
}
console.log(total, JSON.stringify([...dist]))
for (const [k, v] of count) console.log(v, k)
for (const [k, v] of [...first].slice(0, Number(process.argv[4] ?? 4))) console.log('=====', k, '\n', v)
