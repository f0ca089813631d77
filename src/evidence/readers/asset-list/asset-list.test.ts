import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Vantage } from '../../observation.ts'
import { assetList } from './asset-list.ts'
import { assetListDiagnostics } from './diagnostics.ts'
import { FIELDS, heading, HEADINGS } from './header-table.ts'

const vantage: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([assetListDiagnostics])

function read(content: string | Uint8Array, chunk = 1 << 20) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const intake = assetList.open({ file: 'list.csv', vantage })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}
/** `line subject attribute=value` of every fact. */
const facts = (segment: ReturnType<typeof read>) =>
  segment.facts.map((f) => `${f.line} ${f.subject} ${f.attribute}=${f.value}`)
const said = (segment: ReturnType<typeof read>) => segment.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)

const ENGLISH = [
  'Asset Name,IP Address,MAC Address,Vendor,Model,Firmware Version,Serial Number,Type,Zone,Location,Owner',
  'plc-filler,10.10.1.11,02-00-00-00-01-11,Acme,PX-15,2.9.4,SN-0815,PLC,cell-1,Hall 1,production',
  '"Panel, left",10.10.1.12/24,,Acme,,n/a,,HMI,cell-1,,',
  'spare drive,,,Bolt,D-7,,,drive,,store room,',
].join('\n')

describe('rows become facts', () => {
  test('with their line, under the address, or under the name where there is none', () => {
    const segment = read(ENGLISH)
    expect(facts(segment)).toEqual([
      '2 10.10.1.11 name=plc-filler',
      '2 10.10.1.11 make=Acme',
      '2 10.10.1.11 product=PX-15',
      '2 10.10.1.11 firmware=2.9.4',
      '2 10.10.1.11 serial=SN-0815',
      '2 10.10.1.11 kind=PLC',
      '2 10.10.1.11 zone=cell-1',
      '2 10.10.1.11 location=Hall 1',
      '2 10.10.1.11 owner=production',
      '3 10.10.1.12 name=Panel, left',
      '3 10.10.1.12 make=Acme',
      '3 10.10.1.12 kind=HMI',
      '3 10.10.1.12 zone=cell-1',
      '4 name:spare drive name=spare drive',
      '4 name:spare drive make=Bolt',
      '4 name:spare drive product=D-7',
      '4 name:spare drive kind=drive',
      '4 name:spare drive location=store room',
    ])
    expect(segment.addresses.map((a) => `${a.ip} ${a.mac} ${a.by}`)).toEqual([
      '10.10.1.11 02:00:00:00:01:11 list',
      '10.10.1.12 undefined list',
    ])
    expect([segment.manner, segment.records, segment.diagnostics]).toEqual(['listed', 3, []])
    expect(segment.facts.every((f) => f.by === 'asset-list')).toBe(true)
  })

  test('the same from semicolons, tabs, CRLF, quotes, BOM, UTF-16 and Latin-1', () => {
    const german = 'Gerätename;IP-Adresse;Hersteller\r\nMühle;10.0.0.1;"Krämer; Söhne"\r\n'
    const wanted = ['2 10.0.0.1 name=Mühle', '2 10.0.0.1 make=Krämer; Söhne']
    const utf16 = new Uint8Array(Uint16Array.from([0xfeff, ...[...german].map((c) => c.charCodeAt(0))]).buffer)
    const latin = Uint8Array.from([...german].map((c) => c.charCodeAt(0)))
    expect(facts(read(german))).toEqual(wanted)
    expect(facts(read(`\ufeff${german}`))).toEqual(wanted)
    expect(facts(read(utf16))).toEqual(wanted)
    expect(facts(read(latin))).toEqual(wanted)
    expect(said(read(latin))).toEqual([
      'LIST_ENCODING: the file is not UTF-8 and was read as "Windows-1252"'.replaceAll('"', ''),
    ])
    expect(facts(read('Name\tIP\nA\t10.0.0.1'))).toEqual(['2 10.0.0.1 name=A'])
    expect(facts(read('Name;IP\rA;10.0.0.1\r'))).toEqual(['2 10.0.0.1 name=A'])
  })

  test('behind a title, with cells of several lines, blank rows, and numbers kept from counting', () => {
    const text =
      'Asset register 2026;;\nsep=;\n\nTag;IP address 1;IP address 2;Remarks\n"P\n1";="10.0.0.1";10.0.0.2\n;;;\nP2;10.0.0.3;;x'
    const segment = read(text)
    expect(facts(segment)).toEqual(['5 10.0.0.1 id=P 1', '5 10.0.0.2 id=P 1', '8 10.0.0.3 id=P2'])
    expect(said(segment)).toEqual(['LIST_COLUMN_NOT_READ: columns not read: Remarks'])
  })

  test('several addresses in one cell; one MAC goes with all of them', () => {
    const segment = read(
      'name,ip,mac\nA,"10.0.0.1, 10.0.0.2",0200.0000.0111\nB,10.0.0.3 10.0.0.4,"020000000001;020000000002"',
    )
    expect(segment.addresses.map((a) => `${a.ip} ${a.mac}`)).toEqual([
      '10.0.0.1 02:00:00:00:01:11',
      '10.0.0.2 02:00:00:00:01:11',
      '10.0.0.3 02:00:00:00:00:01',
      '10.0.0.4 02:00:00:00:00:02',
    ])
  })
})

