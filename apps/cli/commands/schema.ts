import { assessmentJsonSchema } from '../../../src/reports/json/assessment-schema.ts'
import { plantSchema } from '../../../src/plant/schema.ts'
import { loadCatalogs } from '../catalogs.ts'
import type { CliCommand } from './command.ts'

/** `cofferdam schema <plant|assessment>`: the JSON Schema that editors and programs check against. */
export const schema: CliCommand = {
  define: (program, perform) =>
    void program
      .command('schema')
      .description('print the JSON Schema of the plant model or of `assess --json`')
      .argument('<what>', 'plant or assessment')
      .action((what: string) =>
        perform(async (io) => {
          const made =
            what === 'plant' ? plantSchema(loadCatalogs()) : what === 'assessment' ? assessmentJsonSchema() : undefined
          if (made === undefined) {
            io.err(`"${what}" has no schema; known here: plant, assessment`)
            return 2
          }
          io.out(JSON.stringify(made, null, 2))
          return 0
        }),
      ),
}
