import type { OperationClass } from '../../observation.ts'

interface OperationRow {
  readonly title: string
  readonly class: OperationClass
}

/** Operations of the PROFINET IO interfaces (IEC 61158-6-10, clause 4.10.3.2). */
export const OPERATIONS: readonly OperationRow[] = [
  { title: 'connect', class: 'session' },
  { title: 'release', class: 'session' },
  { title: 'read record', class: 'read' },
  { title: 'write record', class: 'write' },
  { title: 'control', class: 'session' },
  { title: 'read record without connection', class: 'read' },
]

/** Operations of the endpoint mapper (C706, appendix O). */
export const MAPPER: readonly OperationRow[] = [
  { title: 'register endpoint', class: 'write' },
  { title: 'withdraw endpoint', class: 'write' },
  { title: 'look up endpoints', class: 'diagnose' },
  { title: 'map endpoint', class: 'diagnose' },
  { title: 'free lookup handle', class: 'session' },
  { title: 'ask for mapper object', class: 'diagnose' },
  { title: 'delete endpoints', class: 'write' },
]

/** Kinds of application relation (ARType, clause 5.2.4.1), in the order of the detail of a connect. */
export const RELATIONS: readonly (readonly [type: number, title: string])[] = [
  [0x0001, 'IO controller'],
  [0x0003, 'IO controller, direct data exchange'],
  [0x0006, 'supervisor'],
  [0x0010, 'IO controller, isochronous'],
  [0x0020, 'IO controller, system redundancy'],
]

/** Commands of a control operation, by bit (ControlCommand, clause 5.2.4.24). */
export const COMMANDS: readonly (readonly [bit: number, title: string])[] = [
  [0x0001, 'end of parameters'],
  [0x0002, 'application ready'],
  [0x0004, 'release'],
  [0x0008, 'done'],
  [0x0010, 'ready for companion'],
  [0x0020, 'ready for RT class 3'],
  [0x0040, 'begin of parameters'],
]

/** What kinds of record a write touches, in the order of its detail: by index (clause 5.2.1.3). */
export const RECORDS: readonly { readonly title: string; readonly class: OperationClass }[] = [
  { title: '', class: 'write' },
  { title: ': parameters of a submodule', class: 'write' },
  { title: ': identification and maintenance', class: 'write' },
  { title: ': network parameters', class: 'write' },
  { title: ': several records', class: 'write' },
]
/** A write that names no record of a kind that is known. */
export const OTHER_RECORD = 0
const [PARAMETERS, MAINTENANCE, NETWORK, SEVERAL] = [1, 2, 3, 4]

/** What kind of record an index names. */
export function recordOf(index: number): number {
  if (index < 0x8000) return PARAMETERS
  if (index >= 0xaff0 && index <= 0xafff) return MAINTENANCE
  if (index === 0xe040) return SEVERAL
  // Real and expected configuration, port and interface data of subslot, slot, AR and API.
  return (index >= 0x8020 && index <= 0x80ff) || (index >= 0xf000 && index <= 0xfbff) ? NETWORK : OTHER_RECORD
}

export const OBJECTS = ['slot', 'subslot', 'index', 'frame-id', 'station'] as const
