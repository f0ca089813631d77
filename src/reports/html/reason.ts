import type { Reason } from '../../assessment/security-levels/levels.ts'
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
  /** Numbers of steps by their text and the numbers of the steps below: equal trees have equal numbers. */
  readonly #numbers = new Map<string, number>()
  readonly #written = new Set<number>()
  readonly #share: number
  #left: number = LIMITS.reasonText

  /** `answers` is how many there may be; where there are many, each is shorter. */
  constructor(places: Places, exhibitOf: (frame: FrameRef) => string | undefined, answers: number) {
    this.#places = places
    this.#exhibitOf = exhibitOf
    const share = Math.floor((2 * LIMITS.reasonText) / Math.max(1, answers))
    this.#share = Math.min(LIMITS.reasonMost, Math.max(LIMITS.reasonLeast, share))
  }

  /** Whether the page has no room for another answer. */
  get full(): boolean {
    return this.#left <= 0
  }

  /** One answer, down to frames, lines and documents. */
  answer(reason: Reason): Html {
    return html`<ul class="why">${this.#write(this.#prepare(reason, { left: this.#share }), 0)}</ul>`
  }

  /** The first two steps of an answer, where what is below them is answered elsewhere. */
  heads(reason: Reason): Html {
    const below = reason.because.slice(0, LIMITS.rowsPerCell).map((one) => html`<li>${this.#head(one)}</li>`)
    const text = html`<ul class="why"><li>${this.#head(reason)}${below.length > 0 && html`<ul>${below}${moreOf(reason.because.length - below.length)}</ul>`}</li></ul>`
    this.#left -= text.text.length
    return text
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

  #head(reason: Reason): Html {
    return html`${reason.verdict !== undefined && verdict(reason.verdict)}${reason.says}${this.origins(reason.origins)}`
  }

  /** The tree cut to its first steps at every place, with a number that equal trees share. */
  #prepare(reason: Reason, room: { left: number }): Step {
    const head = this.#head(reason)
    room.left -= head.text.length + 40
    const below: Step[] = []
    for (const one of reason.because.slice(0, LIMITS.reasonWidth)) {
      if (room.left <= 0) break
      below.push(this.#prepare(one, room))
    }
    const more = reason.because.length - below.length
    const key = `${more} ${below.map((step) => step.number).join(' ')} ${head.text}`
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1
    this.#numbers.set(key, number)
    return { head, below, more, number }
  }

  #write({ head, below, more, number }: Step, depth: number): Html {
    this.#left -= head.text.length + 40
    if (below.length + more === 0) return html`<li>${head}</li>`
    if (this.#written.has(number)) return html`<li>${head} <a href="#r${number}">shown before, r${number}</a></li>`
    if (depth >= LIMITS.reasonDepth || this.#left <= 0)
      return html`<li>${head} <span class="more">the chain goes on; cofferdam why tells it whole</span></li>`
    this.#written.add(number)
    return html`<li id="r${number}">${head}<ul>${below.map((step) => this.#write(step, depth + 1))}${moreOf(more)}</ul></li>`
  }
}

interface Step {
  readonly head: Html
  readonly below: readonly Step[]
  /** Steps at this place that are left out. */
  readonly more: number
  readonly number: number
}

function moreOf(more: number): Html | false {
  return more > 0 && html`<li class="more">and ${more} more of this kind</li>`
}

/** A verdict as a small word with its sign. */
function verdict(word: string): Html {
  const { tone: color, sign } = tone(word)
  return html`<b class="${color}">${sign} ${word.replaceAll('-', ' ')}</b> `
}
