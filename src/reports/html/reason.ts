import type { Reason } from '../../assessment/security-levels/levels.ts'
import { canonicalJson } from '../../groundwork/canonical.ts'
import type { FrameRef, Origin } from '../../standard/origin.ts'
import type { Places } from '../place.ts'
import { LIMITS } from './limits.ts'
import { type Html, html } from './markup.ts'
import { tone } from './parts.ts'

/**
 * Writes answers to "why?" as nested lists. What was written once is pointed to when it comes again, so that a document
 * behind a thousand rows is shown once; and the answers of a whole page together have a length that they do not exceed.
 */
export class ReasonBook {
  readonly #places: Places
  readonly #exhibitOf: (frame: FrameRef) => string | undefined
  readonly #anchors = new Map<string, string>()
  #left: number = LIMITS.reasonText
  #next = 1

  constructor(places: Places, exhibitOf: (frame: FrameRef) => string | undefined) {
    this.#places = places
    this.#exhibitOf = exhibitOf
  }

  /** Whether the page has room for another answer. */
  get full(): boolean {
    return this.#left <= 0
  }

  /** One answer, down to frames, lines and documents. */
  answer(reason: Reason): Html {
    return html`<ul class="why">${this.#step(pruned(reason, { left: LIMITS.reasonPerAnswer }), 0)}</ul>`
  }

  /** Places as short texts; frames lead to their exhibit where one is kept. */
  origins(origins: readonly Origin[]): Html | undefined {
    if (origins.length === 0) return undefined
    const shown = origins.slice(0, LIMITS.origins).map((origin) => {
      const anchor = origin.kind === 'frame' ? this.#exhibitOf(origin.frame) : undefined
      const text = this.#places.of(origin)
      return anchor ? html` <a class="o" href="#${anchor}">${text}</a>` : html` <span class="o">${text}</span>`
    })
    const more = origins.length - shown.length
    return html`${shown}${more > 0 && html` <span class="o">and ${more} more</span>`}`
  }

  #step(reason: Pruned, depth: number): Html {
    const head = html`${reason.verdict !== undefined && verdict(reason.verdict)}${reason.says}${this.origins(reason.origins)}`
    this.#left -= head.text.length + 40
    if (reason.because.length + reason.more === 0) return html`<li>${head}</li>`
    if (depth >= LIMITS.reasonDepth || this.#left <= 0)
      return html`<li>${head} <span class="more">the chain goes on; it stands whole in the JSON</span></li>`
    const key = canonicalJson(reason)
    const anchor = this.#anchors.get(key)
    if (anchor) return html`<li>${head} <a href="#${anchor}">shown before, ${anchor}</a></li>`
    const name = `r${this.#next++}`
    this.#anchors.set(key, name)
    const below = reason.because.map((one) => this.#step(one, depth + 1))
    const more = reason.more > 0 && html`<li class="more">and ${reason.more} more of this kind</li>`
    return html`<li id="${name}">${head}<ul>${below}${more}</ul></li>`
  }
}

/** A verdict as a small word with its sign. */
function verdict(word: string): Html {
  const { tone: color, sign } = tone(word)
  return html`<b class="${color}">${sign} ${word.replaceAll('-', ' ')}</b> `
}

interface Pruned extends Reason {
  readonly because: readonly Pruned[]
  /** Steps at this place that are left out. */
  readonly more: number
}

/** The tree cut to its first steps at every place, before anything is compared or written. */
function pruned(reason: Reason, room: { left: number }): Pruned {
  room.left--
  const kept: Pruned[] = []
  for (const one of reason.because.slice(0, LIMITS.reasonWidth)) {
    if (room.left <= 0) break
    kept.push(pruned(one, room))
  }
  return { ...reason, because: kept, more: reason.because.length - kept.length }
}
