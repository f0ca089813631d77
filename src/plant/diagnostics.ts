import type { DiagnosticTable } from '../groundwork/diagnostic.ts'

/** What can be wrong with the text of a plant; `PLANT_` codes. */
export const plantDiagnostics = {
  PLANT_FILE_MISSING: {
    severity: 'error',
    message: 'there is no file "{file}" in the project',
    about:
      'A plant starts at `plant.yaml` in the project folder and may name further files under `includes:` or as `{ from: … }`. Paths are written from the project folder, with `/`. Correct the path or add the file; everything else has been read.',
  },
  PLANT_FILE_TWICE: {
    severity: 'warning',
    message: '"{file}" is included more than once; it has been read once',
    about:
      'The same file is named by two includes, or includes lead in a circle. Nothing is lost: each file is read once. Remove one of the two lines.',
  },
  PLANT_FILE_FORGOTTEN: {
    severity: 'warning',
    message: '"{file}" looks like a part of the plant, and nothing includes it',
    about:
      'Reading starts at `plant.yaml` and follows `includes:`. This file holds keys of the model, but no file that was read names it, so nothing in it counts. Include it, or move it to a folder that is not part of the project.',
  },
  PLANT_FILE_KIND: {
    severity: 'error',
    message: '"{file}" cannot be read here: {why}',
    about:
      'Included files are YAML (`.yaml`, `.yml`, `.json`); long lists are CSV or NDJSON and are named by the list they fill, e.g. `assets: { from: assets.csv }`.',
  },
  PLANT_TOO_LARGE: {
    severity: 'error',
    message: 'limit reached: {what} (at most {limit})',
    about:
      'Plant files come from anywhere, so reading them is bounded in bytes, files, depth and number of values. What lies beyond the limit has not been read, and the plant is incomplete. Split the file, or put long lists into CSV or NDJSON.',
  },
  PLANT_NOT_TEXT: {
    severity: 'warning',
    message: 'a character could not be read as UTF-8',
    about:
      'The file holds bytes that are not UTF-8, usually because it was saved in an older Windows encoding. The character was replaced by U+FFFD. Save the file as UTF-8.',
  },
  PLANT_SYNTAX: {
    severity: 'error',
    message: 'this cannot be read: {why}',
    about:
      'The text is not YAML 1.2, JSON or CSV at this place. The entry around it has been left out; the rest of the file has been read, so further messages are about the file as it is. Tabs may not indent YAML, and texts with `: ` or ` #` inside need quotes.',
  },
  PLANT_SEVERAL_DOCUMENTS: {
    severity: 'error',
    message: 'a second YAML document starts here; only the first has been read',
    about:
      'A file of the plant holds one YAML document. Move what follows `---` into a file of its own and include it.',
  },
  PLANT_YAML_FEATURE: {
    severity: 'error',
    message: '{what} is not used in plant files',
    about:
      'Plant files use YAML 1.2 core: no merge keys (`<<`), no own tags, no keys that are lists or maps. What uses them has been left out. Write the values out; anchors and aliases are accepted.',
  },
  PLANT_DUPLICATE_KEY: {
    severity: 'error',
    message: 'the key "{key}" stands here twice; the first one counts',
    about: 'A map holds every key once. Remove one of the two, or move the second to the entry it was meant for.',
  },
  PLANT_UNKNOWN_KEY: {
    severity: 'error',
    message: '"{key}" is not a key of {where}',
    about:
      'The key is not part of the plant model. It has been left out, the rest of the entry has been read. The help suggests near keys; the chapter on the plant model lists all of them.',
  },
  PLANT_WRONG_SHAPE: {
    severity: 'error',
    message: 'expected {expected}, found {found}',
    about:
      'The value has another form than this key takes. It has been left out, as if nothing had been written there.',
  },
  PLANT_UNKNOWN_WORD: {
    severity: 'error',
    message: '"{word}" is not {expected}',
    about:
      'This key takes one of a closed list of words, or the id of a row of a catalog. The value has been left out. The help suggests near words.',
  },
  PLANT_MISSING_KEY: {
    severity: 'error',
    message: '{where} has no "{key}"',
    about:
      'Without this key the entry has no meaning, so it has been left out. Everything that a check can judge (an owner, a target, an evidence) may be missing; what names a thing may not.',
  },
  PLANT_BAD_ID: {
    severity: 'error',
    message: '"{id}" cannot be an id',
    about:
      'Ids begin with a letter or digit, and hold letters, digits, `-`, `_` and `.`, at most 100 of them; ids of products may also hold `/`. Ids with a meaning of their own (`any`, `plant`) are not free.',
  },
  PLANT_DUPLICATE_ID: {
    severity: 'error',
    message: 'the id "{id}" stands twice among the {list}; the first one counts',
    about: 'Ids are how everything refers to a thing, so each list holds an id once. Rename or remove the second.',
  },
  PLANT_ONCE: {
    severity: 'error',
    message: '"{key}" stands in more than one file; the first one counts',
    about: 'Lists of included files are joined, but this part describes the whole plant and stands in one file only.',
  },
  PLANT_NO_PLANT: {
    severity: 'warning',
    message: 'nothing says which plant this is',
    about: 'Add `plant: { id: …, name: … }`: reports name the plant by it. Until then its id is "plant".',
  },
  PLANT_VERSION: {
    severity: 'error',
    message: '"cofferdam: {version}" is not a version this program knows',
    about:
      'The first line of a plant says which version of the model it is written in. A newer version may mean things this program does not understand, so judge nothing by what it read. Use a newer program.',
  },
  PLANT_NO_VERSION: {
    severity: 'warning',
    message: 'nothing says which version of the model this is; version {version} is assumed',
    about: 'Begin `plant.yaml` with `cofferdam: 1`, so that later programs read it as you meant it.',
  },
  PLANT_UNKNOWN_REFERENCE: {
    severity: 'error',
    message: '"{id}" is not {expected}',
    about:
      'Something is named here that the plant does not declare. The reference has been left out. The help suggests near ids.',
  },
  PLANT_AMBIGUOUS: {
    severity: 'error',
    message: '"{id}" may mean {first} or {second}',
    about:
      'Zones, conduits, assets and the other lists have ids of their own; where several of them may be named, an id that stands in two of them must say which is meant, as `zone:x` or `conduit:x`. The reference has been left out.',
  },
  PLANT_BAD_VALUE: {
    severity: 'error',
    message: '"{text}" is not {expected}',
    about:
      'Addresses, prefixes, days, levels, hashes and rows of the standard have one way to be written. The value has been left out, as if nothing had been written there.',
  },
  PLANT_ZONE_CYCLE: {
    severity: 'error',
    message: 'zone "{id}" lies within itself',
    about:
      'Following `within:` from this zone leads back to it. The nesting of the zones in the circle has been left out.',
  },
  PLANT_SITE_UNCLEAR: {
    severity: 'warning',
    message: 'nothing says at which site zone "{id}" is; "{site}" is assumed',
    about: 'The plant has several sites, so each outermost zone says which one it belongs to: `site: …`.',
  },
  PLANT_SPACE_UNCLEAR: {
    severity: 'warning',
    message: 'address "{address}" of "{asset}" may belong to several address spaces; "{space}" is assumed',
    about:
      'The asset stands where address spaces meet (a conduit with NAT, or zones of different spaces), and both may hold this address. Say which one: `{ ip: …, space: … }`.',
  },
  PLANT_TWO_ROLES: {
    severity: 'error',
    message: 'measure "{id}" has both "{first}" and "{second}"',
    about:
      'A measure satisfies rows, or compensates for rows it does not satisfy; a compensation is no service, and a service says what it serves instead of where it is. The measure has been left out: write two.',
  },
  PLANT_RECORD: {
    severity: 'error',
    message: 'this record does not count: {why}',
    about:
      'Lines of `decisions/*.ndjson` are append-only: each carries `id`, the SHA-256 of its own content (canonical JSON without `id`), and `previous`, the id of the line it follows (null for the first). A line whose id is not the hash of its content has been changed after it was written, so it is left out.',
  },
  PLANT_RECORD_CHAIN: {
    severity: 'error',
    message: 'the record before this one is missing: {previous}',
    about:
      'A decision names the record it follows, and that record is in none of the decision files. Somebody removed a line, or a file is missing from the folder. The record itself has been read.',
  },
  PLANT_MORE: {
    severity: 'warning',
    message: '{count} more of {of} are not shown',
    about: 'Messages of one kind are shown up to a limit. Correct the ones shown and look again.',
  },
} as const satisfies DiagnosticTable
