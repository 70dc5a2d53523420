import { describe, expect, test } from 'vitest'
import { backoffBaseMs, backoffCapMs, backoffMs, pacedMs, readCloseReason } from './backoff.ts'

describe('backoff', () => {
  test('full jitter: from nothing to a bound that doubles up to the cap', () => {
    const bounds = [0, 1, 2, 6, 7, 50, 5_000].map((attempt) => backoffMs(attempt, () => 1))
    expect(bounds).toEqual([250, 500, 1_000, 16_000, backoffCapMs, backoffCapMs, backoffCapMs])
    expect(backoffMs(4, () => 0)).toBe(0)
  })

  test('a thousand clients dropped at once come back spread over the whole range', () => {
    const delays = Array.from({ length: 1_000 }, () => backoffMs(3))
    const quarters = [0, 1, 2, 3].map((quarter) => {
      const width = (backoffBaseMs * 8) / 4
      return delays.filter((delay) => delay >= quarter * width && delay < (quarter + 1) * width).length
    })
    for (const share of quarters) expect(share).toBeGreaterThan(150)
  })

  test('the pacing of a server is obeyed between its half and its whole', () => {
    expect(pacedMs(4_000, () => 0)).toBe(2_000)
    expect(pacedMs(4_000, () => 1)).toBe(4_000)
  })

  test('a close reason carries a code and maybe a pace', () => {
    expect(readCloseReason('ROOM_UNAVAILABLE;retry-after-ms=4000')).toEqual({
      code: 'ROOM_UNAVAILABLE',
      retryAfterMs: 4_000,
    })
    expect(readCloseReason('FORBIDDEN')).toEqual({ code: 'FORBIDDEN', retryAfterMs: null })
    expect(readCloseReason('')).toEqual({ code: '', retryAfterMs: null })
    expect(readCloseReason('X;retry-after-ms=soon;retry-after-ms=-1')).toEqual({ code: 'X', retryAfterMs: null })
    expect(readCloseReason('X; retry-after-ms=999999999999')).toEqual({ code: 'X', retryAfterMs: 600_000 })
  })
})
