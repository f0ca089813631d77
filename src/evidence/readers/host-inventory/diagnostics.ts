import type { DiagnosticTable } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while a host inventory is read, beside what can go wrong with any document. */
export const hostInventoryDiagnostics = {
  HOST_TABLE_UNKNOWN: {
    severity: 'info',
    message: 'line {line}: nothing here reads what "{query}" asked for; {rows} rows are left out',
    about:
      'Rows are known by the name of the osquery table in the name of the query, else by their columns. A query that renames columns, joins tables or asks a table that is not read here gives rows of which nothing is understood. Name scheduled queries after the table they ask, and keep the names of its columns.',
  },
  HOST_ROW_PARTIAL: {
    severity: 'warning',
    message: 'line {line}: a row of table "{table}" lacks {columns} and is left out',
    about:
      'The columns named say what the row is about. A query that selects only part of a table can leave them out; select them too.',
  },
  HOST_NO_NAME: {
    severity: 'warning',
    message: 'nothing says which host this was read from; its facts stand under the name of the file',
    about:
      'The output of `osqueryi --json` does not name its host. Say which asset it is with `asset:` at the file in evidence/index.yaml (or with --subject), or put system_info or interface_addresses into the same file.',
  },
  HOST_NO_TIME: {
    severity: 'warning',
    message: 'nothing says when this was read; it shows what the host is, and counts for no requirement',
    about:
      'Evidence without a day cannot be older or newer than anything else. Result logs carry a time in every line, `osqueryi --json` does not: write the day with `taken:` at the file in evidence/index.yaml.',
  },
  HOST_REMOVED_UNKNOWN: {
    severity: 'info',
    message: 'line {line}: "{query}" removes {rows} rows that were never added in this file',
    about:
      'The log begins after the first run of the query, so what was there before it is not known: only what was added since then is read. Keep the log from the first run on, or use snapshot queries.',
  },
} as const satisfies DiagnosticTable

export type HostInventoryFault = keyof typeof hostInventoryDiagnostics
