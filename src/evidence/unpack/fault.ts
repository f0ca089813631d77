/** Whether the error is the libraries' way to say that the data is wrong: it carries a code. */
export function isFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number'
}