describe('what is wrong is said with its line, and the rest counts', () => {
  test('cells that cannot be read', () => {
    const segment = read('name;ip;mac\nA;10.1.1.256;zz\nB;10.0.0.0/24;\nC;010.0.0.1;dhcp\nD;dhcp;-\nE;10.0.0.5:502;')
    expect(said(segment)).toEqual([
      'LIST_CELL: line 2, column "ip": 10.1.1.256 is no IP address of an asset',
      'LIST_CELL: line 2, column "mac": zz is no MAC address',
      'LIST_CELL: line 3, column "ip": 10.0.0.0/24 is no IP address but a network',
      'LIST_CELL: line 4, column "ip": 010.0.0.1 is no IP address of an asset',
      'LIST_CELL: line 6, column "ip": 10.0.0.5:502 is no IP address of an asset',
    ])
    expect(facts(segment)).toHaveLength(5)
    const [first] = segment.diagnostics
    expect('name;ip;mac\nA;10.1.1.256;zz\n'.slice(first!.span!.from, first!.span!.to)).toBe('A;10.1.1.256;zz')
  })

  test('rows that are too long, nameless, or claim an address twice; columns that repeat', () => {
    const segment = read('name,ip,model,product\nA,10.0.0.1,M,P\nB,10.0.0.1,M,P,extra\n,,M,P')
    expect(said(segment)).toEqual([
      'LIST_COLUMN_TWICE: column "product" says the same as column "model" before it and is not read',
      'LIST_ROW_LONG: line 3 has 5 cells under 4 headings; those beyond are not read',
      'LIST_ADDRESS_TWICE: line 3: 10.0.0.1 already stands on line 2',
      'LIST_ROW_WITHOUT_NAME: line 4 has neither an address nor a name nor an id and is kept under its number',
    ])
    expect(facts(segment)).toContain('4 name:line 4 product=M')
  })

  test('a quote that never ends', () => {
    expect(said(read('name,ip\n"A,10.0.0.1\nB,10.0.0.2')).join()).toContain('LIST_QUOTES: line 2')
  })

  test('a file without headings is refused, not guessed', () => {
    const segment = read('10.0.0.1,plc,Acme\n10.0.0.2,hmi,Acme')
    expect(said(segment).join()).toContain('LIST_NO_HEADER')
    expect(segment.facts).toEqual([])
  })

  test('one mistake in every row stays readable', () => {
    const segment = read(`name,ip\n${'A,x\n'.repeat(250)}`)
    expect(segment.diagnostics).toHaveLength(101)
    expect(said(segment).at(-1)).toBe('LIST_MORE: 150 more of LIST_CELL are not listed')
  })
})

test('what is taken for a list', () => {
  const recognized = (text: string) => assetList.recognizes(new TextEncoder().encode(text), 'x')
  expect(recognized(ENGLISH)).toBe(true)
  expect(recognized('Bezeichnung;IP;Seriennummer')).toBe(true)
  for (const text of [
    '',
    'name',
    'cofferdam: 1\nname: x, ip: y',
    '#separator \\x09\n#fields\tts\tuid\tid.orig_h',
    '{"name": "a", "ip": "b"}',
  ])
    expect(recognized(text), text).toBe(false)
  expect(assetList.recognizes(Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0), 'x.csv')).toBe(false)
})

test('every heading of the table is in its compared form and names one field only', () => {
  const all = FIELDS.flatMap((field) => HEADINGS[field])
  expect(all.filter((text) => heading(text) !== text)).toEqual([])
  expect(all.filter((text, i) => all.indexOf(text) !== i)).toEqual([])
})

test('any bytes in any chunks: one answer, and nothing throws', () => {
  const rows = fc.array(
    fc.array(fc.constantFrom('a', '"', '10.0.0.1', '\n', '\r', ';', 'é', '02:00:00:00:00:01', ''), { maxLength: 6 }),
  )
  const text = rows.map((r) => `name;ip;mac;kind\n${r.map((cells) => cells.join(';')).join('\n')}`)
  const bytes = fc.oneof(
    text.map((t) => new TextEncoder().encode(t)),
    fc.uint8Array({ maxLength: 300 }),
  )
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 50 }), (content, chunk) => {
      expect(read(content, chunk)).toEqual(read(content))
      assetList.recognizes(content, 'x')
    }),
  )
})
