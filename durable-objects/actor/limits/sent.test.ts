import { expect, test } from 'vitest'
import { createSent } from './sent.ts'

test('each socket has a bound of its own; the first message always goes out, and what was refused counts too', () => {
  const sent = createSent(10)
  const [one, two] = [new WebSocketPair()[0], new WebSocketPair()[0]]
  expect(sent.take(one, 'x'.repeat(20))).toBe(true)
  expect(sent.take(one, 'x')).toBe(false)
  expect(['xxxxx', 'xxxxx', 'x', 'x'].map((text) => sent.take(two, text))).toEqual([true, true, false, false])
})
