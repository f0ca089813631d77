import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Sha256 } from '../../../groundwork/canonical.ts'
import type { Micros } from '../../../groundwork/day.ts'
import type { AddressSeen, FactSeen, Segment } from '../../observation.ts'
import type { EvidenceReader, Intake, OpenOptions } from '../../reader.ts'
import { findColumns, HEADER_LINES } from './columns.ts'
import { decodeText } from './decode.ts'
import { Reports } from './reports.ts'
import { readRows } from './rows.ts'

/** Bytes of one list. */
const LARGEST = 64 << 20

/** An asset list in CSV: headings in English or German, any usual separator and encoding; a row is an asset. */
export const assetList: EvidenceReader = {
  id: 'asset-list',
  title: 'asset list (CSV)',
  recognizes(head) {
    const { text, encoding } = decodeText(head)
    return (encoding === 'UTF-16' || !head.includes(0)) && findColumns(text) !== undefined
  },
  open: (options) => new AssetListIntake(options),
}

class AssetListIntake implements Intake {
  readonly #options: OpenOptions
  readonly #hash = sha256.create()
  readonly #chunks: Uint8Array[] = []
  #kept = 0
  #bytes = 0

  constructor(options: OpenOptions) {
    this.#options = options
  }

  feed(chunk: Uint8Array): void {
    const { hash } = this.#options
    if (hash) hash.update(chunk)
    else this.#hash.update(chunk)
    this.#bytes += chunk.length
    const there = Math.min(chunk.length, LARGEST - this.#kept)
    if (there > 0) this.#chunks.push(chunk.slice(0, there))
    this.#kept += there
  }

  end(): Segment {
    const { file, vantage, hash } = this.#options
    const bytes = new Uint8Array(this.#kept)
    let at = 0
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    const reports = new Reports(file)
    const listed = listOf(bytes, this.#bytes > LARGEST, reports)
    return {
      source: hash ? hash.digest() : (bytesToHex(this.#hash.digest()) as Sha256),
      from: 0,
      to: this.#bytes,
      file,
      reader: assetList.id,
      manner: 'listed',
      vantage,
      first: undefined,
      last: undefined,
      records: listed.rows,
      bytes: this.#bytes,
      addresses: listed.addresses,
      conversations: [],
      links: [],
      services: [],
      facts: listed.facts,
      notUnderstood: [],
      diagnostics: reports.all(),
    }
  }
}

interface Listed {
  readonly rows: number
  readonly addresses: readonly AddressSeen[]
  readonly facts: readonly FactSeen[]
}

function listOf(bytes: Uint8Array, cut: boolean, reports: Reports): Listed {
  const { text, encoding } = decodeText(bytes)
  if (encoding === 'Windows-1252') reports.add('LIST_ENCODING', { encoding })
  const columns = findColumns(text)
  if (!columns) {
    reports.add('LIST_NO_HEADER', { lines: HEADER_LINES })
    return { rows: 0, addresses: [], facts: [] }
  }
  for (const pair of columns.twice) reports.add('LIST_COLUMN_TWICE', pair)
  const unread = columns.headings.filter(
    (name, i) => name !== '' && columns.fields[i] === undefined && !columns.twice.some((t) => t.column === name),
  )
  if (unread.length > 0) reports.add('LIST_COLUMN_NOT_READ', { columns: unread.slice(0, 50).join(', ') })
  // A file that was cut ends inside a row: that row is let go.
  const whole = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text
  if (cut) reports.add('LIST_LIMIT', { limit: LARGEST, what: 'bytes' })
  const addresses = new Map<string, AddressSeen>()
  const facts: FactSeen[] = []
  const lineOf = new Map<string, number>()
  const rows = readRows(whole, columns, reports, (row) => {
    for (const [ip, mac] of row.bindings) {
      // A list has no times: 0 stands for none, and readers of `listed` segments do not look at it.
      const times = { first: 0 as Micros, last: 0 as Micros }
      addresses.set(`${ip} ${mac}`, { ip, mac, by: 'list', sent: 0, received: 0, ...times, frames: [] })
    }
    for (const subject of row.subjects) {
      const first = lineOf.get(subject)
      if (first === undefined) lineOf.set(subject, row.line)
      else if (!subject.startsWith('name:'))
        reports.add('LIST_ADDRESS_TWICE', { line: row.line, address: subject, first }, row.span)
      for (const [attribute, value] of row.values)
        facts.push({ subject, attribute, value, by: 'asset-list', count: 1, frames: [], line: row.line })
    }
  })
  return { rows, addresses: [...addresses.values()], facts }
}
