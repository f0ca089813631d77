import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Segment, Vantage } from '../../observation.ts'
import { documentDiagnostics } from '../document-diagnostics.ts'
import { algorithm } from './bill.ts'
import { sbomDiagnostics } from './diagnostics.ts'
import { sbom } from './sbom.ts'

const VANTAGE: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([documentDiagnostics, sbomDiagnostics])
const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url))

function read(
  content: string | Uint8Array,
  { file = 'bom.json', chunk = 1 << 20, subject = undefined as string | undefined } = {},
): Segment {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const intake = sbom.open({ file, vantage: { ...VANTAGE, ...(subject === undefined ? {} : { subject }) } })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}
/** `line subject attribute=value field:value` of every fact. */
const facts = (segment: Segment) =>
  segment.facts.map((f) =>
    [
      `${f.line} ${f.subject} ${f.attribute}=${f.value}`,
      ...Object.entries(f.fields ?? {}).map(([k, v]) => `${k}:${v}`),
    ].join(' '),
  )
const said = (segment: Segment) => segment.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)

const JSON_BOM = JSON.stringify(
  {
    bomFormat: 'CycloneDX', specVersion: '1.6', version: 1,
    metadata: { timestamp: '2026-10-01T08:00:00+02:00', component: { 'bom-ref': 'fw', type: 'firmware', name: 'PX-15', version: '2.9.4', supplier: { name: 'Acme' } } },
    components: [
      { 'bom-ref': 'ssl', type: 'library', name: 'openssl', version: '3.0.13', purl: 'pkg:generic/openssl@3.0.13', cpe: 'cpe:2.3:a:openssl:openssl:3.0.13:*:*:*:*:*:*:*', hashes: [{ alg: 'SHA-256', content: 'AB'.repeat(32) }, { alg: 'MD5', content: 'no hex' }], components: [{ name: 'crypto', group: 'openssl' }] },
      { 'bom-ref': 'web', type: 'application', name: 'webd', publisher: 'Acme', scope: 'optional' },
      { type: 'library', version: '1' },
    ],
    dependencies: [{ ref: 'web', dependsOn: ['ssl', 'nowhere'] }, { ref: 'fw', dependsOn: ['web'] }],
    vulnerabilities: [{ id: 'CVE-2024-0001', analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'not\nbuilt in' }, affects: [{ ref: 'ssl' }] }],
    services: [{ name: 'x' }, { name: 'y' }],
  }, null, 1) // biome-ignore format: a document

const XML_BOM = `<?xml version="1.0" encoding="utf-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
 <metadata><timestamp>2026-10-01T06:00:00Z</timestamp>
  <component type="firmware" bom-ref="fw"><supplier><name>Acme</name></supplier><name>PX-15</name><version>2.9.4</version></component></metadata>
 <components>
  <component type="library" bom-ref="ssl"><name>open&#115;sl</name><version><![CDATA[3.0.13]]></version><purl>pkg:generic/openssl@3.0.13</purl>
   <hashes><hash alg="SHA-256">${'ab'.repeat(32)}</hash></hashes><components><component type="library"><group>openssl</group><name>crypto</name></component></components></component>
 </components>
 <dependencies><dependency ref="fw"><dependency ref="ssl"/></dependency></dependencies>
 <vulnerabilities><vulnerability><id>CVE-2024-0001</id><analysis><state>exploitable</state></analysis><affects><target><ref>ssl</ref></target></affects></vulnerability></vulnerabilities>
</bom>`

const TAGS = `SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: px
Creator: Tool: by hand
Created: 2026-10-01T06:00:00Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-fw

PackageName: PX-15
SPDXID: SPDXRef-fw
PackageVersion: 2.9.4
PackageSupplier: Organization: Acme (support@acme.example)
PackageComment: <text>several
PackageName: not a package
lines</text>
PrimaryPackagePurpose: FIRMWARE

PackageName: openssl
SPDXID: SPDXRef-ssl
PackageVersion: 3.0.13
PackageSupplier: NOASSERTION
PackageChecksum: SHA256: ${'ab'.repeat(32)}
ExternalRef: PACKAGE-MANAGER purl pkg:generic/openssl@3.0.13
ExternalRef: SECURITY cpe23Type cpe:2.3:a:openssl:openssl:3.0.13:*:*:*:*:*:*:*
ExternalRef: SECURITY advisory https://acme.example/a

FileName: ./a.c
SPDXID: SPDXRef-a
Relationship: SPDXRef-fw CONTAINS SPDXRef-ssl
Relationship: SPDXRef-ssl DEPENDENCY_OF SPDXRef-fw
Relationship: SPDXRef-a GENERATED_FROM SPDXRef-fw
`

