/** The floors of the house, from the cellar up: a room may look only into rooms below its own floor, or itself. */
export const FLOORS: readonly { readonly name: string; readonly rooms: readonly string[]; readonly knows: string }[] = [
  { name: 'cellar', rooms: ['groundwork'], knows: 'values and diagnostics; no word of 62443' },
  { name: 'cellar, upper part', rooms: ['standard'], knows: 'the words of the standard, its rows, verdicts' },
  { name: 'ground', rooms: ['evidence'], knows: 'bytes to observations; no 62443' },
  { name: '1st', rooms: ['inventory', 'plant'], knows: 'found and declared; neither knows the other' },
  {
    name: '2nd',
    rooms: ['drift', 'reach', 'exposure'],
    knows: 'where found meets declared; no level, no verdict on a requirement',
  },
  { name: '3rd', rooms: ['assessment'], knows: '62443-3-2, levels, checks; never a packet' },
  {
    name: '4th',
    rooms: ['segmentation', 'maintenance', 'program', 'compliance'],
    knows: 'what acts on the assessment; not each other',
  },
  { name: '5th', rooms: ['reports'], knows: 'results of all rooms below; never a packet' },
  {
    name: 'hall',
    rooms: ['diagnostics.ts', 'journey.ts'],
    knows: 'the journey as one list of calls; all codes joined',
  },
  { name: 'door', rooms: ['index.ts'], knows: 'the public names' },
  { name: 'roof', rooms: ['apps'], knows: 'files, clock, threads, network; used by nobody' },
]

/** Rooms that may look down, yet never into the given one: they work on results, not on packets. */
const NEVER: Readonly<Record<string, readonly string[]>> = { assessment: ['evidence'], reports: ['evidence'] }

/** The floor of a room, counted from the cellar; `undefined` for a room that the table does not know. */
function floorOf(room: string): number | undefined {
  const floor = FLOORS.findIndex((f) => f.rooms.includes(room))
  return floor < 0 ? undefined : floor
}

/** Why a file of one room may not import from another, or `undefined` where it may. */
export function forbidden(from: string, to: string): string | undefined {
  const [a, b] = [floorOf(from), floorOf(to)]
  if (a === undefined) return `room "${from}" stands in no floor`
  if (b === undefined) return `room "${to}" stands in no floor`
  if (from === to) return undefined
  if (NEVER[from]?.includes(to)) return `${from}/ never looks into ${to}/`
  return b < a ? undefined : `${from}/ (${FLOORS[a]!.name}) may not look into ${to}/ (${FLOORS[b]!.name})`
}
