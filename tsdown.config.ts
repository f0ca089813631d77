import { defineConfig } from 'tsdown'

export default defineConfig([
  { entry: { index: 'src/index.ts' }, outDir: 'dist', format: 'esm', platform: 'neutral', dts: true, clean: false },
  { entry: { cli: 'apps/cli/main.ts' }, outDir: 'dist', format: 'esm', platform: 'node', dts: false, clean: false },
])
