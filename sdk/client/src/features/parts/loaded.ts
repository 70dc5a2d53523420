/** Owns whether a part knows what there was when it was first used. Handed to the parts: imported by them it would be a file of its own. */

export interface Loaded {
  ready(): Promise<void>
  done(): void
  /** For good. Who is done later is ready all the same. */
  failed(error: unknown): void
}

export const createLoaded = (): Loaded => {
  let hasFailed = false
  let done = () => {}
  let failed = (_: unknown) => {}
  let promise = new Promise<void>((resolve, reject) => {
    done = resolve
    failed = reject
  })
  // Nobody may have asked.
  promise.catch(() => {})
  return {
    ready: () => promise,
    done() {
      done()
      if (hasFailed) promise = Promise.resolve()
      hasFailed = false
    },
    failed(error) {
      hasFailed = true
      failed(error)
    },
  }
}
