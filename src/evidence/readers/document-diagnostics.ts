import { type DiagnosticTable, reporter } from '../../groundwork/diagnostic.ts'
import { Reports } from './reports.ts'

/** What can go wrong while a document in JSON, XML or lines of either is read, whatever it holds. */
export const documentDiagnostics = {
  DOCUMENT_SYNTAX: {
    severity: 'error',
    message: 'line {line}: {why}; {lost}',
    about:
      'The text is no whole JSON or XML document. A file that was cut, or edited by hand, breaks like this. Export it again.',
  },
  DOCUMENT_REPEATED_KEY: {
    severity: 'warning',
    message: 'line {line}: the key "{key}" stands twice in one object; the first one counts',
    about:
      'Two values of one key contradict each other, and readers differ in which one they take. Whoever wrote the file has to say which is meant.',
  },
  DOCUMENT_LIMIT: {
    severity: 'error',
    message: 'more than {limit} {what}: {lost}',
    about: 'Memory is bounded. What stands before the place named counts. Split the export into several files.',
  },
  DOCUMENT_ENCODING: {
    severity: 'info',
    message: 'the file is not UTF-8 and was read as {encoding}',
    about: 'JSON is UTF-8 by its standard. If letters with accents look wrong, export the file again.',
  },
  DOCUMENT_VALUE: {
    severity: 'warning',
    message: 'line {line}, {field}: {value} is no {expected}',
    about: 'The value could not be read and is left out; the rest of the object counts.',
  },
  DOCUMENT_DOCTYPE: {
    severity: 'error',
    message: 'line {line}: the document declares a type of its own (DOCTYPE); nothing of it is read',
    about:
      'A document type can define entities that grow without bound or name other files. No export that is read here needs one, so files with one are refused.',
  },
  DOCUMENT_MORE: {
    severity: 'info',
    message: '{count} more of {code} are not listed',
    about: 'Only the first hundred of each code are listed for one file. They most often have one cause.',
  },
} as const satisfies DiagnosticTable

export type DocumentFault = keyof typeof documentDiagnostics

/** Reports on a document of any kind. */
const documentFault = reporter(documentDiagnostics)

/** The reports on one document. */
export type DocumentReports = Reports<DocumentFault>

/** Reports of a reader whose own codes join those of all documents. */
export function documentReports<Own extends DiagnosticTable>(own: Own): Reports<DocumentFault | (keyof Own & string)> {
  return new Reports<DocumentFault | (keyof Own & string)>(
    reporter({ ...own, ...documentDiagnostics }),
    (count, code) => documentFault('DOCUMENT_MORE', { count, code }),
  )
}
