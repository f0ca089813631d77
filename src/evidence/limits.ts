/** What a capture may cost; every limit that is reached is reported with what was let go. */
export interface CaptureLimits {
  /** Longest record that is taken for one, in bytes; longer ones mean a damaged file. */
  readonly record: number
  /** Longest pcapng block held in memory, in bytes. */
  readonly block: number
  /** Interfaces of one pcapng section. */
  readonly interfaces: number
  /** Flows (pairs of address and port) held at a time; beyond, the longest idle half is let go, keeping its counts. */
  readonly flows: number
  /** Conversations (client, server, transport, server port) of one capture. */
  readonly conversations: number
  /** Pairs of IP and MAC address, and IPv6 addresses. */
  readonly addresses: number
  /** Layer-2 conversations. */
  readonly links: number
  /** Kinds of message over all conversations. */
  readonly operations: number
  /** Ranges of touched objects per kind of message. */
  readonly objects: number
  /** Different facts. */
  readonly facts: number
  /** Bytes of TCP segments held per direction while an earlier one is missing. */
  readonly reorder: number
  /** Segments held per direction while an earlier one is missing. */
  readonly reorderSegments: number
  /** Bytes held for reassembly over all flows. */
  readonly held: number
  /** Bytes of one direction shown to the dissectors before a flow is given up as not recognized. */
  readonly recognition: number
  /** IP packets in fragments that wait for the rest. */
  readonly fragments: number
  /** Tunnels inside tunnels. */
  readonly tunnels: number
}

export const DEFAULT_LIMITS: CaptureLimits = {
  record: 262_144,
  block: 1 << 20,
  interfaces: 4096,
  flows: 1 << 17,
  conversations: 1 << 20,
  addresses: 1 << 18,
  links: 1 << 17,
  operations: 1 << 18,
  objects: 1024,
  facts: 1 << 16,
  reorder: 1 << 18,
  reorderSegments: 64,
  held: 1 << 26,
  recognition: 4096,
  fragments: 1024,
  tunnels: 4,
}
