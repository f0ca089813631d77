import { lookUp } from '../look-up.ts'
import { EXCEPTIONS, FUNCTIONS, IDENTIFICATION } from '../../dissectors/modbus-tcp/function-table.ts'
import { MODBUS, MODBUS_EXCEPTIONS } from './functions-table.ts'
import type { LogKind } from './kind.ts'
import { type Fact, type Message, type MessageLog, messageLog } from './messages.ts'
import type { Row } from './row.ts'

const COMMON = { protocol: 'modbus-tcp', transport: 'tcp', ports: [502] } as const

/** Logs of Modbus: Zeek's own, and what ICSNPP adds. */
export const modbusLogs: readonly LogKind[] = [
  messageLog({
    ...COMMON,
    path: 'modbus',
    needs: ['func', 'tid', 'pdu_type'],
    messages: (row) => read(row, 'pdu_type'),
  }),
  messageLog({
    ...COMMON,
    path: 'modbus_detailed',
    needs: ['func', 'address', 'quantity'],
    detail: true,
    messages: detailed,
  }),
  messageLog({
    ...COMMON,
    path: 'modbus_mask_write_register',
    needs: ['func', 'and_mask', 'or_mask'],
    detail: true,
    messages: (row) => read(row, 'request_response', { holding: numbers(row.number('address')) }),
  }),
  messageLog({
    ...COMMON,
    path: 'modbus_read_write_multiple_registers',
    needs: ['func', 'write_start_address', 'read_start_address'],
    detail: true,
    messages: (row) =>
      read(row, 'request_response', {
        holding: range(row.number('write_start_address'), row.list('write_registers').length),
        'holding-read': range(row.number('read_start_address'), row.number('read_quantity') ?? 0),
      }),
  }),
  messageLog({
    ...COMMON,
    path: 'modbus_read_device_identification',
    needs: ['object_id', 'object_value', 'mei_type'],
    detail: true,
    messages: (row) => read(row, 'request_response'),
    facts: identification,
  }),
]

type Objects = NonNullable<Message['objects']>

function read(row: Row, way: string, objects: Objects = {}): readonly Message[] | string {
  const func = row.text('func')
  if (func === undefined) return 'it names no function'
  const exception = exceptionOf(row.text('exception') ?? row.text('error_code'), func)
  const code = codeOf(func)
  const said = row.text(way)
  const answers = said === undefined ? exception !== undefined : /^res/i.test(said)
  return [message(row, func, code, answers, exception, objects)]
}

// One row tells of a request and its answer together when they were matched.
function detailed(row: Row): readonly Message[] | string {
  const func = row.text('func')
  if (func === undefined) return 'it names no function'
  const code = codeOf(func)
  const kind = TOUCHED[code ?? 0]
  const objects = kind ? { [kind]: range(row.number('address'), row.number('quantity') ?? 1) } : {}
  const said = row.text('request_response')
  const exception = exceptionOf(row.text('error_code') ?? row.text('exception'), func)
  const ways = said !== undefined ? [/^res/i.test(said)] : row.flag('matched') === false ? [false] : [false, true]
  return ways.map((answers) => message(row, func, code, answers, exception, objects))
}

function message(
  row: Row,
  func: string,
  code: number | undefined,
  answers: boolean,
  exception: number | undefined,
  objects: Objects,
): Message {
  const known = code === undefined ? undefined : FUNCTIONS[code]
  const base = code === undefined ? func : `FC${code}`
  const title = known?.title ?? 'unknown function'
  const refused = answers && exception !== undefined
  const touched = { ...objects, unit: numbers(unitOf(row)) }
  return {
    name: refused ? `${base}!EX${exception}` : base,
    title: refused ? `${title}: ${EXCEPTIONS[exception] ?? `exception ${exception}`}` : title,
    class: known?.class ?? 'other',
    way: answers ? 'response' : 'request',
    // Exception 5 says that the work is still going on: neither done nor refused.
    outcome: !answers || exception === 5 ? 'asked' : refused ? 'refused' : 'done',
    objects: Object.fromEntries(Object.entries(touched).filter(([, values]) => values.length > 0)),
  }
}

/** `READ_COILS`, `READ_COILS_EXCEPTION`, or `unknown-156`, in which the mark of an exception is still set. */
function codeOf(func: string): number | undefined {
  const bare = func.toUpperCase().replace(/_EXCEPTION$/, '')
  const number = /^UNKNOWN-(\d{1,3})$/.exec(bare)?.[1]
  return number === undefined ? lookUp(MODBUS, bare) : Number(number) & 0x7f
}

function exceptionOf(text: string | undefined, func: string): number | undefined {
  if (text === undefined) return /_EXCEPTION$/i.test(func) ? 0 : undefined
  const number = /^(?:unknown-)?(\d{1,3})$/i.exec(text)?.[1]
  return number === undefined ? (lookUp(MODBUS_EXCEPTIONS, text.toUpperCase()) ?? 0) : Number(number)
}

const TOUCHED: Readonly<Record<number, string>> = {
  1: 'coil', 2: 'discrete', 3: 'holding', 4: 'input', 5: 'coil', 6: 'holding', 15: 'coil', 16: 'holding', 22: 'holding',
  24: 'fifo',
} // biome-ignore format: a table

function unitOf(row: Row): number | undefined {
  return row.number('unit') ?? row.number('uint')
}

function numbers(value: number | undefined): readonly number[] {
  return value === undefined ? [] : [value]
}

function range(from: number | undefined, count: number): readonly (readonly [number, number])[] {
  return from === undefined || count < 1 ? [] : [[from, from + count - 1]]
}

/** Unit ids under which a device speaks for itself; others stand behind a gateway. */
const ITSELF: ReadonlySet<number> = new Set([0, 1, 255])

const NAMES: Readonly<Record<string, number>> = {
  vendorname: 0, productcode: 1, majorminorrevision: 2, vendorurl: 3, productname: 4, modelname: 5, userapplicationname: 6,
} // biome-ignore format: a table

function identification(row: Row, { server }: Parameters<NonNullable<MessageLog['facts']>>[1]): readonly Fact[] {
  const name = (row.text('object_id') ?? '').toLowerCase().replace(/[^a-z]/g, '')
  const attribute = IDENTIFICATION[row.number('object_id_code') ?? lookUp(NAMES, name) ?? -1]
  if (attribute === undefined) return []
  const unit = unitOf(row)
  const own = unit === undefined || ITSELF.has(unit)
  return [
    {
      subject: server,
      attribute: own ? attribute : `unit-${unit}-${attribute}`,
      value: row.text('object_value'),
      by: 'modbus.device-identification',
    },
  ]
}
