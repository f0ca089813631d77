/** One frame while it is taken apart: one object, filled anew for each frame, numbers only. Ranges point into the frame's bytes. */
export class Packet {
  /** Upper 16 and lower 32 bits of each MAC; the lower ones with sign. -1 in the upper ones: no MAC in this link layer. */
  sourceHigh = -1
  sourceLow = 0
  targetHigh = -1
  targetLow = 0
  /** VLAN stack: 0 none, else 1 + outer id, and 4097 times (1 + inner id) where there are two. */
  vlan = 0
  /** EtherType or a number of `link-protocols-table.ts` for what stands behind the link header. */
  protocol = 0
  /** What follows the header read last. */
  at = 0
  to = 0

  /** 4 or 6. */
  family = 0
  /** IPv4 address as a signed number, or the row of an IPv6 address. */
  sourceIp = 0
  targetIp = 0
  /** IP protocol number behind all extension headers. */
  transport = 0
  /** Length of the IP payload as the header says it; more than was captured when the frame was cut short. */
  length = 0
  fragment: Fragment = WHOLE
  /** Of a fragment: the packet it belongs to, where its payload stands in that of the whole, whether it is the last. */
  fragmentId = 0
  fragmentFrom = 0
  lastFragment = false
}

export const WHOLE = 0
export const FIRST_FRAGMENT = 1
export const LATER_FRAGMENT = 2
export type Fragment = typeof WHOLE | typeof FIRST_FRAGMENT | typeof LATER_FRAGMENT
