import { defineConfig } from 'tsdown'

export default defineConfig([
  {
    entry: { index: 'src/index.ts' },
    outDir: 'dist',
    format: 'esm',
    platform: 'browser',
    dts: true,
    clean: false,
    fixedExtension: false,
  },
  {
    entry: { cli: 'apps/cli/main.ts', 'evidence-worker': 'apps/cli/workers/worker.ts' },
    outDir: 'dist',
    format: 'esm',
    platform: 'node',
    dts: false,
    clean: false,
    fixedExtension: false,
  },
])
