import { parse } from 'yaml'
import { z } from 'zod'

/** What evidence found, as far as an example needs it: one line of drift. */
const found = z.strictObject({
  kind: z.string(),
  message: z.string(),
  host: z.string().optional(),
  asset: z.string().optional(),
  flow: z.string().optional(),
  conversation: z.string().optional(),
  severity: z.enum(['error', 'warning', 'info']).optional(),
})

const example = z.strictObject({
  /** What is shown, as a heading. */
  name: z.string(),
  /** The text of a `plant.yaml`. */
  plant: z.string(),
  /** Ids of exactly the subjects that get the verdict under which the example stands. */
  subjects: z.array(z.string()).min(1),
  /** Parts of messages that must be among the answers. */
  says: z.array(z.string()).optional(),
  found: z.array(found).optional(),
  /** Files that the project holds besides: path and SHA-256. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)).optional(),
})

const shape = z.strictObject({
  'not-met': z.array(example).min(1),
  met: z.array(example).min(1),
  /** Empty only where the model itself is all there is to know. */
  unknown: z.array(example),
})

/** One example of a check: a small plant, what was found in it, and the subjects that get the verdict. */
export type Example = z.output<typeof example>

/** The examples of a check by verdict; what is under `met` nearly triggers. Throws on another shape: they are our own files. */
export function readExamples(text: string): z.output<typeof shape> {
  return shape.parse(parse(text))
}
