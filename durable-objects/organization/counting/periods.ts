/** Hours, days and calendar months, all in UTC, named by their first millisecond since 1970. */

export const spans = ['hour', 'day', 'month'] as const

export type Span = (typeof spans)[number]

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const startOf = (span: Span, at: number): number => {
  if (span === 'hour') return at - (((at % hourMs) + hourMs) % hourMs)
  if (span === 'day') return at - (((at % dayMs) + dayMs) % dayMs)
  const time = new Date(at)
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth())
}

/** The first millisecond of the month that is `count` months before that of `at`. */
export const monthsBefore = (count: number, at: number): number => {
  const time = new Date(at)
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth() - count)
}

/** The day's bit in a mask of its month's days. */
export const bitOfDay = (at: number): number => 2 ** (new Date(at).getUTCDate() - 1)
