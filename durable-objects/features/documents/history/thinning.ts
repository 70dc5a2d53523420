/** Thinning of automatic versions: many of late, fewer the longer ago. Knows nothing of rows. */

/**
 * The place in `times` (ms, newest first) of the one that is missed least: without it, the gap is smallest for its age. The newest and the
 * oldest stay. -1 when there is none between them.
 */
export const leastMissed = (times: readonly number[], now: number): number => {
  let found = -1
  let smallest = Number.POSITIVE_INFINITY
  for (let i = 1; i < times.length - 1; i++) {
    const [newer = 0, at = 0, older = 0] = times.slice(i - 1, i + 2)
    const missed = (newer - older) / Math.max(1, now - at)
    if (missed >= smallest) continue
    smallest = missed
    found = i
  }
  return found
}
