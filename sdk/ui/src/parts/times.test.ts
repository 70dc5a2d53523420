import { expect, test } from 'vitest'
import { exactTime, timeAgo } from './times.ts'

test('how long ago something was, in the language of the page', () => {
  const now = Date.UTC(2026, 5, 10, 12)
  const ago = (ms: number, language = 'en') => timeAgo(now - ms, now, language)
  expect([ago(-60_000), ago(59_000), ago(60_000), ago(7_200_000), ago(86_400_000), ago(6.9 * 86_400_000)]).toEqual([
    'now',
    'now',
    '1 minute ago',
    '2 hours ago',
    'yesterday',
    '6 days ago',
  ])
  expect(ago(120_000, 'de')).toBe('vor 2 Minuten')
  expect(ago(8 * 86_400_000)).toMatch(/^Jun \d+, 2026$/)
  expect(exactTime(now, 'en')).toMatch(/2026/)
})
