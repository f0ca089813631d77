import { syntheticPlant } from './synthetic-plant.ts'
import { catalogs } from '../tests/kit/catalogs.ts'
import { engineFor } from '../src/assessment/security-levels/engine.ts'
import { assessLevels } from '../src/assessment/security-levels/assess-levels.ts'
for (const n of (process.argv[2] ?? '10000,30000').split(',').map(Number)) {
  const s = syntheticPlant(n, catalogs)
  const inputs = { plant: s.plant, records: s.records, catalogs, asOf: s.asOf, files: s.files }
  const cpu = () => process.cpuUsage().user / 1000
  const c0 = cpu(), t0 = performance.now()
  const e = engineFor(inputs)
  const c1 = cpu(), t1 = performance.now()
  const r = assessLevels(inputs)
  const c2 = cpu(), t2 = performance.now()
  console.log(n, 'engine cpu', Math.round(c1 - c0), 'assess cpu', Math.round(c2 - c1), 'wall', Math.round(t1 - t0), Math.round(t2 - t1), 'classes', e.classes.classes.length, 'diag', r.diagnostics.length, 'MB', Math.round(process.memoryUsage().rss / 1e6))
}
