import { textAt } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { ELEMENTS, TITLES } from './http-table.ts'

/**
 * Looks through the beginning of pages for what devices say of themselves, byte by byte as they come: the title of a page, and
 * the elements of a description of a UPnP device.
 */
export interface Page {
  /** Bytes that are still looked at. */
  left: number
  /** A page, or XML. */
  html: boolean
  where: number
  readonly name: Uint8Array
  nameLength: number
  readonly text: Uint8Array
  textLength: number
  /** What the text that is being collected tells; undefined for a title. */
  tells: FactKind | undefined
  /** It is a description of a UPnP device. */
  device: boolean
}

const OUTSIDE = 0
const NAME = 1
const ATTRIBUTES = 2
const TEXT = 3

const LOOK_HTML = 2048
const LOOK_XML = 4096
const LONGEST_NAME = 20
const LONGEST_TEXT = 120
const TITLE_PRODUCT: FactKind = { attribute: 'product', by: 'http.title' }
const TITLE_MAKE: FactKind = { attribute: 'make', by: 'http.title' }
const KINDS: ReadonlyMap<string, FactKind> = new Map(
  Object.entries(ELEMENTS).map(([element, attribute]) => [element, { attribute, by: 'http.upnp-description' }]),
)

/** A page that begins. */
export function freshPage(html: boolean): Page {
  return {
    left: html ? LOOK_HTML : LOOK_XML,
    html,
    where: OUTSIDE,
    name: new Uint8Array(LONGEST_NAME),
    nameLength: 0,
    text: new Uint8Array(LONGEST_TEXT),
    textLength: 0,
    tells: undefined,
    device: false,
  }
}

/** Takes the next bytes of a body. */
export function scanPage(page: Page, b: Uint8Array, from: number, to: number, out: Sink): void {
  const end = Math.min(to, from + page.left)
  page.left -= end - from
  for (let i = from; i < end; i++) {
    const c = b[i]!
    switch (page.where) {
      case OUTSIDE:
        if (c === 0x3c) begin(page)
        break
      case NAME:
        if (c === 0x3e) tag(page)
        else if (c <= 0x20) page.where = ATTRIBUTES
        else if (page.nameLength < LONGEST_NAME) page.name[page.nameLength++] = c
        break
      case ATTRIBUTES:
        if (c === 0x3e) tag(page)
        break
      default:
        if (c === 0x3c) {
          tell(page, out)
          begin(page)
        } else if (page.textLength < LONGEST_TEXT) page.text[page.textLength++] = c
    }
    if (page.left < 0) return
  }
}

function begin(page: Page): void {
  page.where = NAME
  page.nameLength = 0
}

/** A tag has ended: the text behind it may be of interest, or the rest of the page may not. */
function tag(page: Page): void {
  page.where = OUTSIDE
  const name = textAt(page.name, 0, page.nameLength)
  if (page.html) {
    const lower = name.toLowerCase()
    if (lower === 'title') collect(page, undefined)
    else if (lower === 'body' || lower === 'frameset') stop(page)
    return
  }
  if (name.startsWith('?') || name.startsWith('!') || name === 'root') return
  if (name === 'deviceType') page.device = true
  else if (page.device) {
    const kind = KINDS.get(name)
    if (kind) collect(page, kind)
    // Devices inside the device and its services come behind what it says of itself.
    else if (name === 'deviceList' || name === 'serviceList') stop(page)
  } else if (name !== 'specVersion' && name !== 'device' && !/^\/|^(?:major|minor|URLBase)$/.test(name)) stop(page)
}

function collect(page: Page, tells: FactKind | undefined): void {
  page.where = TEXT
  page.textLength = 0
  page.tells = tells
}

function stop(page: Page): void {
  page.left = -1
}

function tell(page: Page, out: Sink): void {
  const value = textAt(page.text, 0, page.textLength).trim()
  if (value === '') return
  if (page.tells) return out.fact(page.tells, value)
  stop(page)
  const title = TITLES.find(({ says }) => says.test(value))
  if (!title) return
  if (value.length > (title.make?.length ?? 0)) out.fact(TITLE_PRODUCT, value)
  if (title.make) out.fact(TITLE_MAKE, title.make)
}
