import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogs } from '../../../../tests/kit/catalogs.ts'
import { CORPUS, testWith } from '../../../../tests/kit/need.ts'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import { takeInventory } from '../../../inventory/take-inventory.ts'
import type { Segment, Vantage } from '../../observation.ts'
import { nmapXmlDiagnostics } from './diagnostics.ts'
import { LONGEST_ELEMENT, nmapXml } from './nmap-xml.ts'

const vantage: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([nmapXmlDiagnostics])

function read(content: string | Uint8Array, chunk = 1 << 20): Segment {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const intake = nmapXml.open({ file: 'scan.xml', vantage })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}

const said = (s: Segment) => s.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)
const facts = (s: Segment) => s.facts.map((f) => `${f.line} ${f.subject} ${f.attribute}=${f.value} (${f.by})`)
const services = (s: Segment) =>
  s.services.map((p) => `${p.host} ${p.transport}/${p.port} ${p.state} ${p.protocols.join()}`)

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n<!-- a <comment> -->\n<nmaprun scanner="nmap" start="1790000000">\n<scaninfo type="syn"/>\n' // biome-ignore format: one text
const TAIL =
  '<runstats><finished time="1790000100" exit="success"/><hosts up="2" down="0" total="2"/></runstats>\n</nmaprun>\n'
const PLC = `<host starttime="1790000010" endtime="1790000020"><status state="up" reason="arp-response"/>
<address addr="10.0.0.2" addrtype="ipv4"/><address addr="02:00:00:00:00:0A" addrtype="mac" vendor="Acme &amp; Sons"/>
<hostnames><hostname name="plc-1.plant" type="PTR"/></hostnames>
<ports><extraports state="closed" count="990"/>
<port protocol="tcp" portid="80"><state state="open" reason="syn-ack"/><service name="http" product="Light &lt;web&gt;" version="1.4" extrainfo="x" method="probed" conf="10"><cpe>cpe:/a:acme:web:1.4</cpe></service></port>
<port protocol="tcp" portid="102"><state state="open"/><service name="iso-tsap" method="table" conf="3"/>
<script id="s7-info" output="
  Module: 6XX 315
  Version: 3.2"><elem key="Module">6XX 315</elem><elem key="Serial Number">S-4711</elem><elem key="Version">3.2</elem></script></port>
<port protocol="tcp" portid="443"><state state="open"/><service name="http" tunnel="ssl" method="probed"/></port>
<port protocol="tcp" portid="22"><state state="closed"/></port>
<port protocol="udp" portid="161"><state state="open|filtered"/></port>
<port protocol="tcp" portid="502"><state state="filtered"/><script id="strange" output="abc"/></port>
</ports>
<os><osmatch name="Acme RTOS 4" accuracy="92"/></os>
<hostscript><script id="enip-info" output="  Vendor: Acme (1)&#xa;  productName: PX-15&#xa;  strange line"/><script id="strange" output="abcd"/></hostscript>
</host>
` // biome-ignore format: one text
const SILENT = `<host><status state="up" reason="user-set"/><address addr="10.0.0.3" addrtype="ipv4"/>
<hostnames><hostname name="hmi" type="user"/></hostnames>
<ports><port protocol="tcp" portid="502"><state state="filtered" reason="no-response"/></port></ports></host>
`
const DOWN = '<host><status state="down"/><address addr="10.0.0.4" addrtype="ipv4"/></host>\n'
/** The line on which the second host begins. */
const second = (HEAD + PLC).split('\n').length
const scan = HEAD + PLC + SILENT + DOWN + TAIL

