import { registry } from '../../../groundwork/order.ts'
import { bacnetLogs } from './bacnet.ts'
import { connLog } from './conn.ts'
import { hostLogs } from './hosts.ts'
import { industrialLogs } from './industrial.ts'
import { fits, type LogKind } from './kind.ts'
import { modbusLogs } from './modbus.ts'
import { officeLogs } from './office.ts'
import type { Fields } from './row.ts'
import { s7commLogs } from './s7comm.ts'

const KINDS = registry(
  [connLog, ...hostLogs, ...modbusLogs, ...s7commLogs, ...bacnetLogs, ...industrialLogs, ...officeLogs].map((kind) => ({
    id: kind.path,
    kind,
  })),
)

/** The kind of a log by its name; `opcua-binary` and `opcua_binary` are one. */
export function kindByPath(path: string): LogKind | undefined {
  return KINDS.get(path.toLowerCase().replaceAll('-', '_'))?.kind
}

/** The kind that has the most of its own fields in a log without a name; the name of the file decides where several have as many. */
export function kindByFields(fields: Fields, file: string): LogKind | undefined {
  const fitting = [...KINDS.values()].map(({ kind }) => kind).filter((kind) => fits(kind, fields))
  const most = Math.max(0, ...fitting.map((kind) => kind.needs.length))
  const best = fitting.filter((kind) => kind.needs.length === most)
  return best.find((kind) => file.includes(kind.path)) ?? best[0]
}

/** The kind whose name stands in the name of the file, the longest where several do: a hint for logs that say nothing themselves. */
export function kindByFile(file: string): LogKind | undefined {
  const name = file.toLowerCase().replaceAll('-', '_')
  const found = [...KINDS.values()]
    .map(({ kind }) => kind)
    .filter(({ path }) => new RegExp(`(?:^|[^a-z0-9])${path}(?:[^a-z0-9_]|$)`).test(name.replace(/^.*__/, '')))
  return found.sort((a, b) => b.path.length - a.path.length)[0]
}
