/** Whether the error is the libraries' way to say that the data is wrong: it carries a code. */
export function isFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number'
}

/** An error like those of the libraries, for what they do not see themselves. */
export function damage(): Error {
  return Object.assign(new Error('damaged'), { code: -1 })
}
