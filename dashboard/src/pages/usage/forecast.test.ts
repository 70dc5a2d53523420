/** What the usage page makes of numbers. */
import { expect, it } from 'vitest'
import { filled, forecast } from './forecast.ts'

const november = Date.UTC(2026, 10)

it('the forecast goes on as the month was, and is never below what there is', () => {
  expect(forecast(50, november, Date.UTC(2026, 10, 16))).toBe(100)
  expect(forecast(50, november, Date.UTC(2026, 11, 1))).toBe(50)
  expect(forecast(50, november, Date.UTC(2026, 11, 9))).toBe(50)
  expect(forecast(50, november, november + 3_600_000)).toBeNull()
})

it('spans in which nothing happened are there, whatever moment is asked about', () => {
  const periods = [{ start: 2_000, joins: 5 }]
  expect(filled(periods, 1_000, 1_500, 4_200)).toEqual([
    { start: 2_000, period: periods[0] },
    { start: 3_000, period: undefined },
    { start: 4_000, period: undefined },
  ])
  expect(filled(periods, 1_000, 5, 5)).toEqual([])
})
