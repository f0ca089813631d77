import { type DiagnosticTable, reporter } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while a scan is read. */
export const nmapXmlDiagnostics = {
  NMAP_DOCTYPE: {
    severity: 'error',
    message: 'line {line}: the DOCTYPE declares entities or other things of its own; nothing of the file is read',
    about:
      'nmap writes the bare line `<!DOCTYPE nmaprun>`. A DOCTYPE with declarations can make a small file grow without bound or pull in other files, so it is refused whole. Export the scan again.',
  },
  NMAP_NOT_XML: {
    severity: 'error',
    message: 'line {line}: {why}; reading stops here',
    about:
      'The text is no XML from here on, so where the next host begins is not known. Hosts before it count. Export the scan again.',
  },
  NMAP_ENCODING: {
    severity: 'error',
    message: 'the file is UTF-16; save it as UTF-8',
    about: 'Some shells write UTF-16 when output is redirected. Let nmap write the file itself with -oX.',
  },
  NMAP_CUT: {
    severity: 'warning',
    message: 'the file ends inside {inside} that begins on line {line}, which is left out',
    about:
      'The scan was stopped, or the file was cut. Hosts that are whole count; those that the scan had not reached are unknown, not absent.',
  },
  NMAP_NOT_FINISHED: {
    severity: 'warning',
    message: 'the scan says that it did not finish: {exit}',
    about: 'nmap was stopped or met an error. Hosts and ports that it did not reach are unknown, not closed.',
  },
  NMAP_ELEMENT_LONG: {
    severity: 'warning',
    message: 'line {line}: the element <{element}> is longer than {limit} bytes and is left out',
    about: 'Memory is bounded. Output of scripts can grow so large; scan without them, or with fewer.',
  },
  NMAP_HOST: {
    severity: 'warning',
    message: 'line {line}: {why}; the host is left out',
    about: 'The host could not be read; all others count.',
  },
  NMAP_VALUE: {
    severity: 'warning',
    message: 'line {line}: {value} is no {expected} and is left out',
    about: 'The rest of the host counts.',
  },
  NMAP_LIMIT: {
    severity: 'warning',
    message: 'more than {limit} {what}: {lost} times something was not kept',
    about: 'Memory is bounded. Split the scan by network.',
  },
  NMAP_MORE: {
    severity: 'info',
    message: '{count} more of {code} are not listed',
    about: 'Only the first hundred of each code are listed for one file. They most often have one cause.',
  },
} as const satisfies DiagnosticTable

export type NmapXmlFault = keyof typeof nmapXmlDiagnostics

/** Reports on a scan. */
export const nmapXmlFault = reporter(nmapXmlDiagnostics)
