/** Months as Stripe counts them. */

/** The `months`-th after `anchor`, in seconds; clamped to the month's end and back again: 31 January, 28 February, 31 March. */
export const monthsAfter = (anchor: number, months: number): number => {
  const start = new Date(anchor * 1_000)
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const end = new Date(start)
  end.setUTCFullYear(year, month, Math.min(start.getUTCDate(), lastDay))
  return end.getTime() / 1_000
}

/** The first month's end after `from`. */
export const nextPeriodEnd = (anchor: number, from: number): number => {
  let months = 1
  while (monthsAfter(anchor, months) <= from) months += 1
  return monthsAfter(anchor, months)
}
