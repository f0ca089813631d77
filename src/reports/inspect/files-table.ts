import { timeText } from '../../groundwork/day.ts'
import { byText, groupBy } from '../../groundwork/order.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import { bytesText, grouped, type Table } from '../table.ts'

/** A file that gave nothing, and why. */
export interface UnreadFile {
  readonly file: string
  readonly why: string
}

/** Kinds of what was not understood that are named for a file. */
const NAMED = 2

/** For every file what it is, what was read of it, and what was not understood and why; files that gave nothing stand last. */
export function filesTable(inventory: Inventory, unread: readonly UnreadFile[]): Table {
  const missed = groupBy(inventory.notUnderstood, (miss) => miss.file)
  const read = inventory.sources.map((source) => {
    const { file, reader, manner, records, bytes, first, last, vantage } = source
    return {
      file,
      kind: reader,
      manner,
      read: `${grouped(records)} records, ${bytesText(bytes)}`,
      time: first === undefined || last === undefined ? 'unknown' : `${timeText(first)} to ${timeText(last)}`,
      space: vantage.declared ? `${vantage.site}/${vantage.space}` : `${vantage.space} (a guess)`,
      missed: missedText(missed.get(file) ?? []),
    }
  })
  const nothing = unread.map(({ file, why }) => ({ file, kind: 'not read', missed: why }))
  return {
    name: 'files',
    columns: [
      { key: 'file', title: 'file' },
      { key: 'kind', title: 'kind' },
      { key: 'manner', title: 'manner' },
      { key: 'read', title: 'read' },
      { key: 'time', title: 'time' },
      { key: 'space', title: 'address space' },
      { key: 'missed', title: 'not understood' },
    ],
    rows: [...read.sort((a, b) => byText(a.file, b.file)), ...nothing],
  }
}

function missedText(missed: Inventory['notUnderstood']): string {
  if (missed.length === 0) return 'nothing'
  const sorted = [...missed].sort((a, b) => b.packets - a.packets || byText(a.what, b.what))
  const named = sorted.slice(0, NAMED).map(({ what, packets }) => `${grouped(packets)} ${what}`)
  return [...named, ...(sorted.length > NAMED ? [`${sorted.length - NAMED} more kinds`] : [])].join('; ')
}
