/** Which time a question about usage is about: what was asked for, or what is looked at most. */
import { RoomError } from '@syncforge/protocol/errors'
import * as z from 'zod'
import type { UsageSpan, UsageWindow } from '../../../db/queries/usage.ts'

const dayMs = 86_400_000

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
