/** Where a month's number of people will be at its end. */

/**
 * As many as come by the month's end if the rest of it is like what there was; `null` in the first day, which says nothing yet.
 *
 * @param month the month's first millisecond since 1970
 * @example forecast(50, Date.UTC(2026, 10), Date.UTC(2026, 10, 16)) // 100
 */
export const forecast = (people: number, month: number, now: number): number | null => {
  const began = new Date(month)
  const ends = Date.UTC(began.getUTCFullYear(), began.getUTCMonth() + 1)
  const passed = now - month
  if (passed < 86_400_000) return null
  return Math.round(people * Math.max(1, (ends - month) / passed))
}

/** Every span from `from` to `to`, those in which nothing happened as well. */
export const filled = <T extends { readonly start: number }>(
  periods: readonly T[],
  spanMs: number,
  from: number,
  to: number,
): readonly { readonly start: number; readonly period: T | undefined }[] => {
  const known = new Map(periods.map((period) => [period.start, period]))
  const first = Math.ceil(from / spanMs)
  const count = Math.max(0, Math.ceil(to / spanMs) - first)
  return Array.from({ length: count }, (_, index) => {
    const start = (first + index) * spanMs
    return { start, period: known.get(start) }
  })
}
