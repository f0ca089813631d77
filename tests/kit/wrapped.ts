import { be, bytesOf, ethernet, ip4, udp } from './frames.ts'

/** Other link layers and tunnels around the same frames. */

const macs = (frame: Uint8Array) => frame.subarray(0, 12)
const isIp4 = (frame: Uint8Array) => frame[12] === 8 && frame[13] === 0
const inIp = (protocol: number, payload: Uint8Array) =>
  ethernet(0x0800, ip4('192.0.2.1', '192.0.2.2', protocol, payload))

/** With VLAN tags, outermost first. */
export function tagged(frame: Uint8Array, types: readonly number[]): Uint8Array {
  return bytesOf(
    macs(frame),
    types.flatMap((type, i) => [...be(type, 2), ...be(10 + i, 2)]),
    frame.subarray(12),
  )
}

/** Below two MPLS labels. */
export function mpls(frame: Uint8Array): Uint8Array {
  return isIp4(frame) ? bytesOf(macs(frame), [0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64], frame.subarray(14)) : frame
}

/** In a PPPoE session. */
export function pppoe(frame: Uint8Array): Uint8Array {
  if (!isIp4(frame)) return frame
  return bytesOf(macs(frame), [0x88, 0x64, 0x11, 0, 0, 1], be(frame.length - 12, 2), [0, 0x21], frame.subarray(14))
}

/** The packets as Linux writes them when it listens on all interfaces (link type 113); lengths of LLC become its number for them. */
export function cooked(frame: Uint8Array): Uint8Array {
  return bytesOf([0, 0, 0, 1, 0, 6], frame.subarray(6, 12), [0, 0], protocolOf(frame), frame.subarray(14))
}

/** The same in the second version of the format (link type 276). */
export function cooked2(frame: Uint8Array): Uint8Array {
  return bytesOf(protocolOf(frame), [0, 0, 0, 0, 0, 1, 0, 1, 0, 6], frame.subarray(6, 12), [0, 0], frame.subarray(14))
}

function protocolOf(frame: Uint8Array): number[] {
  const type = (frame[12]! << 8) | frame[13]!
  return be(type < 0x600 ? 4 : type, 2)
}

/** Tunnels by name; link layers other than IP are carried where the tunnel carries Ethernet. */
export const TUNNELS: Readonly<Record<string, (frame: Uint8Array, n: number) => Uint8Array>> = {
  'GRE with Ethernet': (frame) => inIp(47, bytesOf([0, 0, 0x65, 0x58], frame)),
  'GRE with IP and a key': (frame) => inIp(47, bytesOf([0x20, 0, 8, 0, 0, 0, 0, 9], frame.subarray(14))),
  'ERSPAN II': (frame, n) => inIp(47, bytesOf([0x10, 0, 0x88, 0xbe], be(n, 4), new Uint8Array(8), frame)),
  VXLAN: (frame) => inIp(17, udp(40_000, 4789, bytesOf([8, 0, 0, 0, 0, 0, 7, 0], frame))),
  'IP in IP': (frame) => inIp(4, frame.subarray(14)),
  'VXLAN in GRE': (frame) =>
    inIp(47, bytesOf([0, 0, 8, 0], inIp(17, udp(40_000, 4789, bytesOf([8, 0, 0, 0, 0, 0, 7, 0], frame))).subarray(14))),
}
