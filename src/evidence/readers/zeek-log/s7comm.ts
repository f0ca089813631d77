import { lookUp } from '../look-up.ts'
import { BLOCK_TYPES, FUNCTIONS, GROUPS, SERVICES, SUBFUNCTIONS } from '../../dissectors/s7comm/function-table.ts'
import { classOfWords } from './functions-table.ts'
import type { LogKind } from './kind.ts'
import { type Message, messageLog } from './messages.ts'
import type { Row } from './row.ts'

const COMMON = { protocol: 's7comm', transport: 'tcp', ports: [102] } as const
const PLC_CONTROL = 0x28
const SZL = (4 << 8) | 1

/** Logs of S7comm, S7comm-plus and COTP as ICSNPP writes them. */
export const s7commLogs: readonly LogKind[] = [
  messageLog({ ...COMMON, path: 's7comm', needs: ['rosctr_code', 'function_code', 'subfunction_code'], messages }),
  messageLog({ ...COMMON, path: 's7comm_read_szl', needs: ['szl_id', 'szl_index'], detail: true, messages: szl }),
  messageLog({
    ...COMMON,
    path: 's7comm_upload_download',
    needs: ['rosctr', 'function_name', 'block_type'],
    detail: true,
    messages: transfer,
  }),
  messageLog({
    ...COMMON,
    path: 's7comm_known_devices',
    needs: ['automation_system_name', 'module_name', 'module_serial'],
    detail: true,
    messages: () => [],
    facts: (row, { server }) =>
      (
        [
          ['name', 'automation_system_name'],
          ['product', 'module_name'],
          ['plant', 'plant_name'],
          ['serial', 'module_serial'],
        ] as const
      ).map(([attribute, field]) => ({ subject: server, attribute, value: row.text(field), by: 's7comm.szl' })),
  }),
  messageLog({
    ...COMMON,
    path: 's7comm_plus',
    needs: ['opcode', 'opcode_name', 'function_name'],
    protocol: 's7comm-plus',
    messages: plus,
  }),
  messageLog({ ...COMMON, path: 'cotp', needs: ['pdu_code', 'pdu_name'], protocol: 'cotp', messages: cotp }),
]

function messages(row: Row): readonly Message[] | string {
  const type = row.number('rosctr_code')
  const code = row.number('function_code')
  if (type === undefined) return 'it names no type of message'
  const error = row.number('error_code') ?? 0
  const outcome = error === 0 ? 'done' : 'refused'
  if (type === 2) return [{ name: 'ACK2', title: 'acknowledgement', class: 'other', way: 'response', outcome }]
  if (code === undefined) return 'it names no function'
  if (type === 7) return [userData(row, code, outcome)]
  const known = FUNCTIONS[code] ?? { title: 'unknown function', class: 'other' as const }
  const service = type === 1 && code === PLC_CONTROL ? serviceOf(row.text('subfunction_code')) : undefined
  const { title, class: klass } = service ?? known
  const asks = type === 1
  return [
    {
      name: `${asks ? 'JOB' : 'ACK3'}_${hex2(code)}`,
      title,
      class: klass,
      way: asks ? 'request' : 'response',
      outcome: asks ? 'asked' : outcome,
    },
  ]
}

function serviceOf(name: string | undefined) {
  return name === undefined ? undefined : SERVICES.find(({ service }) => name.startsWith(service))
}

/** The code of user data holds its kind (4 asks, 8 answers, 0 comes by itself) and its group. */
function userData(row: Row, code: number, outcome: 'done' | 'refused'): Message {
  const group = code & 15
  const kind = code >> 4
  const sub = row.number('subfunction_code') ?? 0
  const known = SUBFUNCTIONS[(group << 8) | sub]
  return {
    name: `UD_${group}_${sub}_${kind === 4 ? 'req' : kind === 8 ? 'res' : 'push'}`,
    title: known?.title ?? `${GROUPS[group] ?? `group ${group}`}, function ${sub}`,
    class: known?.class ?? 'other',
    way: kind === 4 ? 'request' : 'response',
    outcome: kind === 4 ? 'asked' : outcome,
  }
}

function szl(row: Row): readonly Message[] {
  const asks = /^req/i.test(row.text('method') ?? '')
  const known = SUBFUNCTIONS[SZL]!
  const id = row.number('szl_id')
  return [
    {
      name: `UD_4_1_${asks ? 'req' : 'res'}`,
      title: known.title,
      class: known.class,
      way: asks ? 'request' : 'response',
      outcome: asks ? 'asked' : row.number('return_code') === 0xff ? 'done' : 'refused',
      ...(id === undefined ? {} : { objects: { szl: [id] } }),
    },
  ]
}

const TRANSFERS: Readonly<Record<string, number>> = {
  'request download': 0x1a, 'download block': 0x1b, 'download ended': 0x1c, 'download end': 0x1c, 'end download': 0x1c,
  'start upload': 0x1d, upload: 0x1e, 'end upload': 0x1f,
} // biome-ignore format: a table

function transfer(row: Row): readonly Message[] {
  const code = lookUp(TRANSFERS, (row.text('function_name') ?? '').toLowerCase())
  const known = code === undefined ? undefined : FUNCTIONS[code]
  if (!known) return []
  const asks = /^job/i.test(row.text('rosctr') ?? '')
  // A block is named `_0A00001P`: type, five digits of its number, file system.
  const [, type, number] = /^_([0-9A-F]{2})(\d{5})[A-Z]$/.exec(row.text('filename') ?? '') ?? []
  const block = type === undefined ? undefined : BLOCK_TYPES[type]
  return [
    {
      name: `${asks ? 'JOB' : 'ACK3'}_${hex2(code!)}`,
      title: known.title,
      class: known.class,
      way: asks ? 'request' : 'response',
      outcome: asks ? 'asked' : 'done',
      ...(block === undefined ? {} : { objects: { [`block-${block}`]: [Number(number)] } }),
    },
  ]
}

function plus(row: Row): readonly Message[] {
  const opcode = row.text('opcode_name') ?? ''
  const func = row.text('function_name')
  const way = /^req/i.test(opcode) ? 'request' : 'response'
  const klass = func === undefined ? 'other' : classOfWords(func)
  const title = func === undefined ? `S7comm-plus ${opcode.toLowerCase()}` : `S7comm-plus: ${func.toLowerCase()}`
  return [{ name: 'S7PLUS', title, class: klass, way, outcome: way === 'request' ? 'asked' : 'done' }]
}

function cotp(row: Row): readonly Message[] {
  switch (row.number('pdu_code')) {
    case 0x0e:
      return [{ name: 'CR', title: 'connect', class: 'session', way: 'request', outcome: 'asked' }]
    case 0x0d:
      return [{ name: 'CC', title: 'connect', class: 'session', way: 'response', outcome: 'done' }]
    case 0x08:
      return [{ name: 'DR', title: 'disconnect', class: 'session', way: undefined, outcome: 'asked' }]
    // Data units carry what the logs of S7comm and others tell.
    default:
      return []
  }
}

function hex2(n: number): string {
  return n.toString(16).padStart(2, '0')
}
