import { ASKED, DONE, type OutcomeCode, REFUSED, type Sink } from '../../dissector.ts'
import { u16le } from '../integers.ts'
import { MAILBOX } from './command-table.ts'

/** Length, address, channel and priority, type and counter. */
const HEAD = 6
/** Memory of a slave behind its registers, where mailboxes lie. */
const MEMORY = 0x1000
const [ERROR, AOE, EOE, COE, FOE, SOE] = [0, 1, 2, 3, 4, 5]
const [EMERGENCY, SDO_REQUEST, SDO_ANSWER, SDO_INFORMATION] = [1, 2, 3, 8]
const ABORT = 4
const [READ, WRITE] = [1, 2]

export const OBJECT = 0
export const DRIVE_PARAMETER = 1
export const FILE = 2

const place = (name: string) => MAILBOX.findIndex((row) => row.name === name)
const ROWS = {
  aoe: place('AOE'),
  eoe: place('EOE'),
  coe: place('COE'),
  read: place('SDO_READ'),
  write: place('SDO_WRITE'),
  abort: place('SDO_ABORT'),
  information: place('SDO_INFO'),
  emergency: place('EMERGENCY'),
  fileRead: place('FOE_READ'),
  fileWrite: place('FOE_WRITE'),
  fileData: place('FOE_DATA'),
  fileError: place('FOE_ERROR'),
  parameterRead: place('SOE_READ'),
  parameterWrite: place('SOE_WRITE'),
  drive: place('SOE'),
  error: place('MAILBOX_ERROR'),
}

/**
 * Whether the data of a read or write by position or station is a mailbox message: it lies in the memory of the slave and its
 * own header fits.
 */
export function isMailbox(b: Uint8Array, i: number, to: number, register: number): boolean {
  if (register < MEMORY || to - i < HEAD + 2) return false
  const length = u16le(b, i)
  return length >= 2 && length <= to - i - HEAD && (b[i + 5]! & 0xf) <= SOE && b[i + 5]! < 0x80 && b[i + 5] !== 0
}

/** Reports one mailbox message; `code` gives the operation code of a row. */
export function mailbox(b: Uint8Array, i: number, to: number, code: (row: number) => number, out: Sink): void {
  const body = i + HEAD
  const end = Math.min(to, body + u16le(b, i))
  const tell = (row: number, outcome: OutcomeCode) => out.operation(code(row), outcome)
  switch (b[i + 5]! & 0xf) {
    case ERROR:
      return tell(ROWS.error, REFUSED)
    case AOE:
      return tell(ROWS.aoe, ASKED)
    case EOE:
      return tell(ROWS.eoe, ASKED)
    case COE:
      return canopen(b, body, end, tell, out)
    case FOE:
      return file(b, body, end, tell, out)
    case SOE: {
      const operation = b[body]! & 7
      const row =
        operation === 1 || operation === 2
          ? ROWS.parameterRead
          : operation === 3 || operation === 4
            ? ROWS.parameterWrite
            : ROWS.drive
      tell(row, b[body]! & 0x10 ? REFUSED : operation === 2 || operation === 4 ? DONE : ASKED)
      if (body + 4 <= end) out.object(DRIVE_PARAMETER, u16le(b, body + 2), u16le(b, body + 2))
    }
  }
}

function canopen(
  b: Uint8Array,
  i: number,
  end: number,
  tell: (row: number, outcome: OutcomeCode) => void,
  out: Sink,
): void {
  const service = u16le(b, i) >> 12
  if (service === EMERGENCY) return tell(ROWS.emergency, ASKED)
  if (service === SDO_INFORMATION) return tell(ROWS.information, ASKED)
  if ((service !== SDO_REQUEST && service !== SDO_ANSWER) || i + 6 > end) return tell(ROWS.coe, ASKED)
  const command = b[i + 2]! >> 5
  if (command === ABORT) tell(ROWS.abort, REFUSED)
  // Of a request 1 and 0 write (whole, or a further part), 2 and 3 read; answers count 3 and 1 for what was written.
  else if (service === SDO_REQUEST) tell(command <= 1 ? ROWS.write : ROWS.read, ASKED)
  else tell(command === 1 || command === 3 ? ROWS.write : ROWS.read, DONE)
  const first = service === SDO_REQUEST ? command === 1 || command === 2 : command === 2 || command === 3
  if (first || command === ABORT) out.object(OBJECT, u16le(b, i + 3), u16le(b, i + 3))
}

function file(
  b: Uint8Array,
  i: number,
  end: number,
  tell: (row: number, outcome: OutcomeCode) => void,
  out: Sink,
): void {
  const operation = b[i]!
  if (operation === READ || operation === WRITE) {
    tell(operation === READ ? ROWS.fileRead : ROWS.fileWrite, ASKED)
    // Operation, reserved, password; then the name. A password of zero is none.
    if (i + 6 < end) out.named(FILE, b, i + 6, end)
  } else
    tell(operation === 5 ? ROWS.fileError : ROWS.fileData, operation === 5 ? REFUSED : operation === 4 ? DONE : ASKED)
}
