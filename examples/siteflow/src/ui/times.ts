/** Owns how moments are written. */
const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })

/** "14:02" for today, else "3 Nov, 14:02". `at` in milliseconds since 1970. */
export const spokenTime = (at: number): string => {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? time.format(date) : `${day.format(date)}, ${time.format(date)}`
}
