import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Sha256 } from '../../../groundwork/canonical.ts'
import { type Micros, NO_TIME } from '../../../groundwork/day.ts'
import { DEFAULT_LIMITS } from '../../limits.ts'
import type { Segment } from '../../observation.ts'
import type { EvidenceReader, Intake, OpenOptions } from '../../reader.ts'
import { Fold, limitOf } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import { Reports } from '../reports.ts'
import { type NmapXmlFault, nmapXmlFault } from './diagnostics.ts'
import { type Element, ElementCutter, type ElementFault } from './elements.ts'
import { readHost } from './host.ts'
import { parseElement } from './node.ts'

/** Largest element below the root, in bytes: one host with the output of all its scripts. */
export const LONGEST_ELEMENT = 8 << 20
/** Latest second that is taken for a time (year 2255). */
const LATEST = 9e9

/** A scan by nmap in XML (`-oX`). Hosts are read one by one, so that a scan of any size fits. */
export const nmapXml: EvidenceReader = {
  id: 'nmap-xml',
  title: 'nmap scan (XML)',
  recognizes(head) {
    const text = new TextDecoder(head[0] === 0xff ? 'utf-16le' : head[0] === 0xfe ? 'utf-16be' : 'utf-8').decode(head)
    return /^\uFEFF?\s*</.test(text) && /<!DOCTYPE\s+nmaprun\b|<nmaprun[\s>]/.test(text)
  },
  open: (options) => new NmapXmlIntake(options),
}

class NmapXmlIntake implements Intake {
  readonly #options: OpenOptions
  readonly #hash = sha256.create()
  readonly #limits
  readonly #fold: Fold
  readonly #reports = new Reports<NmapXmlFault>(nmapXmlFault, (count, code) =>
    nmapXmlFault('NMAP_MORE', { count, code }),
  )
  readonly #cutter: ElementCutter
  #bytes = 0
  #records = 0
  #wide = false
  #finished = false

  constructor(options: OpenOptions) {
    this.#options = options
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#fold = new Fold(this.#limits)
    this.#cutter = new ElementCutter(LONGEST_ELEMENT, {
      root: (tag) => {
        if (tag.name !== 'nmaprun')
          this.#add(
            'NMAP_NOT_XML',
            { line: tag.line, why: `the root is <${tag.name.slice(0, 40)}>, not <nmaprun>` },
            tag.offset,
          )
      },
      take: (element) => this.#element(element),
      fault: (fault) => this.#broken(fault),
    })
  }

  feed(chunk: Uint8Array): void {
    const { hash } = this.#options
    if (hash) hash.update(chunk)
    else this.#hash.update(chunk)
    if (this.#bytes === 0 && (chunk[0] === 0xff || chunk[0] === 0xfe)) this.#wide = true
    this.#bytes += chunk.length
    if (!this.#wide) this.#cutter.feed(chunk)
  }

  end(): Segment {
    const { file, vantage, hash } = this.#options
    const source = hash ? hash.digest() : (bytesToHex(this.#hash.digest()) as Sha256)
    if (this.#wide) this.#add('NMAP_ENCODING', {}, 0)
    else {
      const cut = this.#cutter.end()
      if (cut) this.#add('NMAP_CUT', cut, this.#bytes)
      else if (!this.#finished && !this.#cutter.stopped)
        this.#add('NMAP_NOT_FINISHED', { exit: 'it has no end' }, this.#bytes)
    }
    for (const [what, lost] of this.#fold.lost())
      this.#add('NMAP_LIMIT', { what, limit: limitOf(what, this.#limits), lost }, 0)
    return {
      source,
      from: 0,
      to: this.#bytes,
      file,
      reader: nmapXml.id,
      manner: 'answered',
      vantage,
      records: this.#records,
      bytes: this.#bytes,
      diagnostics: this.#reports.all(),
      ...this.#fold.lists(source, file),
    }
  }

  #element({ name, text, line, offset, length }: Element): void {
    if (name !== 'host' && name !== 'runstats') return
    const node = parseElement(text, name)
    if (typeof node === 'string') {
      this.#add('NMAP_HOST', { line, why: node }, offset)
      return
    }
    if (name === 'runstats') {
      this.#finished = true
      const exit = node.children('finished')[0]?.attribute('exit')
      if (exit !== undefined && exit !== 'success') this.#add('NMAP_NOT_FINISHED', { exit: exit.slice(0, 100) }, offset)
      return
    }
    const at: RecordPlace = {
      line,
      offset,
      length,
      time: timeOf(node.attribute('endtime') ?? node.attribute('starttime')),
    }
    const wrong = readHost(node, this.#fold, at, (value, expected) =>
      this.#add('NMAP_VALUE', { line, value, expected }, offset),
    )
    if (wrong === undefined) this.#records++
    else this.#add('NMAP_HOST', { line, why: wrong }, offset)
  }

  #broken({ kind, line, offset, why }: ElementFault): void {
    if (kind === 'doctype') this.#add('NMAP_DOCTYPE', { line }, offset)
    else if (kind === 'long')
      this.#add('NMAP_ELEMENT_LONG', { line, element: why.slice(0, 40), limit: LONGEST_ELEMENT }, offset)
    else this.#add('NMAP_NOT_XML', { line, why }, offset)
  }

  #add(code: NmapXmlFault, params: Readonly<Record<string, string | number>>, offset: number): void {
    this.#reports.add(code, params, { place: { file: this.#options.file, offset } })
  }
}

function timeOf(text: string | undefined): Micros {
  const seconds = text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : -1
  return seconds >= 0 && seconds <= LATEST ? ((seconds * 1e6) as Micros) : NO_TIME
}
