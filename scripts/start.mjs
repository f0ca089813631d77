// `npm start`: the main job on the example plant, or any command of Cofferdam: `npm start -- inspect capture.pcap`.
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root } from './lib.mjs'

ensureInstalled()
ensureBuilt()
const args = process.argv.slice(2)
const example = ['assess', 'examples/bottling-plant', '--as-of', '2026-12-01', '--report', 'out/bottling-plant']
node([join(root, 'dist', 'cli.js'), ...(args.length > 0 ? args : example)])
