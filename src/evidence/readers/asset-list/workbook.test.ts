import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Vantage } from '../../observation.ts'
import { scanXml } from '../xml-scan.ts'
import { assetList } from './asset-list.ts'
import { assetListDiagnostics } from './diagnostics.ts'
import { guessMapping } from './guess-mapping.ts'
import { ZIP_LIMITS } from './unzip.ts'
import { readWorkbook } from './workbook.ts'

const VANTAGE: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([assetListDiagnostics])

type Cell = string | number | { readonly xml: string }
interface SheetOf {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  readonly state?: string
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const cellXml = (cell: Cell, at: string) =>
  typeof cell === 'object'
    ? cell.xml.replace('AT', at)
    : typeof cell === 'number'
      ? `<c r="${at}"><v>${cell}</v></c>`
      : cell === ''
        ? ''
        : `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
const sheetXml = (rows: SheetOf['rows']) =>
  `<?xml version="1.0"?><worksheet><dimension ref="A1:XFD1048576"/><sheetData>${rows
    .map((row, r) => `<row r="${r + 1}">${row.map((cell, c) => cellXml(cell, `${String.fromCharCode(65 + c)}${r + 1}`)).join('')}</row>`)
    .join('')}</sheetData></worksheet>` // biome-ignore format: short

function filesOf(sheets: readonly SheetOf[], more: Record<string, string> = {}): Record<string, string> {
  const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="x"><sheets>${sheets.map(({ name, state }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="r${i}"${state ? ` state="${state}"` : ''}/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets.map((_, i) => `<Relationship Id="r${i}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="s" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    ...Object.fromEntries(sheets.map(({ rows }, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(rows)])),
    ...more,
  }
}
const pack = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)])), { level: 6 })
const workbook = (sheets: readonly SheetOf[], more: Record<string, string> = {}) => pack(filesOf(sheets, more))

function read(
  bytes: Uint8Array,
  { chunk = 1 << 20, mapping = undefined as string | undefined, file = 'assets.xlsx' } = {},
) {
  const intake = assetList.open({
    file,
    vantage: VANTAGE,
    ...(mapping === undefined ? {} : { mapping: { file: `${file}.mapping.yaml`, text: mapping } }),
  })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}
const facts = (segment: ReturnType<typeof read>) =>
  segment.facts.map((f) => `${f.sheet ?? ''}:${f.line} ${f.subject} ${f.attribute}=${f.value}`)
