import type { DiagnosticTable } from '../groundwork/diagnostic.ts'

/** What reading catalogs can report. */
export const standardDiagnostics = {
  CATALOG_TOO_LARGE: {
    severity: 'error',
    message: 'this catalog has {size} characters; at most {limit} are read',
    about:
      'A catalog file is larger than any the product ships. It was not read, so its rows are missing. Split it, or check that the file is what its name says.',
  },
  CATALOG_TOO_DEEP: {
    severity: 'error',
    message: 'brackets or indentation nest deeper than {limit} levels',
    about:
      'Catalog rows are flat; such a depth is a damaged or hostile file. It was not read, so its rows are missing. Restore the file from the product.',
  },
  CATALOG_SYNTAX: {
    severity: 'error',
    message: 'this is not YAML: {reason}',
    about:
      'The text of a catalog could not be read as YAML at this place. None of its rows were taken. Correct the place shown, or restore the file from the product.',
  },
  CATALOG_SHAPE: {
    severity: 'error',
    message: '{where}: {reason}',
    about:
      'A catalog reads as YAML, but a field is missing, unknown, or holds what it cannot hold. No row of the file was taken, because half a catalog would answer wrongly without a sign. Correct the place shown.',
  },
  CATALOG_FILE_UNKNOWN: {
    severity: 'warning',
    message: 'no catalog stands at "{path}"; the file was not read',
    about:
      'A file lies in the folder of catalogs under a path that no reader knows. Its rows are not used. Check the name of folder and file against the other catalogs.',
  },
  CATALOG_REPEATED_ID: {
    severity: 'error',
    message: '"{id}" stands twice among the {list}; the first one is used',
    about:
      'Two rows of one catalog have the same id (or one is the alias of another), so a reference to it would be ambiguous. Remove or rename one of them.',
  },
  CATALOG_UNKNOWN_REFERENCE: {
    severity: 'error',
    message: '"{id}" names "{names}" as {field}, and there is no such row',
    about:
      'A row refers to a row of another part that no catalog holds. What derives from it would be missing from answers. Correct the id, or add the row.',
  },
  SL_NOTATION_FORM: {
    severity: 'error',
    message: '{text} is no security level; write SL-T(zone)={IAC UC SI DC RDF TRE RA} or SL-C(RA, component)=4',
    about:
      'A security level was expected in the notation of 3-3 Annex A: SL-T, SL-C or SL-A, in parentheses what it belongs to, then seven levels in braces, or one level when the parentheses begin with the code of an FR.',
  },
  SL_NOTATION_COUNT: {
    severity: 'error',
    message: 'a vector has seven levels, one for each of IAC UC SI DC RDF TRE RA; here are {count}',
    about:
      'An SL vector names a level for each of the seven foundational requirements in a fixed order. With more or fewer it cannot be told which level belongs to which.',
  },
  SL_NOTATION_LEVEL: {
    severity: 'error',
    message: '{level} is no security level; levels are 0 to 4',
    about: 'Security levels are the whole numbers 0 to 4 (3-3 Annex A).',
  },
  SL_NOTATION_FR: {
    severity: 'error',
    message: '{fr} is no code of a foundational requirement; a single level names one of IAC, UC, SI, DC, RDF, TRE, RA',
    about:
      'A single level belongs to one foundational requirement, so its code comes first in the parentheses: SL-C(RA, FS-PLC)=4. Without it, write all seven levels in braces.',
  },
} as const satisfies DiagnosticTable
