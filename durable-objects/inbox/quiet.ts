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

/**
 * Until when it is quiet, in milliseconds since 1970; `null`: it is not. On the day on which clocks are changed it may be an hour off.
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
    if (isQuiet) ends.push(now + (to > time ? to - time : to - time + dayMs))
  }
  return ends.length === 0 ? null : Math.max(...ends)
}
