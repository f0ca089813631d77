import type { Flow } from '../plant/plant.ts'
import { sortedUnique } from '../groundwork/order.ts'
import type { ProtocolRow } from '../standard/catalog.ts'

/** What is compared of a conversation or a layer-2 talk when the question is its protocol. */
export interface Spoken {
  readonly protocols: readonly string[]
  readonly transport: string
  readonly port: number | undefined
}

/** Names that carry others and say nothing about what was meant. */
const CARRIERS: ReadonlySet<string> = new Set(['tpkt', 'cotp', 'nbss', 'tcp', 'udp'])

/** Protocols by every name they go by, and whether what was spoken is what a flow declares. */
export class Protocols {
  readonly #rows: ReadonlyMap<string, ProtocolRow>
  readonly #ids = new Map<string, string>()
  readonly #byPort = new Map<string, string | undefined>()

  constructor(rows: ReadonlyMap<string, ProtocolRow>) {
    this.#rows = rows
    for (const row of rows.values()) for (const alias of row.aliases) this.#ids.set(folded(alias), row.id)
    for (const row of rows.values()) this.#ids.set(folded(row.id), row.id)
    for (const row of rows.values())
      for (const transport of ['tcp', 'udp'] as const)
        for (const port of row.ports[transport] ?? []) {
          const key = `${transport}/${port}`
          // A port that several protocols share names none of them.
          this.#byPort.set(key, this.#byPort.has(key) ? undefined : row.id)
        }
  }

  /** The catalog row of what was spoken, by content, else by a port that is usual for this protocol alone. */
  row(spoken: Spoken): ProtocolRow | undefined {
    const known = this.recognized(spoken)
    const id = known.length > 0 ? known[0] : (this.#byPort.get(service(spoken)) ?? this.#ids.get(spoken.transport))
    return id === undefined ? undefined : this.#rows.get(id)
  }

  /** For people: `modbus-tcp on tcp/502`, or the bare port where nothing was recognized. */
  text(spoken: Spoken): string {
    const known = this.recognized(spoken)
    return known.length === 0 ? service(spoken) : `${known.join(' and ')} on ${service(spoken)}`
  }

  /** Ids of what was recognized by content, carriers left out; names that the catalog does not know stay as they are. */
  recognized(spoken: Spoken): readonly string[] {
    if (spoken.protocols.length === 0) return spoken.protocols
    return sortedUnique(spoken.protocols.map((name) => this.#ids.get(folded(name)) ?? name)).filter(
      (id) => !CARRIERS.has(id),
    )
  }

  /**
   * Whether a flow declares what was spoken. Content decides where it was recognized: another protocol on the port of the
   * declared one is not declared. Where nothing was recognized the port decides.
   */
  declares(flow: Flow, spoken: Spoken): boolean {
    const { transport, port } = spoken
    const onIp = transport === 'tcp' || transport === 'udp'
    if (flow.transport !== undefined && flow.transport !== transport) return false
    if (onIp && flow.ports.length > 0 && !flow.ports.includes(port ?? -1)) return false
    const row = this.#rows.get(flow.protocol)
    if (!row) return onIp && flow.transport !== undefined
    const known = this.recognized(spoken)
    if (known.length > 0) return known.includes(row.id) || this.#hides(row, known, spoken, flow.ports.length > 0)
    if (!onIp) return this.#ids.get(folded(transport)) === row.id
    if (flow.ports.length > 0) return true
    return port !== undefined && (row.ports[transport] ?? []).includes(port)
  }

  /** Whether a service that somebody named, as `tcp/502` or as a protocol, is the one that was spoken to. */
  names(named: string, spoken: Spoken): boolean {
    if (named === service(spoken)) return true
    const known = this.recognized(spoken)
    const row = this.#rows.get(named)
    if (known.length > 0) return known.includes(named) || (row !== undefined && this.#hides(row, known, spoken, false))
    const ports = row?.ports
    const { transport, port } = spoken
    return (
      port !== undefined &&
      ((transport === 'tcp' || transport === 'udp') && ports?.[transport]?.includes(port)) === true
    )
  }

  /** Whether what was recognized is the cover under which a protocol goes (TLS), on a port that was declared or is usual for it. */
  #hides(row: ProtocolRow, known: readonly string[], { transport, port }: Spoken, portFits: boolean): boolean {
    if (row.over === undefined || known.some((id) => id !== row.over)) return false
    if (portFits) return true
    return (
      (transport === 'tcp' || transport === 'udp') &&
      port !== undefined &&
      row.ports[transport]?.includes(port) === true
    )
  }

  /** Whether a protocol stays inside one layer-2 network, so that no IP conversation will ever show it. */
  isLinkOnly(flow: Flow): boolean {
    return this.#rows.get(flow.protocol)?.routable === false
  }
}

/** `tcp/502`, or the bare transport where there are no ports. */
export function service(spoken: Pick<Spoken, 'transport' | 'port'>): string {
  return spoken.port === undefined ? spoken.transport : `${spoken.transport}/${spoken.port}`
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}
