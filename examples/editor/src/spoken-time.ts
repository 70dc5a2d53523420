// Owns how a moment is said: short for today, with its day before that.

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** `at` in milliseconds since 1970. */
export const spokenTime = (at: number): string => {
  const moment = new Date(at)
  const isToday = moment.toDateString() === new Date().toDateString()
  return isToday ? `Today, ${time.format(moment)}` : dayAndTime.format(moment)
}
