import { type DiagnosticTable, reporter } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while a table of addresses is read. */
export const addressTableDiagnostics = {
  TABLE_ENTRY: {
    severity: 'warning',
    message: 'line {line}: {value} is no {expected}; the entry is left out',
    about:
      'The line looks like an entry, and an address of it cannot be read. A terminal that breaks long lines, or a file that was cut, does that. Set the terminal wide (`terminal width 0`) and record again.',
  },
  TABLE_INCOMPLETE: {
    severity: 'info',
    message: '{entries} entries have no MAC address: the device asked and nobody answered; they bind nothing',
    about:
      'An incomplete entry says that something wanted to talk to an address at which nobody is. It is no sign of a host.',
  },
  TABLE_NO_ENTRIES: {
    severity: 'warning',
    message: 'the table holds no entry that can be read',
    about:
      'The output is that of a known command, and it is empty. On a switch, entries age out within minutes of silence.',
  },
  TABLE_LAST_LINE: {
    severity: 'info',
    message: 'line {line} is the last one and has no line end; it is read as it stands',
    about: 'A copy from a terminal often ends so. If the file was cut, the end of this line is missing.',
  },
  TABLE_LIMIT: {
    severity: 'error',
    message: 'more than {limit} {what}: {lost}',
    about: 'Memory is bounded. What stands before the place named counts. Split the file.',
  },
  TABLE_MORE: {
    severity: 'info',
    message: '{count} more of {code} are not listed',
    about: 'Only the first hundred of each code are listed for one file. They most often have one cause.',
  },
} as const satisfies DiagnosticTable

export type AddressTableFault = keyof typeof addressTableDiagnostics

/** Reports on a table of addresses. */
export const addressTableFault = reporter(addressTableDiagnostics)
