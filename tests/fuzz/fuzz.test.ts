import { describe, expect, test } from 'vitest'
import { ROOT } from '../house-rules/sources.ts'
import { CORPUS, hasCorpus } from '../kit/corpus.ts'
import { attempt, makesInventory, sameInChunks } from './attempt.ts'
import { targetsAt } from './inputs.ts'

/**
 * Every protocol and reader with inputs made to hurt, through the whole path. What is told here ends after a number of inputs;
 * `npm run fuzz` goes on. A failure names the seed: `npm run fuzz -- <target> --seed <n>` shrinks it.
 */

const BUDGET = 60
const targets = targetsAt({ root: ROOT, corpus: hasCorpus() ? CORPUS : undefined })

describe('hostile input through the whole path: nothing throws, limits hold, work goes with the bytes', () => {
  test.each(targets)('$id', (target) => {
    let read = 0
    for (let seed = 1; seed <= BUDGET; seed++) {
      const input = target.input(seed)
      const taken = attempt(input)
      if (taken.segment) read++
      // Preparing the catalogs costs more than reading.
      if (seed % 4 === 1) makesInventory(taken)
      if (seed % 4 === 0) sameInChunks(input)
    }
    // Inputs that nobody takes for evidence would test nothing.
    expect(read).toBeGreaterThan(BUDGET / 5)
  })
})
