import { lookUp } from '../look-up.ts'
import { XMLParser } from 'fast-xml-parser'

/** An element with its attributes and children, in one shape whatever stands in it. */
export interface Node {
  attribute(name: string): string | undefined
  children(name: string): readonly Node[]
  readonly text: string
}

/** Children of one name that are looked at; more is no scan. */
const MOST_CHILDREN = 70_000

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
})

/** Reads the text of one element; a sentence about what is wrong where it cannot be read. */
export function parseElement(text: string, name: string): Node | string {
  let parsed: unknown
  // The library says by throwing what is wrong with its input.
  try {
    parsed = parser.parse(text)
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 120) : 'it is no XML'
  }
  const [root] = listOf(parsed, name)
  return root === undefined ? `it holds no <${name}>` : nodeOf(root)
}

function nodeOf(value: unknown): Node {
  return {
    attribute(name) {
      const found = field(value, `@${name}`)
      return typeof found === 'string' ? decoded(found) : undefined
    },
    children: (name) => listOf(value, name).map(nodeOf),
    get text() {
      const found = typeof value === 'string' ? value : field(value, '#text')
      return typeof found === 'string' ? decoded(found) : ''
    },
  }
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name)
  return Array.isArray(found) ? found.slice(0, MOST_CHILDREN) : []
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Puts the five named references of XML and those to characters in their place, once; any other stays as it stands. */
function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name: string) => {
    if (name !== undefined) return lookUp(NAMED, name) ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })
}
