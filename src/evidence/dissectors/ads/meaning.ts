import type { OperationClass } from '../../observation.ts'
import { ASKED, C2S, type Direction, type OperationMeaning, type OutcomeCode } from '../../dissector.ts'
import {
  BY_GROUP,
  COMMAND,
  COMMANDS,
  DISCOVERY,
  type GroupRow,
  GROUPS,
  KINDS,
  ROUTER,
  SERVICES,
  STATES,
} from './ads-table.ts'

/** AMS port of the system service, whose index groups mean something else. */
export const SYSTEM_SERVICE = 10_000
/** Bits of an operation code: the command, and from here on the row of its index group or the state that is set. */
export const DETAIL = 16
/** Marks of codes that belong to the router's own frames and to discovery. */
export const ROUTER_CODE = 1 << 26
export const DISCOVERY_CODE = 1 << 27
/** All index groups that are known, and the kind of name that a request to each of them carries (-1: none). */
export const ROWS: readonly GroupRow[] = [...GROUPS, ...SERVICES]
const GROUP_ROW: ReadonlyMap<number, number> = new Map(GROUPS.map((row, i) => [row.group, i + 1]))
const SERVICE_ROW: ReadonlyMap<number, number> = new Map(SERVICES.map((row, i) => [row.group, GROUPS.length + i + 1]))
export const NAME_KIND: readonly number[] = ROWS.map((row) => (KINDS as readonly string[]).indexOf(row.named ?? ''))

/** The row of an index group at an AMS port, counted from 1; 0 where nothing is known about it. */
export function rowOf(group: number, port: number): number {
  return (port === SYSTEM_SERVICE ? SERVICE_ROW.get(group) : undefined) ?? GROUP_ROW.get(group) ?? 0
}

/** The codes worth a row of the page. */
export function* known() {
  const asked = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const command of Object.keys(COMMANDS).map(Number)) {
    if (command === COMMAND.control) for (const state of STATES.keys()) yield asked(command | (state << DETAIL))
    else if (command === COMMAND.readWrite)
      for (let row = 0; row <= ROWS.length; row++) yield asked(command | (row << DETAIL))
    else yield asked(command)
  }
  for (const type of Object.keys(ROUTER).map(Number)) yield asked(ROUTER_CODE | type)
  for (const service of Object.keys(DISCOVERY).map(Number)) yield asked(DISCOVERY_CODE | service)
}

/** What an operation code means. */
export function meaning(code: number, _direction: Direction, outcome: OutcomeCode): OperationMeaning {
  const low = code & 0xffff
  if (code & DISCOVERY_CODE) {
    const row = DISCOVERY[low] ?? { title: `discovery service ${low}`, class: 'other' as const }
    return { protocol: 'ads-discovery', name: `UDP${low}`, ...row }
  }
  if (code & ROUTER_CODE) {
    const row = ROUTER[low] ?? { title: `router frame ${low}`, class: 'other' as const }
    return { protocol: 'ams-router', name: `AMS${low.toString(16).padStart(4, '0')}`, ...row }
  }
  const detail = (code >> DETAIL) & 0x3ff
  const { title, class: klass } = COMMANDS[low] ?? { title: `command ${low}`, class: 'other' as const }
  const name = `CMD${low}`
  if (low === COMMAND.control && outcome === ASKED)
    return { name, title: `${title}: ${STATES[detail] ?? `state ${detail}`}`, class: klass }
  const row = ROWS[detail - 1]
  if (row) return { name, title: `${title}: ${row.title}`, class: classIn(row, low) ?? klass }
  // An answer does not say whether the request was for more than a handle or some information.
  return { name, title, class: low === COMMAND.readWrite && outcome !== ASKED ? 'other' : klass }
}

/** What a command does in an index group, where that is not what it does anywhere; a name that is sent along is a question. */
function classIn(row: GroupRow, command: number): OperationClass | undefined {
  const asks =
    command === COMMAND.read || command === COMMAND.add || (command === COMMAND.readWrite && row.named !== undefined)
  if (!asks) return row.class
  return row.reads ?? row.class ?? 'read'
}

/** The name of a kind of object. */
export function objectName(kind: number): string {
  if (kind < BY_GROUP) return KINDS[kind] ?? `kind ${kind}`
  const row = ROWS[(GROUP_ROW.get(kind - BY_GROUP) ?? 0) - 1]
  return row?.bytes ?? row?.bits ?? `group-0x${(kind - BY_GROUP).toString(16)}`
}
