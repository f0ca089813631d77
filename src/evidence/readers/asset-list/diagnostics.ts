import { type DiagnosticTable, reporter } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while an asset list is read. */
export const assetListDiagnostics = {
  LIST_NO_HEADER: {
    severity: 'error',
    message: 'no line of the first {lines} names the columns of an asset list',
    about:
      'An asset list needs one line (or row of a sheet) that names its columns, and at least two of them must be known, one being a name, an id or an address: for example `name;ip;vendor;model;firmware;serial;type;zone`. German headings and those of common exports are known as well. Add or rename the headings; nothing of the file was read.',
  },
  LIST_COLUMN_NOT_READ: {
    severity: 'info',
    message: 'columns not read: {columns}',
    about:
      'These headings are not known, so what stands in the columns is left out. That is fine for remarks and the like. If a column holds an address, a maker, a product, a firmware version, a serial number, a kind, a zone, a location or an owner, rename its heading, or write a mapping: `cofferdam inspect <list> --print-mapping` begins one.',
  },
  LIST_COLUMN_TWICE: {
    severity: 'warning',
    message: 'column "{column}" says the same as column "{first}" before it and is not read',
    about:
      'Two headings mean the same field, and only one value of it can stand for an asset. The first column counts. Rename or remove the one that is not meant.',
  },
  LIST_CELL: {
    severity: 'warning',
    message: '{at}, column "{column}": {value} is no {expected}',
    about:
      'The cell could not be read and is left out; the rest of the row counts. IPv4 addresses are written as four numbers without leading zeros, MAC addresses as six pairs of hex digits; several in one cell are parted by blanks, commas or semicolons. A network such as 10.1.0.0/24 is not the address of an asset.',
  },
  LIST_ROW_LONG: {
    severity: 'warning',
    message: '{at} has {cells} cells under {columns} headings; those beyond are not read',
    about:
      'A separator inside a value that is not quoted makes further cells and moves the values behind it into wrong columns. Check the row; quote values that hold the separator.',
  },
  LIST_QUOTES: {
    severity: 'warning',
    message: '{at}: a quoted value does not end where it should',
    about:
      'A value that begins with a double quote ends at the next one, and a double quote inside is written twice (RFC 4180). What follows may have been read into one cell; check the row and those behind it.',
  },
  LIST_ADDRESS_TWICE: {
    severity: 'warning',
    message: '{at}: {address} already stands on {first}',
    about:
      'Two rows claim one address. Both are kept, and the inventory shows them as one host with values that disagree. Correct the list, or put the rows into lists of their own address space when the address is used twice behind NAT.',
  },
  LIST_ROW_WITHOUT_NAME: {
    severity: 'warning',
    message: '{at} has neither an address nor a name nor an id and is kept under its number',
    about:
      'Nothing in the row says which asset it means, so it can not be matched with anything found. Give it a name, an id or an address.',
  },
  LIST_ENCODING: {
    severity: 'info',
    message: 'the file is not UTF-8 and was read as {encoding}',
    about:
      'Spreadsheets often write CSV in the encoding of the desktop. If letters with accents look wrong, export the list as UTF-8.',
  },
  LIST_LIMIT: {
    severity: 'error',
    message: 'more than {limit} {what}: the rest of the file is not read',
    about: 'Memory is bounded. Rows before the place named are read and count. Split the list into several files.',
  },
  LIST_WORKBOOK: {
    severity: 'error',
    message: 'the workbook is not read in full: {why}',
    about:
      'A workbook is an archive of XML files. It is unpacked within limits (100 sheets, 200,000 rows and 256 columns a sheet, 96 MB and 200 times its size in all), and what is damaged, encrypted or larger is left out. Save it again, without a password, or export the sheet as CSV.',
  },
  LIST_SHEET_NOT_READ: {
    severity: 'info',
    message: 'sheet "{sheet}" with {rows} rows is not read: {why}',
    about:
      'Every visible sheet is read that names the columns of an asset list in one of its first rows. Cover sheets and lookups need not be. If it holds assets, name it with `sheet:` in a mapping.',
  },
  LIST_SHEET_LIMIT: {
    severity: 'error',
    message: 'sheet "{sheet}": {what} are not read',
    about: 'Memory is bounded. Everything before the limit counts. Split the workbook, or delete what is not a list.',
  },
  LIST_FORMULAS: {
    severity: 'info',
    message: 'sheet "{sheet}": {cells} cells hold formulas; the values that were computed last are read',
    about:
      'Formulas are never computed here. A workbook keeps the value that each had when it was saved; where none was kept the cell counts as empty.',
  },
  LIST_MAPPING_SYNTAX: {
    severity: 'error',
    message: '{file}, line {line}: {why}',
    about:
      'A mapping is YAML: `columns:` with a heading and what it means in each line, and, where needed, `sheet:`, `header:` (line of the headings, 0 for none), `separator:`, `constants:` and `values:`. A list whose mapping cannot be read is not read either, so that no guess takes its place.',
  },
  LIST_MAPPING_KEY: {
    severity: 'warning',
    message: '{file}, line {line}: "{key}" is nothing that a mapping says',
    about: 'A mapping knows columns, constants, values, sheet, header and separator. The key is passed over.',
  },
  LIST_MAPPING_ATTRIBUTE: {
    severity: 'error',
    message: '{file}, line {line}: "{attribute}" is no attribute of an asset',
    about:
      'Attributes that a column can hold: ip, mac, name, id, make, product, order-number, firmware, serial, os, kind, zone, level, vlan, location, owner; `ignore` for a column that nobody needs. The line is passed over.',
  },
  LIST_MAPPING_COLUMN: {
    severity: 'warning',
    message: '{file}, line {line}: the list has no column "{column}"',
    about:
      'The heading is compared without regard to case and blanks and has to stand in the list otherwise as it is written in the mapping. Where the list has no headings (`header: 0`), columns are called A, B, C and so on.',
  },
  LIST_MAPPING_SHEET: {
    severity: 'error',
    message: '{file}: the workbook has no sheet "{sheet}"',
    about: 'The name of a sheet stands on its tab. Nothing of the workbook was read.',
  },
  LIST_MAPPING_FITS_NOT: {
    severity: 'error',
    message: 'none of the columns that {file} names was found, and nothing is read',
    about:
      'Either the mapping belongs to another list, or the headings stand further down than in the first twenty lines: say where with `header:`.',
  },
  LIST_MORE: {
    severity: 'info',
    message: '{count} more of {code} are not listed',
    about: 'Only the first hundred of each code are listed for one file. They most often have one cause.',
  },
} as const satisfies DiagnosticTable

export type AssetListFault = keyof typeof assetListDiagnostics

/** Reports on an asset list. */
export const assetListFault = reporter(assetListDiagnostics)