describe('hosts of a scan', () => {
  const segment = read(scan)

  test('ports by state, protocols only where an answer showed them', () => {
    expect(services(segment)).toEqual([
      '10.0.0.2 tcp/102 open ',
      '10.0.0.2 tcp/22 closed ',
      '10.0.0.2 tcp/443 open https',
      '10.0.0.2 tcp/502 filtered ',
      '10.0.0.2 tcp/80 open http',
      '10.0.0.2 udp/161 unclear ',
      '10.0.0.3 tcp/502 filtered ',
    ])
  })

  test('what services and industrial scripts give away, each with the line of its host', () => {
    expect(facts(segment)).toEqual([
      '6 02:00:00:00:00:0a interface-maker=Acme & Sons (nmap.mac-vendor)',
      '6 10.0.0.2 cpe=cpe:/a:acme:web:1.4 (nmap.service)',
      '6 10.0.0.2 firmware=3.2 (nse.s7-info)',
      '6 10.0.0.2 make=Acme (nse.enip-info)',
      '6 10.0.0.2 name=plc-1.plant (dns.ptr)',
      '6 10.0.0.2 order-number=6XX 315 (nse.s7-info)',
      '6 10.0.0.2 os=Acme RTOS 4 (nmap.os)',
      '6 10.0.0.2 product=PX-15 (nse.enip-info)',
      '6 10.0.0.2 serial=S-4711 (nse.s7-info)',
      '6 10.0.0.2 software=Light <web> (nmap.service)',
    ])
    expect(segment.facts.find((f) => f.attribute === 'software')?.fields).toEqual({
      version: '1.4',
      more: 'x',
      port: 'tcp/80',
    })
    expect(segment.facts.find((f) => f.attribute === 'os')?.fields).toEqual({ accuracy: '92 %' })
    expect(segment.notUnderstood).toMatchObject([{ what: 'output of the script "strange"', packets: 1 }])
  })

  test('only who answered is found; its MAC is bound', () => {
    expect([segment.manner, segment.records, said(segment)]).toEqual(['answered', 3, []])
    const { hosts, services: found } = takeInventory({ segments: [segment] }, { oui: () => undefined, catalogs })
    expect(hosts.map((h) => `${h.id} ${h.macs.join()} ${h.state} ${h.facts.length > 0}`)).toEqual([
      's/10.0.0.2 02:00:00:00:00:0a talker true',
      's/10.0.0.3  silent false',
    ])
    expect(found.filter((s) => s.answered).map((s) => s.port)).toEqual([80, 102, 443])
    expect([segment.first, segment.last]).toEqual([1_790_000_020_000_000, 1_790_000_020_000_000])
    const { offset, length } = segment.services[0]!.frames[0]!
    expect(scan.slice(offset, offset + length)).toBe(PLC.trim())
  })
})

describe('hostile and broken files', () => {
  test('a DOCTYPE with declarations is refused before anything is read', () => {
    const bomb = scan.replace('<!DOCTYPE nmaprun>', '<!DOCTYPE nmaprun [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')
    const segment = read(bomb.replace('plc-1.plant', '&b;'))
    expect(said(segment)).toEqual(['NMAP_DOCTYPE: line 2: the DOCTYPE declares entities or other things of its own; nothing of the file is read']) // biome-ignore format: one step
    expect([segment.records, segment.facts.length]).toEqual([0, 0])
  })

  test('unknown entities stay as they stand, and names of JavaScript are names', () => {
    expect(facts(read(scan.replace('plc-1.plant', '&b;')))).toContain('6 10.0.0.2 name=&b; (dns.ptr)')
    const odd = read(scan.replace('<scaninfo type="syn"/>', '<constructor/>').replace('id="strange" output="abcd"', 'id="constructor" output="x"')) // biome-ignore format: one call
    expect(odd.notUnderstood[0]!.what).toBe('output of the script "constructor"')
    const proto = read(scan.replace('<hostnames>', '<__proto__ x="1"/><hostnames>'))
    expect([proto.records, said(proto)[0]?.slice(0, 19)]).toEqual([2, 'NMAP_HOST: line 6: '])
  })

  test('values that are none are said; a host without an address is left out', () => {
    const wrong = read(scan.replace('portid="80"', 'portid="80000"').replace('10.0.0.3', '10.0.0.333'))
    expect(said(wrong)).toEqual([
      'NMAP_VALUE: line 6: tcp/80000 is no port and is left out',
      `NMAP_VALUE: line ${second}: 10.0.0.333 is no IP address and is left out`,
      `NMAP_HOST: line ${second}: it has no address that can be read; the host is left out`,
    ])
  })

  test('elements too deep, text that is no XML, UTF-16, and a scan that did not finish', () => {
    expect(said(read(HEAD + '<a>'.repeat(70)))[0]).toContain('elements stand more than 64 deep')
    expect(said(read(`${HEAD}< x>`))[0]).toContain('a "<" begins no tag')
    expect(said(read(`${HEAD}</nmaprun></x>`))[0]).toContain('</x> ends an element that did not begin')
    const wide = new Uint8Array(Uint16Array.from([0xfeff, ...[...scan].map((c) => c.charCodeAt(0))]).buffer)
    expect(nmapXml.recognizes(wide.subarray(0, 4096), 'x')).toBe(true)
    expect(said(read(wide))).toEqual(['NMAP_ENCODING: the file is UTF-16; save it as UTF-8'])
    expect(said(read(scan.replace('exit="success"', 'exit="error" errormsg="x"')))).toEqual(['NMAP_NOT_FINISHED: the scan says that it did not finish: error']) // biome-ignore format: one step
  })

  test('one element larger than the limit is left out and the next ones are read', () => {
    const long = `<host><status state="up"/><x y="${'z'.repeat(LONGEST_ELEMENT)}"/></host>\n`
    const segment = read(HEAD + long + PLC + TAIL, 1 << 16)
    expect([segment.records, said(segment)]).toEqual([1, [`NMAP_ELEMENT_LONG: line 6: the element <host> is longer than ${LONGEST_ELEMENT} bytes and is left out`]]) // biome-ignore format: one step
  })

  test('a file that was cut gives its whole hosts and says where it ends', () => {
    const after = (text: string) => scan.indexOf(text) + text.length
    expect([read(scan.slice(0, after(PLC))).records, said(read(scan.slice(0, after(PLC))))]).toEqual([1, ['NMAP_CUT: the file ends inside the root that begins on line 4, which is left out']]) // biome-ignore format: one step
    const inside = read(scan.slice(0, after(PLC) + 40))
    expect([inside.records, said(inside)]).toEqual([1, [`NMAP_CUT: the file ends inside <host> that begins on line ${second}, which is left out`]]) // biome-ignore format: one step
    expect(read(scan.slice(0, after(SILENT))).services).toEqual(read(HEAD + PLC + SILENT + TAIL).services.map((s) => ({ ...s, frames: s.frames.map((f) => ({ ...f, source: expect.anything() })) }))) // biome-ignore format: one step
  })
})

