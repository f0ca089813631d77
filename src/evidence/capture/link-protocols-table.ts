/** EtherTypes with the name under which their layer-2 talk is listed; names are those of the interchange format where it has one. */
export const ETHERTYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [0x0806, 'arp'],
  [0x8035, 'rarp'],
  [0x0842, 'wake-on-lan'],
  [0x22f0, 'avtp'],
  [0x8137, 'ipx'],
  [0x8204, 'qnx-qnet'],
  [0x8808, 'mac-control'],
  [0x8809, 'slow-protocols'],
  [0x8847, 'mpls'],
  [0x8848, 'mpls'],
  [0x8863, 'pppoe-discovery'],
  [0x8864, 'pppoe'],
  [0x888e, 'eapol'],
  [0x88a4, 'ecat'],
  [0x88ab, 'powerlink'],
  [0x88b8, 'goose'],
  [0x88b9, 'gse'],
  [0x88ba, 'sv'],
  [0x88cc, 'lldp'],
  [0x88cd, 'sercos'],
  [0x88d9, 'lltd'],
  [0x88e1, 'homeplug'],
  [0x88e3, 'mrp'],
  [0x88e5, 'macsec'],
  [0x88f7, 'ptp'],
  [0x88fb, 'prp'],
  [0x8902, 'cfm'],
  [0x891d, 'ttethernet'],
  [0x892f, 'hsr'],
  [0x893f, 'cc-link-ie'],
  [0x9000, 'loop'],
])

/** Above the EtherTypes: an IEEE 802.2 frame by its destination service access point, a Cisco SNAP frame by its type, PROFINET by frame id. */
export const LLC = 0x10000
export const CISCO_SNAP = 0x20000
export const PROFINET_RT = 0x30000
export const PROFINET_DCP = PROFINET_RT + 1
export const PROFINET_PTCP = PROFINET_RT + 2
/** A SNAP frame of another organization. */
export const OTHER_SNAP = 0x40000

const OTHER_NAMES: ReadonlyMap<number, string> = new Map([
  [LLC + 0x42, 'stp'],
  [LLC + 0xe0, 'ipx'],
  [LLC + 0xf0, 'netbeui'],
  [LLC + 0xfe, 'iso-osi'],
  [CISCO_SNAP + 0x0104, 'port-aggregation'],
  [CISCO_SNAP + 0x010b, 'pvst'],
  [CISCO_SNAP + 0x0111, 'udld'],
  [CISCO_SNAP + 0x2000, 'cdp'],
  [CISCO_SNAP + 0x2003, 'vtp'],
  [CISCO_SNAP + 0x2004, 'dtp'],
  [PROFINET_RT, 'pn_rt'],
  [PROFINET_DCP, 'pn_dcp'],
  [PROFINET_PTCP, 'pn_ptcp'],
  [OTHER_SNAP, 'snap'],
])

/** The name of a link protocol; unknown ones by number. */
export function linkProtocolName(number: number): string {
  const name = ETHERTYPE_NAMES.get(number) ?? OTHER_NAMES.get(number)
  if (name) return name
  if (number < LLC) return `ethertype:0x${number.toString(16).padStart(4, '0')}`
  if (number < CISCO_SNAP) return `llc:0x${(number - LLC).toString(16).padStart(2, '0')}`
  return `cisco-snap:0x${(number - CISCO_SNAP).toString(16).padStart(4, '0')}`
}
