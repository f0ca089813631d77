/** What a scan of XML hands over; names come without their prefix. */
export interface XmlSink {
  /** `at` is the offset of the tag. */
  open(name: string, attributes: XmlAttributes, at: number): void
  close(name: string): void
  text(text: string): void
}

/** The attributes of a tag, looked up one by one. */
export interface XmlAttributes {
  get(name: string): string | undefined
}

/** Why a scan ended early, and at which offset. */
export interface XmlFault {
  readonly at: number
  readonly why: 'doctype' | 'broken' | 'deep'
}

/** Tags inside tags. */
const DEPTH = 64

/**
 * Scans XML 1.0 from front to back in memory that does not grow: no tree, no entities but the five of XML and characters by
 * number, and no document type at all. Returns why it ended before the end of the text, if it did.
 */
export function scanXml(xml: string, sink: XmlSink): XmlFault | undefined {
  const open: string[] = []
  for (let i = 0; i < xml.length; ) {
    const tag = xml.indexOf('<', i)
    const end = tag < 0 ? xml.length : tag
    if (end > i && open.length > 0) sink.text(decodeEntities(xml.slice(i, end)))
    if (tag < 0) break
    const mark = xml.charCodeAt(tag + 1)
    if (mark === 0x21) {
      if (xml.startsWith('<!DOCTYPE', tag)) return { at: tag, why: 'doctype' }
      const [head, tail] = xml.startsWith('<![CDATA[', tag) ? ['<![CDATA[', ']]>'] : ['<!--', '-->']
      const close = xml.startsWith(head, tag) ? xml.indexOf(tail, tag + head.length) : -1
      if (close < 0) return { at: tag, why: 'broken' }
      if (head !== '<!--') sink.text(xml.slice(tag + head.length, close))
      i = close + tail.length
    } else if (mark === 0x3f) {
      const close = xml.indexOf('?>', tag)
      if (close < 0) return { at: tag, why: 'broken' }
      i = close + 2
    } else if (mark === 0x2f) {
      const close = xml.indexOf('>', tag)
      if (close < 0) return { at: tag, why: 'broken' }
      const name = xml.slice(tag + 2, close).trimEnd()
      if (open.pop() !== name) return { at: tag, why: 'broken' }
      sink.close(localName(name))
      i = close + 1
    } else {
      const close = tagEnd(xml, tag + 1)
      if (close < 0) return { at: tag, why: 'broken' }
      const alone = xml.charCodeAt(close - 1) === 0x2f
      const inside = xml.slice(tag + 1, alone ? close - 1 : close)
      const name = /^[^\s/>]+/.exec(inside)?.[0]
      if (name === undefined) return { at: tag, why: 'broken' }
      sink.open(localName(name), attributesOf(inside, name.length), tag)
      if (alone) sink.close(localName(name))
      else if (open.push(name) > DEPTH) return { at: tag, why: 'deep' }
      i = close + 1
    }
  }
  return open.length > 0 ? { at: xml.length, why: 'broken' } : undefined
}

/** Texts with the five entities of XML and characters by number decoded; anything else stays as it stands. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi, (whole, hex, dec, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole
    const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

const NAMED = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]) // biome-ignore format: a table

// A ">" inside quotes ends no tag.
function tagEnd(xml: string, from: number): number {
  for (let i = from; i < xml.length; i++) {
    const c = xml.charCodeAt(i)
    if (c === 0x3e) return i
    if (c === 0x3c) return -1
    if (c === 0x22 || c === 0x27) {
      i = xml.indexOf(c === 0x22 ? '"' : "'", i + 1)
      if (i < 0) return -1
    }
  }
  return -1
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function attributesOf(inside: string, from: number): XmlAttributes {
  return {
    get(name) {
      const pattern = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
      pattern.lastIndex = from
      for (let match = pattern.exec(inside); match; match = pattern.exec(inside))
        if (localName(match[1]!) === name) return decodeEntities(match[2] ?? match[3] ?? '')
      return undefined
    },
  }
}
