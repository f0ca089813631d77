import { type DiagnosticTable, reporter } from '../groundwork/diagnostic.ts'

/** What can go wrong while a capture is read. */
export const captureDiagnostics = {
  CAPTURE_CUT: {
    severity: 'warning',
    message: 'the file ends inside a record: {bytes} of {wanted} bytes are there',
    about:
      'The capture was cut, as happens when a recording is stopped hard, a disk is full or a copy breaks off. Everything before the place named is read and counts; the last record is left out. Record or copy again if the end matters.',
  },
  CAPTURE_CUT_IN_HEADER: {
    severity: 'error',
    message: 'the file ends inside its own header: {bytes} of {wanted} bytes are there',
    about:
      'There are not enough bytes to hold even one frame. The file is empty but for its first mark; copy it again.',
  },
  CAPTURE_RECORD_TOO_LONG: {
    severity: 'error',
    message:
      'a record says it is {length} bytes long where at most {limit} can be; reading stops here, {unread} bytes stay unread',
    about:
      'The header of a record cannot be true, so the place where the next one begins is not known. Frames before it are read and count; nothing behind it is looked at, so what was not found may stand there. The file is damaged, or was cut and joined: `capinfos` or a fresh export shows which.',
  },
  CAPTURE_BLOCK_LENGTH: {
    severity: 'error',
    message:
      'a block of type {type} says it is {length} bytes long, which cannot be; reading stops here, {unread} bytes stay unread',
    about:
      'A pcapng block states its length twice, in steps of four bytes; here the two do not agree or leave no room for what the block must hold. Frames before it are read and count. Export the capture again.',
  },
  CAPTURE_BYTE_ORDER: {
    severity: 'error',
    message:
      'a section begins with {mark}, which is no byte-order mark; reading stops here, {unread} bytes stay unread',
    about: 'The mark that says in which byte order numbers stand is damaged. Export the capture again.',
  },
  CAPTURE_NO_INTERFACE: {
    severity: 'error',
    message:
      'a packet names interface {interface}, but the section has {known}; reading stops here, {unread} bytes stay unread',
    about:
      'Each packet of a pcapng file belongs to an interface described before it. Without the description neither its link layer nor its clock is known. The file is damaged.',
  },
  CAPTURE_INTERFACES: {
    severity: 'error',
    message: 'a section has more than {limit} interfaces; reading stops here, {unread} bytes stay unread',
    about: 'No real recording has so many interfaces; the file is damaged or made to use up memory.',
  },
  CAPTURE_VARIANT: {
    severity: 'error',
    message: 'this is {variant} of pcap, which is not read; {unread} bytes stay unread',
    about:
      'Some vendors changed the record header of the pcap format. Convert the file with `editcap -F pcap` or `tcpdump -r … -w …` and read the result.',
  },
  CAPTURE_VERSION: {
    severity: 'error',
    message: 'the file is of version {version}, not {wanted}; {unread} bytes stay unread',
    about:
      'Another version of the format may put its fields elsewhere, so nothing is guessed. Convert it with `editcap -F pcapng`.',
  },
  CAPTURE_NO_TIMES: {
    severity: 'warning',
    message: '{records} records have no time; each is shown with the time of the record before it',
    about:
      'A simple packet block of pcapng holds no time. First and last times of what these frames show are not reliable.',
  },
  CAPTURE_TIME_RANGE: {
    severity: 'warning',
    message: '{records} records have a time after the year 2255 or before 1970; they are shown with the nearest bound',
    about:
      'The clock of the recording device was wrong, or the file is damaged. Everything else of these frames counts.',
  },
  CAPTURE_DROPPED: {
    severity: 'warning',
    message: 'the recording device says it lost {packets} packets',
    about:
      'The capture is not complete: what is missing may have been lost at the tap. Record with a larger buffer or less traffic before concluding that something does not happen.',
  },
  CAPTURE_LIMIT: {
    severity: 'warning',
    message: 'more than {limit} {what}: {lost} {unit} were counted but not kept apart',
    about:
      'Memory is bounded. Beyond the limit new ones of this kind are counted in the totals and listed under what was not understood. Split the capture by time or by network, or raise the limit.',
  },
  CAPTURE_FLOWS_LET_GO: {
    severity: 'info',
    message: '{flows} idle flows were let go to stay within {limit}; their counts are kept',
    about:
      'So many flows were open at a time that the longest idle were closed early. Their packets and operations count; if one of them went on later, it counts as a further flow, and who is its client is decided anew.',
  },
  CAPTURE_EMPTY: {
    severity: 'warning',
    message: 'the capture holds no frame',
    about: 'A capture without frames shows nothing, neither that something happens nor that it does not.',
  },
} as const satisfies DiagnosticTable

/** What can go wrong before a reader is found. */
export const evidenceDiagnostics = {
  EVIDENCE_UNKNOWN_KIND: {
    severity: 'error',
    message: 'no reader knows this kind of file; it begins with {head}',
    about:
      'Files are recognized by their first bytes, some lists by their name and first line. Files packed with gzip or zstd are unpacked on the way, others are to be unpacked first. The kinds that are read stand in the help of the message.',
  },
  PACKED_CUT: {
    severity: 'warning',
    message: 'the {packing} data ends before its end, after {at} bytes',
    about:
      'The packed file was cut, as happens when a copy breaks off. What could be unpacked is read and counts. Copy it again if the end matters.',
  },
  PACKED_DAMAGED: {
    severity: 'error',
    message: 'the {packing} data cannot be true near byte {at}; what follows stays unread',
    about:
      'The packed data is damaged, or something else stands behind it. What was unpacked before the place is read and counts. `gzip -t` or `zstd -t` tells whether a fresh copy is whole.',
  },
  PACKED_WINDOW: {
    severity: 'error',
    message: 'the {packing} data asks for a window of more than 128 MiB near byte {at}; what follows stays unread',
    about:
      'So much memory is not granted to a file. Pack it again without `--ultra` and with at most `--long=27`, or unpack it first.',
  },
  PACKED_LIMIT: {
    severity: 'error',
    message: 'more comes out of the {packing} data than can be meant, by byte {at}; what follows stays unread',
    about:
      'More than 64 GiB, or beyond the first GiB more than 1024 times the packed size: files made to use up time or memory look like that. Unpack it yourself and read the result if it is meant.',
  },
  EVIDENCE_AFTER_DAY: {
    severity: 'warning',
    message: 'it was recorded on {day}, after the day of the assessment, {asOf}, and does not count',
    about:
      'An assessment for a day of the past must not know what was recorded later. Choose a later day with --as-of, or leave the file out.',
  },
  EVIDENCE_EMPTY: {
    severity: 'error',
    message: 'the file is empty',
    about: 'A file of zero bytes is no evidence of anything. Record or copy it again.',
  },
} as const satisfies DiagnosticTable

/** Codes of `captureDiagnostics`. */
export type CaptureFault = keyof typeof captureDiagnostics

/** Reports on a capture. */
export const captureFault = reporter(captureDiagnostics)

/** Reports on a file that did not get as far as a reader. */
export const evidenceFault = reporter(evidenceDiagnostics)
