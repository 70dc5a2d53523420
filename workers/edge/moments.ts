/** What several requests want within a moment is done once, for all of them, by the first. */

interface Moment<T> {
  readonly endsAt: number
  readonly items: T[]
}

/**
 * At the end of the moment everything that came under `key` meanwhile, to who came first; to the others `null`, at once. Of a first one whose
 * request was cut off nobody hears any more, and the next begins anew.
 */
export type Gather<T> = (key: string, item: T) => Promise<readonly T[] | null>

/** @param max keys at the same time; past it each call is its own moment, without a wait. */
export const createMoments = <T>(momentMs: number, max: number): Gather<T> => {
  /** In the order in which they end. */
  const moments = new Map<string, Moment<T>>()
  // A clock that was set back ends them all.
  const isOpen = ({ endsAt }: Moment<T>, now: number) => now < endsAt && endsAt - now <= momentMs

  return async (key, item) => {
    const now = Date.now()
    const known = moments.get(key)
    if (known && isOpen(known, now)) {
      known.items.push(item)
      return null
    }
    for (const [other, moment] of moments) {
      if (isOpen(moment, now)) break
      moments.delete(other)
    }
    if (moments.size >= max) return [item]
    const mine: Moment<T> = { endsAt: now + momentMs, items: [item] }
    moments.set(key, mine)
    await new Promise((resolve) => setTimeout(resolve, momentMs))
    if (moments.get(key) === mine) moments.delete(key)
    return mine.items
  }
}
