/** A bound on waiting for somebody else. */

/** What `work` resolves with. @throws Error when it takes longer than `limitMs` milliseconds */
export const withinTime = <T>(work: Promise<T>, limitMs: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
