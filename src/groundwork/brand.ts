declare const tag: unique symbol

/** A string or number that only one function may mint, so that ids and levels cannot be confused at compile time. */
export type Brand<T, Name extends string> = T & { readonly [tag]: Name }

/** Fails at compile time where a closed vocabulary has gained a word that a switch does not answer. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}

const SLUG = /^[A-Za-z0-9][\w./-]{0,99}$/

/** Whether a text may be an id that people write in a plant model: letters, digits, and `- . _ /` inside. */
export function isSlug(text: string): boolean {
  return SLUG.test(text)
}
