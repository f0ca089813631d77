import { hexText, textAt } from '../../../groundwork/bytes.ts'
import { ip4Text } from '../../../groundwork/ip.ts'
import { isGroupMac, macAt } from '../../../groundwork/mac.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { berOid } from '../ber.ts'
import { u32 } from '../integers.ts'
import { ENTERPRISES, ENTITY } from './snmp-table.ts'

const OCTETS = 0x04
const OID = 0x06
const IP_ADDRESS = 0x40
const LONGEST = 255

/** 1.3.6.1.2.1 and 1.3.6.1.4.1, as octets. */
const MIB_2 = [0x2b, 6, 1, 2, 1]
const PRIVATE = [0x2b, 6, 1, 4, 1]
const [SYSTEM, INTERFACES, IP_GROUP, ENTITIES] = [1, 2, 4, 47] as const

const DESCRIPTION: FactKind = { attribute: 'description', by: 'snmp.system' }
const OBJECT_ID: FactKind = { attribute: 'sys-object-id', by: 'snmp.system' }
const NAME: FactKind = { attribute: 'name', by: 'snmp.system' }
const LOCATION: FactKind = { attribute: 'location', by: 'snmp.system' }
const MAKE: FactKind = { attribute: 'make', by: 'snmp.system' }
const TRAP_MAKE: FactKind = { attribute: 'make', by: 'snmp.trap' }
const MODULE: FactKind = { attribute: 'module', by: 'snmp.entity' }
const INTERFACE_MAC: FactKind = { attribute: 'mac', by: 'snmp.interfaces' }
const INTERFACE_IP: FactKind = { attribute: 'ip', by: 'snmp.addresses' }
const ENGINE: FactKind = { attribute: 'snmp-engine-id', by: 'snmp.engine' }
const ENGINE_MAKE: FactKind = { attribute: 'make', by: 'snmp.engine' }
const ENGINE_MAC: FactKind = { attribute: 'mac', by: 'snmp.engine' }
const ENTITY_KINDS: readonly (FactKind | undefined)[] = Array.from({ length: 14 }, (_, column) => {
  const attribute = ENTITY[column]
  return attribute === undefined ? undefined : { attribute, by: 'snmp.entity' }
})
/** Column of the model in the table of physical entities. */
const MODEL = 13

/**
 * Reports what a variable says about the device that sent it: object id in `b[oid, oidEnd)`, value with its tag and content.
 * Called for every variable; all but a few are told apart by their first octets.
 */
export function variable(
  b: Uint8Array,
  oid: number,
  oidEnd: number,
  tag: number,
  from: number,
  to: number,
  out: Sink,
): void {
  if (oidEnd - oid < 8 || !begins(b, oid, MIB_2)) return
  const size = oidEnd - oid
  switch (b[oid + 5]) {
    case SYSTEM:
      if (size !== 8 || b[oid + 7] !== 0) return
      if (tag === OID && b[oid + 6] === 2) objectId(b, from, to, out)
      else if (tag === OCTETS) {
        const kind = b[oid + 6] === 1 ? DESCRIPTION : b[oid + 6] === 5 ? NAME : b[oid + 6] === 6 ? LOCATION : undefined
        if (kind) text(b, from, to, kind, out)
      }
      return
    case INTERFACES:
      // ifPhysAddress
      if (tag === OCTETS && to - from === 6 && size >= 10 && b[oid + 6] === 2 && b[oid + 8] === 6) {
        const address = macAt(b, from)
        if (!isGroupMac(address) && address !== '00:00:00:00:00:00') out.fact(INTERFACE_MAC, address)
      }
      return
    case IP_GROUP:
      // ipAdEntAddr
      if (
        tag === IP_ADDRESS &&
        to - from === 4 &&
        b[oid + 6] === 20 &&
        b[oid + 8] === 1 &&
        b[from] !== 127 &&
        b[from] !== 0
      )
        out.fact(INTERFACE_IP, ip4Text(u32(b, from)))
      return
    case ENTITIES:
      // entPhysicalEntry, column, index of the entity
      if (tag === OCTETS && size >= 11 && b[oid + 6] === 1 && b[oid + 7] === 1 && b[oid + 8] === 1 && b[oid + 9] === 1)
        entity(b, oid + 10, oidEnd, from, to, out)
  }
}

function entity(b: Uint8Array, column: number, oidEnd: number, from: number, to: number, out: Sink): void {
  const kind = ENTITY_KINDS[b[column]!]
  if (kind === undefined || column + 1 >= oidEnd) return
  if (oidEnd === column + 2 && b[column + 1] === 1) text(b, from, to, kind, out)
  else if (b[column] === MODEL) {
    let index = 0
    for (let i = column + 1; i < oidEnd; i++) index = index * 128 + (b[i]! & 0x7f)
    const model = textAt(b, from, Math.min(to, from + LONGEST)).trim()
    if (model !== '') out.fact(MODULE, `entity ${index}: ${model}`)
  }
}

function text(b: Uint8Array, from: number, to: number, kind: FactKind, out: Sink): void {
  const value = textAt(b, from, Math.min(to, from + LONGEST)).trim()
  if (value !== '') out.fact(kind, value)
}

function objectId(b: Uint8Array, from: number, to: number, out: Sink): void {
  const value = berOid(b, from, to)
  if (value === '' || value === '0.0') return
  out.fact(OBJECT_ID, value)
  const make = makerIn(b, from, to)
  if (make !== undefined) out.fact(MAKE, make)
}

/** The maker whose enterprise number an object id holds, if it is known. */
function makerIn(b: Uint8Array, from: number, to: number): string | undefined {
  if (to - from <= PRIVATE.length || !begins(b, from, PRIVATE)) return undefined
  let number = 0
  for (let i = from + PRIVATE.length; i < to && i < from + PRIVATE.length + 4; i++) {
    number = number * 128 + (b[i]! & 0x7f)
    if (b[i]! < 0x80) return ENTERPRISES[number]
  }
  return undefined
}

/** Reports the maker of the device that a version 1 trap names by its address: `enterprise` and `agent` are elements. */
export function agentAddress(b: Uint8Array, enterprise: number, agent: number, end: number, out: Sink): void {
  if (b[enterprise] !== OID || b[agent] !== IP_ADDRESS || b[agent + 1] !== 4 || agent + 6 > end || b[agent + 2] === 0)
    return
  const make = makerIn(b, enterprise + 2, agent)
  if (make !== undefined) out.fact(TRAP_MAKE, make, ip4Text(u32(b, agent + 2)))
}

/** Reports an engine id (RFC 3411, SnmpEngineID) and what is written in it: the maker's number, and a MAC in format 3. */
export function engineFacts(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from < 5 || to - from > 32) return
  out.fact(ENGINE, hexText(b, from, to))
  const make = ENTERPRISES[u32(b, from) % 0x80000000]
  if (make !== undefined) out.fact(ENGINE_MAKE, make)
  if (b[from]! >= 0x80 && b[from + 4] === 3 && to - from === 11) out.fact(ENGINE_MAC, macAt(b, from + 5))
}

function begins(b: Uint8Array, from: number, what: readonly number[]): boolean {
  for (let k = 0; k < what.length; k++) if (b[from + k] !== what[k]) return false
  return true
}
