/** Moments as a person reads them: how long ago, and exactly when pointed at. */
import { useEffect, useState } from 'react'

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
] as const

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'long' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** @example agoOf(Date.now() - 120_000, Date.now()) // '2 minutes ago' */
const agoOf = (at: number, now: number): string => {
  let amount = (at - now) / 1_000
  if (Math.abs(amount) < 10) return 'just now'
  for (const [unit, size] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.round(amount), unit)
    amount /= size
  }
  return exact.format(at)
}

const REFRESH_MS = 30_000

export const Ago = ({ at }: { readonly at: number }) => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={new Date(at).toISOString()} title={exact.format(at)}>
      {agoOf(at, now)}
    </time>
  )
}

export const exactTime = (at: number): string => exact.format(at)
