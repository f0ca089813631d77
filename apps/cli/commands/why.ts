import { day } from '../../../src/groundwork/day.ts'
import { didYouMean } from '../../../src/groundwork/near.ts'
import { printable } from '../../../src/groundwork/diagnostic.ts'
import type { Reason } from '../../../src/assessment/security-levels/levels.ts'
import { Places } from '../../../src/reports/place.ts'
import { FRS } from '../../../src/standard/fr.ts'
import { requirementId } from '../../../src/standard/requirement-id.ts'
import { STRENGTHS, type Strength } from '../../../src/standard/verdict.ts'
import { type Io, Stop } from '../io.ts'
import { assessFolder } from '../project.ts'
import type { CliCommand } from './command.ts'

interface Options {
  readonly asOf?: string
  readonly strength: string
}

/** `cofferdam why <project> <zone or conduit> <FR or row>`: the chain behind one figure, down to frame, line or document. */
export const why: CliCommand = {
  define: (program, perform) =>
    void program
      .command('why')
      .description('answer "why?" for a level or a requirement of a zone or conduit, down to frame, line or document')
      .argument('<project>', 'folder with plant.yaml')
      .argument('<subject>', 'id of a zone or conduit')
      .argument('<figure...>', 'an FR such as RDF, or a requirement such as SR 5.2 RE 1')
      .option('--as-of <day>', 'judge everything for this day (YYYY-MM-DD); today in UTC when not given')
      .option('--strength <strength>', `one of ${STRENGTHS.join(', ')}`, 'documented')
      .action((project: string, subject: string, figure: string[], options: Options) =>
        perform((io) => run(project, subject, figure.join(' '), options, io)),
      ),
}

async function run(project: string, id: string, figure: string, options: Options, io: Io): Promise<number> {
  const asOf = day(options.asOf ?? new Date().toISOString().slice(0, 10))
  const strength = STRENGTHS.find((s) => s === options.strength)
  if (asOf === undefined) throw new Stop(2, `"${options.asOf}" is no day; write it as YYYY-MM-DD`)
  if (strength === undefined)
    throw new Stop(2, `"${options.strength}" is no strength; known here: ${STRENGTHS.join(', ')}`)
  const { journey, files } = await assessFolder(project, asOf, io)
  const { levels } = journey.assessed
  const subject = levels.subjects.find((s) => s.id === id)
  if (!subject) {
    const help =
      didYouMean(
        id,
        levels.subjects.map((s) => s.id),
      ) ?? 'the model has no zones'
    throw new Stop(2, `"${id}" is no zone or conduit: ${help}`)
  }
  const reason = answer(figure, strength)
  io.out(reasonText(reason, new Places(files.texts)))
  return 0

  function answer(text: string, at: Strength): Reason {
    const fr = FRS.find((f) => f === text.toUpperCase())
    if (fr) return journey.assessed.whyLevel(subject!, fr, at)
    const row = requirementId(/^\d/.test(text) ? `SR ${text}` : text)
    if (row && journey.assessed.catalogs.sr.has(row)) return journey.assessed.why(subject!, row, at)
    const help = didYouMean(text, [...FRS, ...journey.assessed.catalogs.sr.keys()])
    throw new Stop(2, `"${text}" is no FR and no requirement of 3-3${help ? `: ${help}` : ''}`)
  }
}

/** Sentences of a chain are shown whole; the limit is for hostile names. */
const WHOLE = 2000

/** A chain of reasons as indented lines, each with its places. */
function reasonText(reason: Reason, places: Places, depth = 0): string {
  const verdict = reason.verdict === undefined ? '' : ` [${reason.verdict}]`
  const indent = '  '.repeat(depth)
  const from = reason.origins.map((origin) => `${indent}    from ${printable(places.of(origin), WHOLE)}`)
  const below = reason.because.map((r) => reasonText(r, places, depth + 1))
  return [`${indent}${printable(reason.says, WHOLE)}${verdict}`, ...from, ...below].join('\n')
}
