/** When somebody is not to be disturbed. Decides times, holds nothing. */
import type { DoNotDisturb } from '@syncforge/protocol/inbox'

const dayMs = 86_400_000
const minuteMs = 60_000

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Milliseconds since midnight, as clocks show it there. */
const timeOfDay = (now: number, timeZone: string): number => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return minutesOf(format.format(now)) * minuteMs + (now % minuteMs)
}

/** The next moment after `now` at which clocks there show `to`: between the two they may be changed. */
const nextAt = (now: number, to: number, timeZone: string): number => {
  const ahead = to - timeOfDay(now, timeZone)
  const asUsual = now + (ahead > 0 ? ahead : ahead + dayMs)
  const off = timeOfDay(asUsual, timeZone) - to
  const changed = asUsual - (off > dayMs / 2 ? off - dayMs : off < -dayMs / 2 ? off + dayMs : off)
  // A time that the clocks leave out on that day is taken as it would have been.
  return timeOfDay(changed, timeZone) === to ? changed : asUsual
}

/**
 * Until when it is quiet, in milliseconds since 1970; `null`: it is not.
 *
 * @example quietUntil({ daily: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' } }, Date.now())
 */
export const quietUntil = (wish: DoNotDisturb | null, now: number): number | null => {
  const { until = 0, daily } = wish ?? {}
  const ends = until > now ? [until] : []
  if (daily !== undefined) {
    const [from, to] = [minutesOf(daily.from) * minuteMs, minutesOf(daily.to) * minuteMs]
    const time = timeOfDay(now, daily.timeZone)
    // A window past midnight: 22:00 to 07:00.
    const isQuiet = from <= to ? time >= from && time < to : time >= from || time < to
    if (isQuiet) ends.push(nextAt(now, to, daily.timeZone))
  }
  return ends.length === 0 ? null : Math.max(...ends)
}