const said = (segment: ReturnType<typeof read>) =>
  segment.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}${d.help ? ` (${d.help})` : ''}`)

const CELL_1: SheetOf = { name: 'Cell & 1', rows: [['Register 2026'], [], ['Name', 'IP', 'Firmware', 'Remark'], ['plc-1', '10.0.0.1', 2.9, 'x'], [], ['=HYPERLINK("x")', '10.0.0.2', '', '']] } // biome-ignore format: rows

describe('workbooks', () => {
  test('every sheet that names columns is read, with sheet and row; texts stay texts', () => {
    const segment = read(
      workbook([
        CELL_1,
        { name: 'Notes', rows: [['hello']] },
        {
          name: 'Old',
          state: 'hidden',
          rows: [
            ['Name', 'IP'],
            ['a', '10.9.9.9'],
          ],
        },
      ]),
    )
    expect(facts(segment)).toEqual([
      'Cell & 1:4 10.0.0.1 name=plc-1',
      'Cell & 1:4 10.0.0.1 firmware=2.9',
      'Cell & 1:6 10.0.0.2 name==HYPERLINK("x")',
    ])
    expect(said(segment)).toEqual([
      'LIST_COLUMN_NOT_READ: columns not read: Remark',
      'LIST_SHEET_NOT_READ: sheet "Notes" with 1 rows is not read: no row names the columns of an asset list',
      'LIST_SHEET_NOT_READ: sheet "Old" with 2 rows is not read: it is hidden',
    ])
  })

  test('shared texts, formulas, dates, truth, errors, numbers, cells without a place', () => {
    const more = {
      'xl/sharedStrings.xml': '<sst><si><t>na</t><rPh><t>XX</t></rPh></si><si><r><t>plc</t></r><r><t xml:space="preserve">-7 &amp; &#x4f;</t></r></si></sst>',
      'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    } // biome-ignore format: files
    const rows: SheetOf['rows'] = [
      ['Name', 'ID', 'Serial', 'Owner', 'OS', 'Firmware', 'Location'],
      [{ xml: '<c t="s"><v>1</v></c>' }, { xml: '<c r="AT"><f>A1&amp;"x"</f><v>42</v></c>' }, { xml: '<c r="AT" s="1"><v>46023</v></c>' }, { xml: '<c r="AT" t="b"><v>1</v></c>' }, { xml: '<c r="AT" t="e"><v>#REF!</v></c>' }, { xml: '<c r="AT"><v>2.8999999999999999</v></c>' }, { xml: '<c r="AT" t="s"><v>99</v></c>' }],
    ] // biome-ignore format: rows
    const segment = read(workbook([{ name: 'S', rows }], more))
    expect(facts(segment)).toEqual([
      'S:2 name:plc-7 & O name=plc-7 & O', 'S:2 name:plc-7 & O id=42', 'S:2 name:plc-7 & O serial=2026-01-01', 'S:2 name:plc-7 & O owner=true', 'S:2 name:plc-7 & O firmware=2.9',
    ]) // biome-ignore format: short
    expect(said(segment)).toEqual([
      'LIST_FORMULAS: sheet "S": 1 cells hold formulas; the values that were computed last are read',
    ])
  })

  test('one broken cell or a cell far out costs neither the list nor memory', () => {
    const rows = [
      ['Name', 'IP'],
      ['a', '10.0.0.1'],
      [{ xml: '<c r="A3"><v>x</v></c>' }, '10.0.0.2'],
      ['b', { xml: '<c r="XFD20000"><v>1</v></c>' }],
    ]
    const before = process.memoryUsage().arrayBuffers
    const segment = read(workbook([{ name: 'S', rows }]))
    expect(facts(segment)).toEqual(['S:2 10.0.0.1 name=a', 'S:4 name:b name=b'])
    expect(segment.addresses.map((a) => a.ip)).toEqual(
      ['10.0.0.1', '10.0.0.2', undefined].slice(0, segment.addresses.length),
    )
    expect(said(segment)).toContain('LIST_SHEET_LIMIT: sheet "S": columns beyond 256 are not read')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 << 20)
  })
})

describe('hostile archives', () => {
  test('what grows too much, claims too little, is too many or encrypted is refused with words', () => {
    const bomb = workbook([{ name: 'S', rows: [['Name', 'IP']] }], {
      'xl/worksheets/sheet1.xml': `<worksheet>${' '.repeat(30 << 20)}</worksheet>`,
    })
    expect(bomb.length).toBeLessThan(100_000)
    expect(readWorkbook(bomb).faults).toEqual([
      `"xl/worksheets/sheet1.xml" grows to more than ${ZIP_LIMITS.ratio} times its packed size`,
    ])

    const liar = workbook([CELL_1])
    const view = new DataView(liar.buffer)
    const patch = (field: number, value: number) => {
      const copy = liar.slice()
      for (let i = 0; i + 46 < copy.length; i++)
        if (
          view.getUint32(i, true) === 0x02014b50 &&
          new TextDecoder().decode(copy.subarray(i + 46, i + 46 + 23)).startsWith('xl/worksheets/sheet1')
        )
          new DataView(copy.buffer).setUint32(i + field, value, true)
      return readWorkbook(copy).faults
    }
    expect(patch(24, 10)).toEqual(['"xl/worksheets/sheet1.xml" is damaged'])
    expect(patch(24, 0xffffff)).toEqual([expect.stringContaining('times its packed size')])
    expect(patch(16, 1)).toEqual(['"xl/worksheets/sheet1.xml" is damaged'])
    expect(patch(8, 1 | (8 << 16))).toEqual(['"xl/worksheets/sheet1.xml" is encrypted'])
    const many = zipSync(
      Object.fromEntries(Array.from({ length: ZIP_LIMITS.entries + 1 }, (_, i) => [`xl/${i}.xml`, new Uint8Array()])),
    )
    expect(readWorkbook(many).faults).toEqual([
      `it holds ${ZIP_LIMITS.entries + 1} files, more than ${ZIP_LIMITS.entries}`,
    ])
    expect(readWorkbook(liar.subarray(0, liar.length >> 1)).faults).toEqual([
      'it has no directory at its end, as when it was cut',
    ])
    expect(readWorkbook(pack({ 'word/document.xml': '<x/>' })).faults).toEqual(['it holds no workbook'])
  })

  test('a document type is refused, and entities stay as they are', () => {
    const sheet =
      '<!DOCTYPE x [<!ENTITY a "boo"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    const files = { ...filesOf([CELL_1]), 'xl/worksheets/sheet1.xml': sheet }
    expect(readWorkbook(pack(files)).faults).toEqual([
      '"xl/worksheets/sheet1.xml" declares a document type (DOCTYPE), which no workbook needs, and is not read',
    ])
    const texts: string[] = []
    const sink = { open: () => undefined, close: () => undefined, text: (t: string) => texts.push(t) }
    expect(scanXml('<a>&lt;&b;&#65;&#x110000;&constructor;</a>', sink)).toBeUndefined()
    expect(texts).toEqual(['<&b;A&#x110000;&constructor;'])
    expect(scanXml('<a>'.repeat(100), sink)).toEqual({ at: 3 * 64, why: 'deep' })
    expect(scanXml('<a b=">"><c/></b>', sink)?.why).toBe('broken')
  })
})

describe('mappings', () => {
  const MAPPING =
    'sheet: Cell & 1\nheader: 3\ncolumns:\n  name: name\n  IP: ip\n  Remark: kind\n  Firmware: ignore\nconstants: { zone: cell-1, kind: unknown }\nvalues:\n  kind: { X: plc }\n'
  test('columns, sheet, header, constants and words as a person wrote them', () => {
    const segment = read(workbook([CELL_1, { ...CELL_1, name: 'other' }]), { mapping: MAPPING })
    expect(facts(segment)).toEqual([
      'Cell & 1:4 10.0.0.1 name=plc-1', 'Cell & 1:4 10.0.0.1 kind=plc', 'Cell & 1:4 10.0.0.1 zone=cell-1',
      'Cell & 1:6 10.0.0.2 name==HYPERLINK("x")', 'Cell & 1:6 10.0.0.2 zone=cell-1', 'Cell & 1:6 10.0.0.2 kind=unknown',
    ]) // biome-ignore format: short
    expect(said(segment)).toEqual([])
  })

  test('the same for a text, with separator and without headings', () => {
    const csv = strToU8('plc-1|10.0.0.1|SPS\nhmi-1|10.0.0.2|HMI\n')
    const segment = read(csv, {
      file: 'a.csv',
      mapping: 'header: 0\nseparator: "|"\ncolumns: { A: name, B: ip, C: kind }\nvalues: { kind: { sps: plc } }',
    })
    expect(facts(segment)).toEqual([
      ':1 10.0.0.1 name=plc-1',
      ':1 10.0.0.1 kind=plc',
      ':2 10.0.0.2 name=hmi-1',
      ':2 10.0.0.2 kind=HMI',
    ])
  })

  test('what is wrong is said with its line and a way out, and no guess takes the place of a mapping', () => {
    const wrong = 'sheets: x\ncolumns:\n  Nmae: name\n  IP: ip-address\n  Firmware: firmware\n'
    expect(said(read(workbook([CELL_1]), { mapping: wrong }))).toEqual([
      'LIST_MAPPING_KEY: assets.xlsx.mapping.yaml, line 1: "sheets" is nothing that a mapping says (did you mean "sheet"?)',
      'LIST_MAPPING_ATTRIBUTE: assets.xlsx.mapping.yaml, line 4: "ip-address" is no attribute of an asset (known here: ip, mac, name, id, make, product, order-number, firmware, serial, os, kind, zone, level, vlan, location, owner, ignore)',
      'LIST_MAPPING_COLUMN: assets.xlsx.mapping.yaml, line 3: the list has no column "Nmae" (did you mean "Name"?)',
      'LIST_COLUMN_NOT_READ: columns not read: Name, IP, Remark',
      expect.stringContaining('LIST_ROW_WITHOUT_NAME'),
      expect.stringContaining('LIST_ROW_WITHOUT_NAME'),
    ])
    const broken = read(workbook([CELL_1]), { mapping: 'columns: [' })
    expect([broken.facts, said(broken)[0]]).toEqual([
      [],
      expect.stringContaining('LIST_MAPPING_SYNTAX: assets.xlsx.mapping.yaml, line 1'),
    ])
    expect(said(read(workbook([CELL_1]), { mapping: 'sheet: Cell-1\ncolumns: { Name: name }' }))).toEqual([
      'LIST_MAPPING_SHEET: assets.xlsx.mapping.yaml: the workbook has no sheet "Cell-1" (known here: Cell & 1)',
    ])
    expect(said(read(workbook([CELL_1]), { mapping: 'columns: { Nix: name }' })).at(-1)).toContain(
      'LIST_MAPPING_FITS_NOT',
    )
    for (const hostile of [
      '{'.repeat(5000),
      'a: &x [*x]',
      '- 1',
      'columns: {?: 1}',
      'columns: {A: {B: c}}',
      'x'.repeat(300_000),
    ])
      expect(read(workbook([CELL_1]), { mapping: hostile }).facts).toEqual([])
  })

  test('the guess reads the list as the reader does, and says what it did not understand', () => {
    const bytes = workbook([CELL_1])
    const guess = guessMapping(bytes, 'assets.xlsx')!
    expect(guess).toContain('header: 3')
    expect(guess).toContain('# "Remark": not understood')
    expect(facts(read(bytes, { mapping: guess }))).toEqual(facts(read(bytes)))
    const csv = strToU8('Gerät;IP-Adresse;Typ;Typ (neu);x: y\nA;10.0.0.1;SPS;PLC;1\n')
    expect(facts(read(csv, { file: 'a.csv', mapping: guessMapping(csv, 'a.csv')! }))).toEqual(
      facts(read(csv, { file: 'a.csv' })),
    )
    expect(guessMapping(strToU8('1;2;3'), 'a.csv')).toBeUndefined()
  })
})

test('any bytes and any damage in any chunks: one answer, and nothing throws', () => {
  const whole = workbook([
    CELL_1,
    {
      name: 'two',
      rows: [
        ['Name', 'IP'],
        ['a', '10.0.0.3'],
      ],
    },
  ])
  const stored = zipSync(Object.fromEntries(Object.entries(filesOf([CELL_1])).map(([k, v]) => [k, strToU8(v)])), {
    level: 0,
  })
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 })
  const bytes = fc.tuple(fc.constantFrom(whole, stored), damage, fc.nat(3)).map(([base, cuts, cut]) => {
    const copy = base.slice()
    for (const [at, value] of cuts) copy[at % copy.length] = value
    return cut === 0 ? copy.subarray(0, copy.length - (cuts.length + 1) * 7) : copy
  })
  fc.assert(
    fc.property(
      fc.oneof(bytes, fc.uint8Array({ maxLength: 200 })),
      fc.integer({ min: 1, max: 500 }),
      (content, chunk) => {
        expect(read(content, { chunk })).toEqual(read(content))
        assetList.recognizes(content, 'x.xlsx')
        guessMapping(content, 'x.xlsx')
      },
    ),
    { seed: 62443, numRuns: 300 },
  )
  const xml = fc
    .array(
      fc.constantFrom(
        '<a>',
        '</a>',
        '<a b="',
        '"',
        '>',
        '<',
        '&#',
        ';',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '/>',
        'x',
      ),
    )
    .map((p) => p.join(''))
  fc.assert(
    fc.property(xml, (text) => void scanXml(text, { open: (_, a) => a.get('b'), close: () => 0, text: () => 0 })),
    { seed: 62443, numRuns: 500 },
  )
})
