import { ip } from '../../../groundwork/ip.ts'
import { mac } from '../../../groundwork/mac.ts'
import type { DocumentFault } from '../document-diagnostics.ts'
import { at, itemsAt, type JsonMap, type JsonValue, textAt } from '../json-value.ts'
import type { Reports } from '../reports.ts'
import type { NetboxFault } from './diagnostics.ts'
import { namedAt, type NetboxObjects } from './objects.ts'

/** The reports on one export. */
export type NetboxReports = Reports<DocumentFault | NetboxFault>

/** An address of a device. */
export interface End {
  readonly ip: string | undefined
  readonly mac: string | undefined
}

/** A device with the addresses that stand at it. */
export interface Device {
  readonly object: JsonMap | undefined
  readonly name: string | undefined
  readonly line: number
  readonly ends: End[]
}

/** Brings the devices of an export, their interfaces and their addresses together. */
export class Devices {
  readonly #lineOf: (value: JsonValue) => number
  readonly #reports: NetboxReports
  readonly #objects: NetboxObjects
  /** By the number of the device, or by its name where only that is known. */
  readonly #devices = new Map<string, Device>()
  readonly #ownerOf = new Map<string, string>()

  constructor(objects: NetboxObjects, lineOf: (value: JsonValue) => number, reports: NetboxReports) {
    this.#objects = objects
    this.#lineOf = lineOf
    this.#reports = reports
    this.#gather()
  }

  get all(): Iterable<Device> {
    return this.#devices.values()
  }

  #gather(): void {
    for (const object of this.#objects.of('device')) {
      const id = textAt(object, 'id') ?? `line ${this.#lineOf(object)}`
      const name = textAt(object, 'name') ?? textAt(object, 'display')
      const place = `${isMachine(object) ? 'vm' : 'device'} ${id}`
      if (!this.#devices.has(place)) this.#devices.set(place, { object, name, line: this.#lineOf(object), ends: [] })
    }
    const known = this.#devices.size
    const macsOf = new Map<string, string[]>()
    const tell = (
      interfaceId: string | undefined,
      owner: JsonValue | undefined,
      kind: string,
      macs: readonly string[],
      from: JsonValue,
    ) => {
      if (interfaceId !== undefined)
        macsOf.set(`${kind} ${interfaceId}`, [...(macsOf.get(`${kind} ${interfaceId}`) ?? []), ...macs])
      const device = this.#owner(owner, kind, from)
      if (device)
        for (const address of macs)
          if (!device.ends.some((end) => end.mac === address)) device.ends.push({ ip: undefined, mac: address })
    }
    for (const object of this.#objects.of('interface')) {
      const texts = [
        textAt(object, 'mac_address'),
        textAt(object, 'primary_mac_address', 'mac_address'),
        ...itemsAt(object, 'mac_addresses').map((m) => textAt(m, 'mac_address')),
      ]
      const macs = [...new Set(texts.flatMap((text) => (text === undefined ? [] : (this.#mac(text, object) ?? []))))]
      const machine = at(object, 'virtual_machine')
      tell(textAt(object, 'id'), machine ?? at(object, 'device'), machine ? 'vm' : 'device', macs, object)
    }
    for (const object of this.#objects.of('mac')) {
      const text = textAt(object, 'mac_address')
      const machine = at(object, 'assigned_object', 'virtual_machine')
      const address = text === undefined ? undefined : this.#mac(text, object)
      if (address)
        tell(
          textAt(object, 'assigned_object_id'),
          machine ?? at(object, 'assigned_object', 'device'),
          machine ? 'vm' : 'device',
          [address],
          object,
        )
    }
    for (const object of this.#objects.of('address')) {
      const address = this.#ip(textAt(object, 'address'), object)
      if (!address) continue
      const machine = at(object, 'assigned_object', 'virtual_machine')
      const kind = machine ? 'vm' : 'device'
      const device = this.#owner(machine ?? at(object, 'assigned_object', 'device'), kind, object)
      const macs =
        macsOf.get(`${kind} ${textAt(object, 'assigned_object', 'id') ?? textAt(object, 'assigned_object_id')}`) ?? []
      if (device) this.#end(device, address, macs.length === 1 ? macs[0] : undefined, object)
      else {
        const name = textAt(object, 'dns_name')
        this.#devices.set(`address ${address}`, {
          object: undefined,
          name,
          line: this.#lineOf(object),
          ends: [{ ip: address, mac: undefined }],
        })
      }
    }
    for (const device of this.#devices.values())
      for (const key of ['primary_ip4', 'primary_ip6', 'primary_ip', 'oob_ip']) {
        const written = textAt(device.object, key, 'address')
        const address = written === undefined ? undefined : this.#ip(written, device.object!)
        if (address) this.#end(device, address, undefined, device.object!)
      }
    const strangers = this.#devices.size - known
    if (strangers > 0) this.#reports.add('NETBOX_OWNER_UNKNOWN', { count: strangers })
  }

  #owner(owner: JsonValue | undefined, kind: string, from: JsonValue): Device | undefined {
    const [id, name] = [textAt(owner, 'id'), namedAt(owner)]
    if (id === undefined && name === undefined) return undefined
    const key = `${kind} ${id ?? name}`
    let device = this.#devices.get(key)
    if (!device) this.#devices.set(key, (device = { object: undefined, name, line: this.#lineOf(from), ends: [] }))
    return device
  }

  #end(device: Device, address: string, hardware: string | undefined, from: JsonValue): void {
    const name = device.name ?? '?'
    const before = this.#ownerOf.get(address)
    if (before !== undefined && before !== name)
      this.#reports.add('NETBOX_ADDRESS_TWICE', { line: this.#lineOf(from), address, device: name, first: before })
    this.#ownerOf.set(address, before ?? name)
    if (device.ends.some((end) => end.ip === address)) return
    const lone = device.ends.findIndex((end) => end.ip === undefined && end.mac === hardware && hardware !== undefined)
    const end = { ip: address, mac: hardware }
    if (lone >= 0) device.ends[lone] = end
    else device.ends.push(end)
  }

  #ip(text: string | undefined, from: JsonValue): string | undefined {
    const address = ip((text ?? '').split('/')[0]!)
    if (!address && text !== undefined)
      this.#reports.add('DOCUMENT_VALUE', {
        line: this.#lineOf(from),
        field: 'address',
        value: text.slice(0, 80),
        expected: 'IP address',
      })
    return address
  }

  #mac(text: string, from: JsonValue): string | undefined {
    const address = mac(text)
    if (!address)
      this.#reports.add('DOCUMENT_VALUE', {
        line: this.#lineOf(from),
        field: 'mac_address',
        value: text.slice(0, 80),
        expected: 'MAC address',
      })
    return address
  }
}

function isMachine(object: JsonMap): boolean {
  return /\/virtualization\//.test(textAt(object, 'url') ?? '')
}