describe('CycloneDX', () => {
  test('JSON: components with identifiers, nested ones flattened, what needs what, and statements on weaknesses', () => {
    const segment = read(JSON_BOM, { subject: '10.0.0.1' })
    expect(facts(segment).map((f) => f.replace(/^\d+ 10\.0\.0\.1 /, ''))).toEqual([
      'product=PX-15', 'make=Acme', 'firmware=2.9.4',
      'bill-of=PX-15 version:2.9.4 supplier:Acme type:firmware needs:webd',
      `component=openssl version:3.0.13 purl:pkg:generic/openssl@3.0.13 cpe:cpe:2.3:a:openssl:openssl:3.0.13:*:*:*:*:*:*:* type:library sha-256:${'ab'.repeat(32)}`,
      'component=openssl/crypto within:openssl',
      'component=webd supplier:Acme type:application scope:optional needs:openssl 3.0.13, nowhere',
      'vulnerability=CVE-2024-0001 state:not_affected justification:code_not_reachable says:not built in on:openssl 3.0.13',
    ]) // biome-ignore format: short
    expect(segment.facts.map((f) => JSON_BOM.split('\n')[f.line! - 1]!.trim()).slice(4, 5)).toEqual(['{'])
    expect([segment.manner, segment.records, segment.first, segment.last]).toEqual([
      'listed',
      3,
      1_790_834_400_000_000,
      1_790_834_400_000_000,
    ])
    expect(said(segment)).toEqual([
      expect.stringMatching(/^SBOM_NAMELESS: line \d+:/),
      'SBOM_NOT_USED: read over and not used: CycloneDX "services" (2)',
    ])
    expect(segment.notUnderstood).toEqual([{ what: 'CycloneDX "services"', packets: 2, bytes: 0, frames: [] }])
  })

  test('XML says the same', () => {
    const segment = read(XML_BOM, { file: 'bom.xml', subject: '10.0.0.1' })
    expect(facts(segment)).toEqual([
      '4 10.0.0.1 product=PX-15', '4 10.0.0.1 make=Acme', '4 10.0.0.1 firmware=2.9.4',
      '4 10.0.0.1 bill-of=PX-15 version:2.9.4 supplier:Acme type:firmware needs:openssl 3.0.13',
      `6 10.0.0.1 component=openssl version:3.0.13 purl:pkg:generic/openssl@3.0.13 type:library sha-256:${'ab'.repeat(32)}`,
      '7 10.0.0.1 component=openssl/crypto type:library within:openssl',
      '10 10.0.0.1 vulnerability=CVE-2024-0001 state:exploitable on:openssl 3.0.13',
    ]) // biome-ignore format: short
    expect([said(segment), segment.first]).toEqual([[], 1_790_834_400_000_000])
  })

  test('a document type, a broken end and deep nesting are refused with their line', () => {
    const xml = (text: string) => said(read(text, { file: 'bom.xml' })).at(0)
    const doctype = XML_BOM.replace('<bom', '<!DOCTYPE bom [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<bom').replace(
      'PX-15',
      '&a;',
    )
    expect(xml(doctype)).toMatch(/^DOCUMENT_DOCTYPE: line 2:/)
    expect(xml(XML_BOM.slice(0, -10))).toMatch(/^DOCUMENT_SYNTAX: line \d+: it is broken off or no XML/)
    expect(xml(XML_BOM.replace('<components>', '<components>'.repeat(70)))).toContain('nested too deeply')
    const deep = (n: number) =>
      `{"bomFormat":"CycloneDX","components":[${'{"name":"a","components":['.repeat(n)}${']}'.repeat(n)}]}`
    expect(said(read(deep(20))).join()).not.toContain('DOCUMENT_SYNTAX')
    expect(said(read(deep(100)))[0]).toContain('nested more than 64 deep')
  })
})

describe('SPDX', () => {
  test('lines of tags: packages, identifiers, relations both ways; files are counted, not read', () => {
    const segment = read(TAGS, { file: 'px.spdx', subject: 'name:plc-1' })
    expect(facts(segment)).toEqual([
      '9 name:plc-1 product=PX-15', '9 name:plc-1 make=Acme (support@acme.example)', '9 name:plc-1 firmware=2.9.4',
      '9 name:plc-1 bill-of=PX-15 version:2.9.4 supplier:Acme (support@acme.example) type:firmware needs:openssl 3.0.13, openssl 3.0.13',
      `18 name:plc-1 component=openssl version:3.0.13 purl:pkg:generic/openssl@3.0.13 cpe:cpe:2.3:a:openssl:openssl:3.0.13:*:*:*:*:*:*:* sha-256:${'ab'.repeat(32)}`,
    ]) // biome-ignore format: short
    expect(said(segment)).toEqual([
      'SBOM_NOT_USED: read over and not used: SPDX relations GENERATED_FROM (1), SPDX references to advisories (1), SPDX "files" (1)',
    ])
    expect(facts(read(TAGS.replaceAll('\n', '\r\n'), { subject: 'name:plc-1' }))).toEqual(facts(segment))
  })
})

