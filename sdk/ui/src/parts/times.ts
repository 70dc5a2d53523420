/** Owns how a moment is said: how long ago it was, and exactly when, in the language of the page. */
import { html, type TemplateResult } from 'lit'
import { languageOf } from '../base/words.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const exact: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }

/** "now", "5 minutes ago", "yesterday"; after a week the day itself. Milliseconds since 1970; a clock that is behind says "now". */
export const timeAgo = (at: number, now: number, language?: string): string => {
  const ago = Math.max(0, now - at)
  if (ago >= 7 * dayMs) return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (ago < minuteMs) return relative.format(0, 'second')
  if (ago < hourMs) return relative.format(-Math.floor(ago / minuteMs), 'minute')
  return ago < dayMs
    ? relative.format(-Math.floor(ago / hourMs), 'hour')
    : relative.format(-Math.floor(ago / dayMs), 'day')
}

/** The day and the minute. */
export const exactTime = (at: number, language?: string): string => new Intl.DateTimeFormat(language, exact).format(at)

export const timeOf = (element: HTMLElement, at: number): TemplateResult => {
  const language = languageOf(element)
  return html`<time part="time" datetime=${new Date(at).toISOString()} title=${exactTime(at, language)}>${timeAgo(at, Date.now(), language)}</time>`
}

const looking = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** Calls back every half minute, so that what was "now" does not stay so; one clock for all. */
export const whenTimePasses = (passed: () => void): (() => void) => {
  looking.add(passed)
  timer ??= setInterval(() => {
    for (const look of looking) look()
  }, minuteMs / 2)
  return () => {
    looking.delete(passed)
    if (looking.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
