/** Edit distance with transpositions (optimal string alignment), given up once it passes `limit`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = above
    above = row
  }
  return above[b.length]!
}

/** The known words nearest to a mistyped one, best first, at most three; none when nothing is close. Case does not count. */
export function nearest(word: string, known: Iterable<string>): string[] {
  const wanted = word.toLowerCase().slice(0, 100)
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  const scored: { text: string; score: number }[] = []
  for (const text of known) {
    const candidate = text.toLowerCase()
    const score = candidate.startsWith(wanted) && wanted.length > 2 ? 0.5 : distance(wanted, candidate, limit)
    if (score <= limit) scored.push({ text, score })
  }
  scored.sort((a, b) => a.score - b.score || (a.text < b.text ? -1 : 1))
  return scored.slice(0, 3).map((s) => s.text)
}

/** "did you mean …?" for a message, or nothing when no known word is near; lists the words when there are fewer than eight. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const words = [...known]
  const near = nearest(word, words)
  if (near.length > 0) return `did you mean ${near.map((n) => `"${n}"`).join(' or ')}?`
  if (words.length > 0 && words.length < 8) return `known here: ${words.join(', ')}`
  return undefined
}
