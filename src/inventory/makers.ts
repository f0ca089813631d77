import { isGroupMac, isLocalMac, type Mac } from '../groundwork/mac.ts'
import type { MakerOf } from './hosts.ts'

/** Lengths of registered prefixes in hex digits, longest first: MA-S (36 bits), MA-M (28), MA-L (24). */
const LENGTHS = [9, 7, 6] as const

/** The registry itself as holder of a prefix: it has handed the parts on, so that it is no maker. */
const HANDED_ON = /^IEEE REGISTRATION AUTHORITY\b/i

/**
 * Looks makers up in a table of the IEEE registry: keys are 6, 7 or 9 upper-case hex digits, the first line of a value is the
 * name (the shape of the npm package `oui-data`). Locally set and group addresses have no maker.
 */
export function makerLookup(table: Readonly<Record<string, string>>): MakerOf {
  return (mac) => {
    if (isLocalMac(mac as Mac) || isGroupMac(mac as Mac)) return undefined
    const hex = mac.replaceAll(':', '').toUpperCase()
    for (const length of LENGTHS) {
      const prefix = hex.slice(0, length)
      const entry = Object.hasOwn(table, prefix) ? table[prefix] : undefined
      const name = entry?.split('\n', 1)[0]?.replace(/[,\s]+$/, '')
      if (name && !HANDED_ON.test(name)) return name
    }
    return undefined
  }
}
