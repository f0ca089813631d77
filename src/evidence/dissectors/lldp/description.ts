import type { FactKind, Sink } from '../../dissector.ts'

const BY = 'lldp.description'
const MAKE: FactKind = { attribute: 'make', by: BY }
const ORDER_NUMBER: FactKind = { attribute: 'order-number', by: BY }
const HARDWARE: FactKind = { attribute: 'hardware', by: BY }
const FIRMWARE: FactKind = { attribute: 'firmware', by: BY }

const SIEMENS = /^siemens\b/i
/** Order numbers of Siemens: 6GK5 208-0BA10-2AA3, 6ES7 511-1AK00-0AB0. */
const ORDER = /\b[136][A-Z]{2}\d ?\d{3}-\d[A-Z0-9]{4}(?:-[0-9A-Z]{4})?\b/
const HARDWARE_VERSION = /\bHW: ?(?:Version )?([0-9.]{1,16})/
const FIRMWARE_VERSION = /\bFW: ?(?:Version )?(V ?[0-9][0-9A-Za-z.]{0,24})/

/** Tells what stands inside a description as Siemens devices write it: `…, 6GK5 208-0BA10-2AA3, HW: Version 5, FW: Version V5.1.2, …`. */
export function tellDescription(text: string, out: Sink): void {
  if (!SIEMENS.test(text)) return
  out.fact(MAKE, 'Siemens')
  const order = ORDER.exec(text)?.[0]
  if (order) out.fact(ORDER_NUMBER, order)
  const hardware = HARDWARE_VERSION.exec(text)?.[1]
  if (hardware) out.fact(HARDWARE, hardware)
  const firmware = FIRMWARE_VERSION.exec(text)?.[1]
  if (firmware) out.fact(FIRMWARE, firmware.replace(' ', ''))
}
