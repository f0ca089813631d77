/** How wide a text is at most in the usual sans-serif fonts, in pixels; a drawing without a browser cannot measure. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const char of text) ems += emsOf(char)
  return ems * size
}

/** The text cut to a width, with an ellipsis where something is missing. */
export function fitted(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text
  let shown = ''
  let left = width - emsOf('…') * size
  for (const char of text) {
    left -= emsOf(char) * size
    if (left < 0) break
    shown += char
  }
  return `${shown.trimEnd()}…`
}

/** The text on at most two lines of a width, broken at spaces. */
export function twoLines(text: string, size: number, width: number): readonly string[] {
  if (textWidth(text, size) <= width) return [text]
  const words = text.split(' ')
  let first = words[0] ?? ''
  let used = 1
  while (used < words.length && textWidth(`${first} ${words[used]}`, size) <= width) first += ` ${words[used++]}`
  return used < words.length
    ? [fitted(first, size, width), fitted(words.slice(used).join(' '), size, width)]
    : [fitted(first, size, width)]
}

function emsOf(char: string): number {
  if (/[ijl.,:;|!'`()[\]/ ]/.test(char)) return 0.36
  if (/[mwMW@%]/.test(char)) return 0.94
  if (/[A-Z]/.test(char)) return 0.69
  return char.charCodeAt(0) < 0x250 ? 0.59 : 1.05
}
