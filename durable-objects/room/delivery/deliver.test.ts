/** What waits for the tick, at a time of our own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RoomConnection } from '../connections/connection.ts'
import { beginLife } from '../connections/socket-life.ts'
import { createDelivery } from './deliver.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000 }))
afterEach(() => void vi.useRealTimers())

test('a room that takes in a lot between two ticks does not collect it: it speaks at once, in order', () => {
  const sent: number[] = []
  const socket = { send: (message: Uint8Array) => sent.push(message.length) }
  const connection = {
    socket,
    dialect: 'native',
    topics: new Set(),
    behind: false,
    number: 1,
    life: beginLife(undefined, 0),
  } as unknown as RoomConnection
  const delivery = createDelivery({
    connections: () => [connection],
    collect: () => {},
    quiet: () => {},
    fellBehind: () => {},
    caughtUp: () => {},
    mark: () => null,
    ticked: () => {},
    close: () => {},
    clock: () => Date.now(),
  })
  const messageBytes = 40_000
  const hear = () => {
    delivery.announce({ kind: 'event', type: 'noise', body: 'n'.repeat(messageBytes), origin: 0 })
    delivery.settle(messageBytes)
  }
  const sentBytes = () => sent.reduce((sum, bytes) => sum + bytes, 0)
  hear()
  expect(sent).toHaveLength(1)
  // A few wait for the tick.
  for (let n = 0; n < 10; n++) hear()
  expect(sent).toHaveLength(1)
  for (let n = 0; n < 500; n++) {
    hear()
    expect((12 + n) * messageBytes - sentBytes()).toBeLessThan(2.2 * 2 ** 20)
  }
  vi.advanceTimersByTime(1_000)
  expect(sentBytes()).toBeGreaterThan(511 * messageBytes)
  expect(sent.length).toBeLessThan(30)
})
