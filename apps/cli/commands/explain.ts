import { checks } from '../../../src/assessment/checks/registry.ts'
import { diagnostics } from '../../../src/diagnostics.ts'
import { explain as explained } from '../../../src/standard/explain.ts'
import { explanationText } from '../../../src/standard/explanation.ts'
import { loadCatalogs } from '../catalogs.ts'
import type { CliCommand } from './command.ts'

/** `cofferdam explain <word…>`: a term, requirement, check or diagnostic in our words. */
export const explain: CliCommand = {
  define: (program, perform) =>
    void program
      .command('explain')
      .description('explain a term, requirement, check or diagnostic, e.g. SR 5.2 RE 1, conduit, SEP-01')
      .argument('<words...>', 'what to explain')
      .option('--json', 'print the explanation as JSON')
      .action((words: string[], options: { json?: boolean }) =>
        perform(async (io) => {
          const query = words.join(' ')
          const { explanations, near } = explained(query, { catalogs: loadCatalogs(), checks, diagnostics })
          if (options.json) io.out(JSON.stringify(explanations, null, 2))
          else for (const explanation of explanations) io.out(`${explanationText(explanation)}\n`)
          if (explanations.length > 0) return 0
          const help =
            near.length > 0 ? `did you mean ${near.map((n) => `"${n}"`).join(' or ')}?` : 'nothing is near it'
          io.err(`nothing here is called "${query}": ${help}`)
          return 2
        }),
      ),
}
