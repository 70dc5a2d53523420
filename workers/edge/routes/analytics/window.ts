/** Which time a question about usage is about: what was asked for, or what is looked at most; and which of it every plan is told. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import * as z from 'zod'
import type { UsageSpan, UsageWindow } from '../../../db/queries/organizations/usage.ts'
import type { EdgeEnv } from '../../env.ts'
import { requireFeature } from '../../limits/plan.ts'

const dayMs = 86_400_000
/** Of single rooms, keys and people every plan is told what has been since then: rule PL7. */
const everyPlanMs = 31 * dayMs
/** A day of a whole one is asked for, or the clock of whoever asks is another. */
const slackMs = dayMs

/** How far back without `from`, and how long a time may be at most: 1,000 spans or so. */
const lengths: Readonly<Record<UsageSpan, { readonly usualMs: number; readonly maxMs: number }>> = {
  hour: { usualMs: 2 * dayMs, maxMs: 40 * dayMs },
  day: { usualMs: 30 * dayMs, maxMs: 1_000 * dayMs },
  month: { usualMs: 365 * dayMs, maxMs: 36_500 * dayMs },
}

/** Up to the year 9999: the database reads no more digits. */
const At = z.coerce.number().int().min(0).max(253_402_300_799_999)

export const windowQuery = {
  from: At.optional().describe('Milliseconds since 1970: spans that begin then or later.'),
  to: At.optional().describe('Milliseconds since 1970: spans that begin before. Now when left out.'),
}

/** @throws RoomError VALIDATION_ERROR */
export const windowOf = (
  span: UsageSpan,
  asked: { from?: number | undefined; to?: number | undefined },
): UsageWindow => {
  const { usualMs, maxMs } = lengths[span]
  const to = asked.to ?? Date.now()
  const from = asked.from ?? Math.max(0, to - usualMs)
  const refuse = (message: string) => {
    throw new RoomError('VALIDATION_ERROR', 'The request is not valid', [{ path: 'from', message }])
  }
  if (from >= to) refuse('must be before `to`')
  if (to - from > maxMs) refuse(`by ${span} at most ${maxMs / dayMs} days are told at once`)
  return { span, from, to }
}

/** The window of a question about single rooms, keys or people. @throws RoomError VALIDATION_ERROR, PLAN_LIMIT_EXCEEDED */
export const windowOfOne = async (c: Context<EdgeEnv>, ...asked: Parameters<typeof windowOf>): Promise<UsageWindow> => {
  const window = windowOf(...asked)
  if (window.from < Date.now() - everyPlanMs - slackMs) await requireFeature(c, 'analytics')
  return window
}

const monthAt = (at: number, more = 0): number => {
  const time = new Date(at)
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + more)
}

/** The month that it is now, as far as it has come. */
export const thisMonth = (now = Date.now()): { readonly from: number; readonly to: number } => {
  const from = monthAt(now)
  return { from, to: Math.max(now, from + 1) }
}

/** The month that a window is all of, as far as it has come, by its first millisecond; `null` for a part of one and for more than one. */
export const wholeMonthOf = ({ from, to }: Pick<UsageWindow, 'from' | 'to'>, now = Date.now()): number | null => {
  const next = monthAt(from, 1)
  return from === monthAt(from) && to <= next && to >= Math.min(next, now) ? from : null
}
