import type { z } from 'zod'
import type { CatalogRows } from './catalog.ts'

/** One kind of catalog file: where such files stand under `catalogs/`, their shape, and the rows they give. */
export interface CatalogFile {
  readonly at: RegExp
  readonly shape: z.ZodType
  rows(content: unknown, path: string): Partial<CatalogRows>
}

/** Ties a shape to the function that turns what it accepts into rows, so that one table can hold files of all shapes. */
export function catalogFile<S extends z.ZodType>(
  at: RegExp,
  shape: S,
  rows: (content: z.output<S>, path: string) => Partial<CatalogRows>,
): CatalogFile {
  return { at, shape, rows: (content, path) => rows(content as z.output<S>, path) }
}
