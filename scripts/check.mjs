// Format, lint and types: what can be said about the code without running it.
import { ensureInstalled, tool } from './lib.mjs'

ensureInstalled()
tool('@biomejs/biome', ['format', '--reporter=summary', '.'])
tool('oxlint', ['--type-aware', '--deny-warnings', '--quiet'])
tool('@typescript/native:tsc', ['-p', '.'])
