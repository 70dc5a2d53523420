// Owns how long ago something was, in words that stay true while one looks.
import { spokenTime } from '../spoken-time.ts'
import { make } from './dom.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** "now", "5 minutes ago", "yesterday"; after a week the day itself. Times in milliseconds. */
export const timeAgo = (at: number, now: number): string => {
  const ago = Math.max(0, now - at)
  if (ago < MINUTE) return 'now'
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), 'minute')
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), 'hour')
  return ago < 7 * DAY ? relative.format(-Math.floor(ago / DAY), 'day') : spokenTime(at)
}

export const makeTime = (at: number): HTMLTimeElement => {
  const time = make('time', 'ago', timeAgo(at, Date.now()))
  time.dateTime = new Date(at).toISOString()
  time.title = spokenTime(at)
  return time
}

/** Says anew how long ago everything inside `root` was. */
export const refreshTimes = (root: HTMLElement): void => {
  for (const time of root.querySelectorAll<HTMLTimeElement>('time.ago'))
    time.textContent = timeAgo(Date.parse(time.dateTime), Date.now())
}
