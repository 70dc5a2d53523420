/** A reason not to start that the person at the terminal can do something about: one sentence, shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The reason in an unknown throw, for the end of a sentence. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  if (error instanceof Error) return error.message || ('code' in error ? String(error.code) : error.name)
  return String(error)
}
