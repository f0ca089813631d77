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
  let left = width - size
  for (const char of text) {
    left -= emsOf(char) * size
    if (left < 0) break
    shown += char
  }
  return `${shown.trimEnd()}…`
}

function emsOf(char: string): number {
  if (/[ijl.,:;|!'`()[\]/ ]/.test(char)) return 0.36
  if (/[mwMW@%]/.test(char)) return 0.94
  if (/[A-Z]/.test(char)) return 0.69
  return char.charCodeAt(0) < 0x250 ? 0.59 : 1.05
}
