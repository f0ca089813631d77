/** Capabilities that say what a neighbor is, by bit (IEEE 802.1AB, 8.5.8), in the words of the inventory. */
export const CAPABILITIES: readonly (readonly [bit: number, role: string])[] = [
  [0x02, 'repeater'],
  [0x04, 'switch'],
  [0x08, 'wireless-access-point'],
  [0x10, 'router'],
  [0x20, 'telephone'],
]

/** Inventory fields of media endpoints (TIA-1057, 10.2.6) by subtype, with the attribute each one gives. */
export const MED: Readonly<Record<number, string>> = {
  5: 'hardware',
  6: 'firmware',
  7: 'software',
  8: 'serial',
  9: 'make',
  10: 'product',
  11: 'asset-id',
}