describe('documents that npm made', () => {
  test.each([
    ['npm.cdx.json', 'CycloneDX'],
    ['npm.spdx.json', 'SPDX'],
  ])('%s', (name) => {
    const segment = read(sample(name), { file: name })
    const components = segment.facts.filter((f) => f.attribute === 'component')
    expect(components.map((f) => `${f.value} ${f.fields!['version']} ${f.fields!['purl']}`)).toEqual([
      'fast-check 4.10.2 pkg:npm/fast-check@4.10.2', 'papaparse 5.7.1 pkg:npm/papaparse@5.7.1', expect.stringMatching(/^pure-rand /),
    ]) // biome-ignore format: short
    expect(components[0]!.fields!['needs']).toMatch(/^pure-rand /)
    expect(Object.keys(components[0]!.fields!)).toContain('sha-512')
    expect(said(segment).filter((s) => !s.startsWith('SBOM_PROPOSED'))).toEqual([])
    expect(segment.facts[0]!.subject).toMatch(/^name:(sb|panel-demo)$/)
  })
})

test('without a person’s word the bill stands under what it describes, else under the name of its file', () => {
  expect(said(read(JSON_BOM))[0]).toContain('SBOM_PROPOSED: its components stand under "PX-15"')
  expect(read(JSON_BOM).facts.every((f) => f.subject === 'name:PX-15')).toBe(true)
  const bare = read('{"bomFormat":"CycloneDX","specVersion":"2.0","components":[{"name":"a"}]}', {
    file: 'x/panel.cdx.json',
  })
  expect(facts(bare)).toEqual(['1 name:panel component=a'])
  expect(said(bare).map((s) => s.split(':')[0])).toEqual(['SBOM_NO_SUBJECT', 'SBOM_VERSION'])
  const app = read(JSON_BOM.replace('"firmware"', '"application"'), { subject: '10.0.0.1' })
  expect(app.facts.map((f) => f.attribute)).not.toContain('product')
})

test('what is taken for an SBOM', () => {
  const recognized = (text: string, name = 'x') => sbom.recognizes(new TextEncoder().encode(text.slice(0, 4096)), name)
  for (const text of [
    JSON_BOM,
    XML_BOM,
    TAGS,
    sample('npm.cdx.json').toString(),
    sample('npm.spdx.json').toString(),
    `\ufeff${JSON_BOM}`,
  ])
    expect(recognized(text)).toBe(true)
  expect(recognized('{"packages":[', 'a.spdx.json')).toBe(true)
  for (const text of ['', '{}', '<nmaprun>', 'name,ip', '[1]', '{"results": [{"url": "/api/dcim/devices/1/"}]}'])
    expect(recognized(text), text).toBe(false)
})

test('algorithms are written one way', () => {
  expect(['SHA-256', 'SHA256', 'sha3-256', 'MD5', 'BLAKE2b-256'].map(algorithm)).toEqual([
    'sha-256',
    'sha-256',
    'sha3-256',
    'md5',
    'blake2b-256',
  ])
})

test('any bytes and any damage in any chunks: one answer, and nothing throws', () => {
  const wholes = [JSON_BOM, XML_BOM, TAGS].map((text) => new TextEncoder().encode(text))
  const damaged = fc
    .tuple(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(3000), fc.constantFrom(...'{}[]",:<>/&\n0a\u0000'), fc.nat(4)), { maxLength: 8 }),
      fc.nat(2),
    )
    .map(([whole, cuts, cut]) => {
      const bytes = [...whole]
      for (const [at, c, drop] of cuts) bytes.splice(at % bytes.length, drop, c.charCodeAt(0))
      return Uint8Array.from(cut === 0 ? bytes.slice(0, bytes.length >> 1) : bytes)
    })
  fc.assert(
    fc.property(
      fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })),
      fc.integer({ min: 1, max: 99 }),
      (content, chunk) => {
        expect(read(content, { chunk })).toEqual(read(content))
        sbom.recognizes(content, 'bom.json')
      },
    ),
    { seed: 62443, numRuns: 400 },
  )
})
