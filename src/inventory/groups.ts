/** Groups texts that were found to be the same (union-find with path halving); groups are named by their least member. */
export class Groups {
  readonly #parent = new Map<string, string>()

  add(text: string): void {
    if (!this.#parent.has(text)) this.#parent.set(text, text)
  }

  /** The least member of the group that `text` is in; `text` itself when it is in none. */
  find(text: string): string {
    let at = text
    for (;;) {
      const up = this.#parent.get(at)
      if (up === undefined || up === at) return at
      const over = this.#parent.get(up)!
      this.#parent.set(at, over)
      at = over
    }
  }

  join(a: string, b: string): void {
    this.add(a)
    this.add(b)
    const [x, y] = [this.find(a), this.find(b)]
    if (x === y) return
    if (x < y) this.#parent.set(y, x)
    else this.#parent.set(x, y)
  }

  /** Members by the name of their group. */
  members(): Map<string, string[]> {
    const groups = new Map<string, string[]>()
    for (const text of this.#parent.keys()) {
      const name = this.find(text)
      const group = groups.get(name)
      if (group) group.push(text)
      else groups.set(name, [text])
    }
    return groups
  }
}
