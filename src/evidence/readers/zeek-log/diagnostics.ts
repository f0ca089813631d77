import { type DiagnosticTable, reporter } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while a log of Zeek is read. */
export const zeekLogDiagnostics = {
  ZEEK_NO_FIELDS: {
    severity: 'error',
    message: 'line {line} comes before any line names the fields; {rows} such rows are not read',
    about:
      'A log of Zeek says in its #fields line (or, in JSON, in every row) what its columns mean. Without that nothing can be told of them. Take the log with its header; `zeek-cut` drops it.',
  },
  ZEEK_HEADER: {
    severity: 'warning',
    message: 'line {line}: {header} is not understood and the usual value is taken',
    about:
      'A line of the header that says how the columns are parted could not be read. Check whether the rows came out right.',
  },
  ZEEK_ROW: {
    severity: 'warning',
    message: 'line {line}: {why}; the row is left out',
    about:
      'The row does not fit the header, holds no JSON object, or lacks an address without which nothing can be said. The rest of the log counts. A log that was cut and joined, or edited, has such rows.',
  },
  ZEEK_LINE_LONG: {
    severity: 'warning',
    message: 'line {line} is longer than {limit} bytes and is left out',
    about: 'Memory is bounded. No log of Zeek has such lines unless whole payloads were logged.',
  },
  ZEEK_NO_TIMES: {
    severity: 'warning',
    message: '{rows} rows have no time that can be read; what they show is listed as of unknown time',
    about:
      'The column ts is missing, masked, or in a form that is not known (seconds since 1970 and ISO 8601 are). Everything else of the rows counts, but nothing can be said about first and last.',
  },
  ZEEK_NOT_CLOSED: {
    severity: 'info',
    message: 'the log has no #close line: Zeek was still writing, or the end is missing',
    about:
      'Zeek writes #close when it finishes a log. Every row that is there counts. If the log should be whole, copy it again.',
  },
  ZEEK_CUT: {
    severity: 'warning',
    message: 'line {line} ends in the middle of a row, which is left out',
    about: 'The file was cut, as happens when a disk is full or a copy breaks off. Everything before counts.',
  },
  ZEEK_LIMIT: {
    severity: 'warning',
    message: 'more than {limit} {what}: {lost} times something was not kept',
    about:
      'Memory is bounded. Beyond the limit nothing new of this kind is kept; what is known already still counts. Split the log by time or by network.',
  },
  ZEEK_KIND_GUESSED: {
    severity: 'info',
    message: 'line {line}: no name of the log is given; by its fields it is taken for "{kind}"',
    about:
      'Logs in columns name themselves in a #path line, logs in JSON in a key _path that not every setup writes. The fields decide then, which can be wrong for a log of a plug-in.',
  },
  ZEEK_MORE: {
    severity: 'info',
    message: '{count} more of {code} are not listed',
    about: 'Only the first hundred of each code are listed for one file. They most often have one cause.',
  },
} as const satisfies DiagnosticTable

export type ZeekLogFault = keyof typeof zeekLogDiagnostics

/** Reports on a log of Zeek. */
export const zeekLogFault = reporter(zeekLogDiagnostics)
