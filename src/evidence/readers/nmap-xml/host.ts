import { lookUp } from '../look-up.ts'
import { ip } from '../../../groundwork/ip.ts'
import { mac } from '../../../groundwork/mac.ts'
import type { PortState } from '../../observation.ts'
import type { Fold } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import { protocolOf } from '../service-names-table.ts'
import { ownText } from '../lines.ts'
import type { Node } from './node.ts'
import { keyOf, SCRIPTS } from './script-table.ts'

/** Tells that a value could not be read. */
export type Wrong = (value: string, expected: string) => void

/** Guesses at the operating system that are told. */
const MOST_GUESSES = 3
/** Addresses of one host. */
const MOST_ADDRESSES = 64
const LONGEST_VALUE = 500
/** Tables inside tables of a script's output. */
const SCRIPT_DEPTH = 5
const MOST_VALUES = 1000

const STATES: Readonly<Record<string, PortState>> = { open: 'open', closed: 'closed', filtered: 'filtered' }

interface HostOut {
  readonly subject: string
  readonly out: Fold
  readonly at: RecordPlace
}

/** Folds one host of a scan; a sentence where it cannot be told which host it is. */
export function readHost(host: Node, out: Fold, at: RecordPlace, wrong: Wrong): string | undefined {
  const status = host.children('status')[0]
  // Hosts that did not answer are listed only by a talkative scan, and say nothing.
  if (status?.attribute('state') === 'down') return undefined
  const addresses = addressesOf(host, wrong)
  const subject = addresses.ips[0] ?? addresses.macs[0]?.address
  if (subject === undefined) return 'it has no address that can be read'
  const ports = host.children('ports').flatMap((list) => list.children('port'))
  const others = host.children('ports').flatMap((list) => list.children('extraports'))
  const up = status?.attribute('state') === 'up' && status.attribute('reason') !== 'user-set'
  const answered =
    up ||
    [...ports.flatMap((port) => port.children('state')), ...others].some((state) =>
      /^(?:open|closed|unfiltered)$/.test(state.attribute('state') ?? ''),
    )
  for (const address of addresses.ips.length > 0 ? addresses.ips : [undefined]) {
    for (const { address: hardware } of addresses.macs.length > 0 ? addresses.macs : [{ address: undefined }]) {
      if (answered && hardware !== undefined) out.address({ ip: address, mac: hardware, by: 'arp' }, at, { sent: 1 })
      else
        out.address({ ip: address, mac: hardware, by: answered ? 'source' : 'destination' }, at, {
          sent: answered ? 1 : 0,
          received: 1,
        })
    }
  }
  for (const { address, vendor } of addresses.macs)
    if (vendor) fact({ subject: address, out, at }, 'interface-maker', vendor, 'nmap.mac-vendor')
  const about = { subject, out, at }
  for (const port of ports) readPort(port, about, wrong)
  // What no answer stands behind is not told as if the device had said it.
  if (!answered) return undefined
  for (const name of host.children('hostnames').flatMap((list) => list.children('hostname')))
    fact(about, 'name', name.attribute('name'), name.attribute('type') === 'PTR' ? 'dns.ptr' : 'nmap.hostname')
  for (const match of host
    .children('os')
    .flatMap((os) => os.children('osmatch'))
    .slice(0, MOST_GUESSES)) {
    const accuracy = match.attribute('accuracy')
    fact(about, 'os', match.attribute('name'), 'nmap.os', accuracy === undefined ? {} : { accuracy: `${accuracy} %` })
  }
  for (const script of host.children('hostscript').flatMap((list) => list.children('script'))) readScript(script, about)
  return undefined
}

function addressesOf(host: Node, wrong: Wrong) {
  const ips: string[] = []
  const macs: { readonly address: string; readonly vendor: string | undefined }[] = []
  for (const address of host.children('address').slice(0, MOST_ADDRESSES)) {
    const text = address.attribute('addr') ?? ''
    const hardware = address.attribute('addrtype') === 'mac'
    const found = hardware ? mac(text) : ip(text)
    if (found === undefined) wrong(text.slice(0, 80), hardware ? 'MAC address' : 'IP address')
    else if (hardware) macs.push({ address: found, vendor: address.attribute('vendor') })
    else ips.push(found)
  }
  return { ips, macs }
}

