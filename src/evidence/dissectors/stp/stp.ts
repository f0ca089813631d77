import { macAt } from '../../../groundwork/mac.ts'
import { CISCO_SNAP, LLC } from '../../capture/link-protocols-table.ts'
import {
  ASKED,
  C2S,
  type Dissector,
  type FactKind,
  NO,
  type OperationMeaning,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16 } from '../integers.ts'

/** The IEEE 802.2 address of bridges, and the control field behind it. */
const SAP = 0x42
const UNNUMBERED = 0x03
const LONGEST = 1600

/** Protocol id, version, type; then flags, root, cost, bridge, port, times. */
const HEAD = 4
const CONFIGURATION = 35
const FLAGS = 4
const ROOT = 5
const BRIDGE = 17
const PORT = 25

const [CONFIG_TYPE, RAPID_TYPE, CHANGE_TYPE] = [0x00, 0x02, 0x80]
const MULTIPLE = 3
const SHORTEST_PATH = 4
const TOPOLOGY_CHANGES = 0x01
const REGISTRATION_PROTOCOL = 1

/** Operation codes: kind of BPDU, and whether it says that the topology changes. */
const KINDS = ['CONFIG', 'TCN', 'RST', 'MST', 'SPT', 'GARP'] as const
const TITLES = [
  'configuration',
  'topology change notification',
  'rapid configuration',
  'configuration of several trees',
  'configuration of shortest paths',
  'registration of VLANs or groups',
] as const
const GARP = KINDS.indexOf('GARP')
const CHANGES = 8

const PORT_OBJECT = 0

const BY = 'stp'
const BRIDGE_ID: FactKind = { attribute: 'bridge-id', by: BY }
const ROOT_ID: FactKind = { attribute: 'root-bridge', by: BY }
const MAC: FactKind = { attribute: 'mac', by: BY }
const ROLE: FactKind = { attribute: 'role', by: BY }

/** Spanning trees: STP, RSTP, MSTP (IEEE 802.1D, 802.1Q) and those of Cisco, one for each VLAN. */
export const stp: Dissector<null> = {
  id: 'stp',
  title: 'Spanning tree',
  hints: { link: [LLC + SAP, CISCO_SNAP + 0x010b] },
  longest: LONGEST,
  recognizes: (b, from, to) => (kindOf(b, bpdu(b, from, to), to) >= 0 ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    const i = bpdu(b, from, to)
    const kind = kindOf(b, i, to)
    if (kind >= 0) message(b, i, to, kind, out)
    else if (to > from) out.lost(to - from)
    return to - from
  },
  meaning(code): OperationMeaning {
    const kind = KINDS[code & 7]
    if (kind === undefined || code > CHANGES + 7) return { name: `KIND_${code}`, title: 'unknown', class: 'other' }
    const title = `${TITLES[code & 7]}${code & CHANGES ? ', topology changes' : ''}`
    return { name: kind, title, class: kind === 'TCN' || code & CHANGES ? 'control' : 'session' }
  },
  docs: {
    about: `Messages of bridges: \`CONFIG\`, \`RST\`, \`MST\` and \`SPT\` by version, \`TCN\`, also those of Cisco per VLAN; \`GARP\` stands for the registration protocols of the same address. A message that says that the topology changes is told apart, as every bridge then forgets what it has learned. Each gives the bridge id and MAC of its sender, the role of a switch, and the root of its tree. The port that sends is shown as object.`,
    checked: ['captures', 'reference', 'peer'],
    *known() {
      for (const code of KINDS.keys()) yield { code, direction: C2S, outcome: ASKED } as const
      yield { code: KINDS.indexOf('RST') | CHANGES, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (object) => (object === PORT_OBJECT ? 'port' : `kind ${object}`),
}

/** Where the message begins: behind an IEEE 802.2 header, or at once where that was a SNAP header. */
function bpdu(b: Uint8Array, from: number, to: number): number {
  return to - from >= 3 && b[from] === SAP && b[from + 1] === SAP && b[from + 2] === UNNUMBERED ? from + 3 : from
}

function kindOf(b: Uint8Array, i: number, to: number): number {
  if (i + HEAD > to) return -1
  const protocol = u16(b, i)
  if (protocol === REGISTRATION_PROTOCOL) return GARP
  if (protocol !== 0) return -1
  if (b[i + 3] === CHANGE_TYPE) return 1
  if (i + CONFIGURATION > to) return -1
  if (b[i + 3] === CONFIG_TYPE) return 0
  if (b[i + 3] !== RAPID_TYPE) return -1
  return b[i + 2]! < MULTIPLE ? 2 : b[i + 2] === MULTIPLE ? MULTIPLE : SHORTEST_PATH
}

function message(b: Uint8Array, i: number, to: number, kind: number, out: Sink): void {
  const holds = kind !== GARP && b[i + 3] !== CHANGE_TYPE && i + CONFIGURATION <= to
  out.operation(kind | (holds && b[i + FLAGS]! & TOPOLOGY_CHANGES ? CHANGES : 0), ASKED)
  if (!holds) return
  out.object(PORT_OBJECT, u16(b, i + PORT), u16(b, i + PORT))
  out.fact(BRIDGE_ID, idText(b, i + BRIDGE))
  out.fact(MAC, macAt(b, i + BRIDGE + 2))
  out.fact(ROOT_ID, idText(b, i + ROOT))
  out.fact(ROLE, 'switch')
}

/** A bridge id: priority, system id (a VLAN or a tree) where there is one, MAC. */
function idText(b: Uint8Array, i: number): string {
  const number = u16(b, i)
  const system = number & 0xfff
  return `${number & 0xf000}${system === 0 ? '' : `.${system}`} ${macAt(b, i + 2)}`
}