test('CRLF and a byte order mark change nothing but offsets', () => {
  const shape = (s: Segment) => [facts(s), services(s), s.records, said(s)]
  expect(shape(read(scan.replaceAll('\n', '\r\n')))).toEqual(shape(read(scan)))
  expect(shape(read(`\ufeff${scan}`))).toEqual(shape(read(scan)))
})

test('what is taken for a scan', () => {
  const recognized = (text: string) => nmapXml.recognizes(new TextEncoder().encode(text), 'x')
  expect([scan, HEAD, `\ufeff\n${HEAD}`, '<nmaprun>'].map(recognized)).toEqual([true, true, true, true])
  expect(['', '<bom xmlns="cyclonedx"/>', 'about <nmaprun>', '{"nmaprun": 1}'].map(recognized)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('any bytes in any chunks: one answer, and nothing throws', () => {
  const damaged = fc
    .record({ edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }), cut: fc.nat() })
    .map(({ edits, cut }) => {
      const bytes = new TextEncoder().encode(scan)
      for (const [at, value] of edits) bytes[at % bytes.length] = value
      return bytes.subarray(0, Math.max(1, bytes.length - (cut % (2 * bytes.length))))
    })
  const pieces = fc.array(fc.constantFrom('<host>', '</host>', '<!--', '-->', '<![CDATA[', ']]>', '"', '<a b="', '/>', '<?x', '?>', PLC, '<!DOCTYPE', '>'), { maxLength: 12 }) // biome-ignore format: one list
  const text = pieces.map((parts) => new TextEncoder().encode(HEAD + parts.join('')))
  const any = fc.oneof({ weight: 3, arbitrary: damaged }, { weight: 2, arbitrary: text }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) }) // biome-ignore format: one choice
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 60 }), (bytes, chunk) => {
      expect(read(bytes, chunk)).toEqual(read(bytes))
      nmapXml.recognizes(bytes, 'x')
    }),
    { seed: 20_261_102, numRuns: 600 },
  )
})

testWith('corpus')('two real scans of a laboratory', () => {
  const [before, after] = ['lab_before', 'lab_corp_after'].map((name) =>
    read(readFileSync(`${CORPUS}/nmap/${name}.xml`)),
  )
  expect(services(before!).filter((s) => s.includes('open'))).toEqual([
    '10.62.1.11 tcp/502 open ',
    '10.62.1.12 tcp/502 open ',
  ])
  expect([before!.services.length, before!.records, said(before!)]).toEqual([18, 3, []])
  const states = (s: Segment) =>
    takeInventory({ segments: [s] }, { oui: () => undefined, catalogs }).hosts.map((h) => `${h.id} ${h.state}`)
  // After the rules, two hosts answer nothing: a scan that was told to take them for up has not found them.
  expect(states(before!)).toEqual(['s/10.62.1.11 talker', 's/10.62.1.12 talker', 's/10.62.2.20 talker'])
  expect(states(after!)).toEqual(['s/10.62.1.11 silent', 's/10.62.1.12 silent', 's/10.62.35.10 talker'])
})