function readPort(port: Node, about: HostOut, wrong: Wrong): void {
  const number = port.attribute('portid') ?? ''
  const transport = port.attribute('protocol') ?? ''
  if (!/^\d{1,5}$/.test(number) || Number(number) > 65_535 || !/^[a-z]{2,6}$/.test(transport)) {
    wrong(`${transport.slice(0, 20)}/${number.slice(0, 20)}`, 'port')
    return
  }
  const state = lookUp(STATES, port.children('state')[0]?.attribute('state') ?? '') ?? 'unclear'
  const service = port.children('service')[0]
  const probed = service?.attribute('method') === 'probed'
  const { subject, out, at } = about
  const protocols = service && probed && state === 'open' ? protocolsOf(service) : []
  out.service({ host: subject, transport, port: Number(number), state }, protocols, at)
  if (state !== 'open') return
  if (service && probed) readService(service, `${transport}/${number}`, about)
  for (const script of port.children('script')) readScript(script, about)
}

function protocolsOf(service: Node): readonly string[] {
  const name = service.attribute('name')
  const tunnel = service.attribute('tunnel') === 'ssl'
  if (name === undefined || name === 'unknown' || name === 'tcpwrapped') return tunnel ? ['tls'] : []
  if (!tunnel) return [protocolOf(name)]
  return name === 'http' ? ['https'] : name === 'ssl' ? ['tls'] : ['tls', protocolOf(name)]
}

function readService(service: Node, port: string, about: HostOut): void {
  const extra = { version: service.attribute('version'), more: service.attribute('extrainfo'), port }
  const fields = Object.fromEntries(
    Object.entries(extra).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, ownText(value.slice(0, LONGEST_VALUE))]],
    ),
  )
  fact(about, 'software', service.attribute('product'), 'nmap.service', fields)
  fact(about, 'kind', service.attribute('devicetype'), 'nmap.service')
  fact(about, 'os', service.attribute('ostype'), 'nmap.service')
  fact(about, 'name', service.attribute('hostname'), 'nmap.service')
  for (const cpe of service.children('cpe')) fact(about, 'cpe', cpe.text, 'nmap.service', { port })
}

function readScript(script: Node, about: HostOut): void {
  const id = script.attribute('id') ?? ''
  const output = script.attribute('output') ?? ''
  const known = Object.hasOwn(SCRIPTS, id) ? SCRIPTS[id] : undefined
  if (!known) {
    about.out.missed(`output of the script "${id.slice(0, 60)}"`, output.length, about.at)
    return
  }
  const by = `nse.${id}`
  if (known.whole !== undefined) {
    fact(
      about,
      known.whole,
      output
        .split('\n')
        .map((line) => line.trim())
        .find((line) => line !== ''),
      by,
    )
    return
  }
  const values: (readonly [string, string])[] = []
  structured(script, SCRIPT_DEPTH, values)
  if (values.length === 0) values.push(...lines(output))
  for (const [key, value] of values) {
    const attribute = Object.hasOwn(known.attributes, keyOf(key)) ? known.attributes[keyOf(key)] : undefined
    // Names of makers and kinds stand with their number behind them: `Rockwell Automation (1)`.
    if (attribute !== undefined) fact(about, attribute, value.replace(/ \(\d+\)$/, ''), by)
  }
}

function structured(node: Node, depth: number, into: (readonly [string, string])[]): void {
  for (const elem of node.children('elem')) {
    if (into.length >= MOST_VALUES) return
    into.push([elem.attribute('key') ?? '', elem.text])
  }
  if (depth > 0) for (const table of node.children('table')) structured(table, depth - 1, into)
}

function lines(output: string): (readonly [string, string])[] {
  return output
    .slice(0, 65_536)
    .split('\n', MOST_VALUES)
    .flatMap((line) => {
      const at = line.indexOf(': ')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 2)] as const]
    })
}

function fact(
  about: HostOut,
  attribute: string,
  value: string | undefined,
  by: string,
  fields?: Readonly<Record<string, string>>,
): void {
  const text =
    value === undefined
      ? ''
      : ownText(
          value
            .slice(0, 2 * LONGEST_VALUE)
            .replace(/\s+/g, ' ')
            .trim()
            .slice(0, LONGEST_VALUE),
        )
  if (!text || /^(?:unknown|n\/a|-)$/i.test(text)) return
  const { subject, out, at } = about
  const more = fields && Object.keys(fields).length > 0 ? { fields } : {}
  out.fact({ subject, attribute, value: text, by, line: at.line, ...more }, at)
}
