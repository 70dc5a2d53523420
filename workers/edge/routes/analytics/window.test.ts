/** Which windows are all of a month: those are told from its totals. */
import { expect, test } from 'vitest'
import { thisMonth, wholeMonthOf } from './window.ts'

const [october, november, december] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1)]
const now = Date.UTC(2026, 10, 28, 15, 30)

test.each([
  ['a month that is over', october, november, october],
  ['this month as far as it has come', november, now, november],
  ['this month to its end', november, december, november],
  ['a part of a month that is over', october, november - 1, null],
  ['a month but for its first day', october + 86_400_000, november, null],
  ['this month up to yesterday', november, now - 86_400_000, null],
  ['two months', october, december, null],
  ['a month and what came since', october, now, null],
])('%s', (_, from, to, month) => {
  expect(wholeMonthOf({ from, to }, now)).toBe(month)
})

test('this month is all of one, at its first millisecond too', () => {
  for (const at of [now, november]) {
    const window = thisMonth(at)
    expect(window.from).toBe(november)
    expect(window.to).toBeGreaterThan(window.from)
    expect(wholeMonthOf(window, at)).toBe(november)
  }
})
