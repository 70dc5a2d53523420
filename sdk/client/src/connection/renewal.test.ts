import { afterEach, expect, test, vi } from 'vitest'
import { startScriptedRoom } from '../../test/scripted-room.ts'
import { SyncForge } from '../index.ts'
import { timerMs } from './backoff.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const day = 86_400_000

/** Counts how often a token is asked for within so many milliseconds of a room whose tokens end at `expiresAt`; its own time is 1. */
const asked = async (expiresAt: number, withinMs: number): Promise<number> => {
  const room = await startScriptedRoom((peer) => void peer.welcome({ expiresAt }))
  stops.push(() => room.stop())
  let times = 0
  const authEndpoint = async () => {
    times += 1
    return { token: 'token' }
  }
  const client = new SyncForge({ authEndpoint, endpoint: room.endpoint })
  stops.push(() => client.close())
  await client.joinRoom('r')
  await new Promise((resolve) => setTimeout(resolve, withinMs))
  return times
}

test.each([24.8, 25, 60, 36_500])('a token of %d days is asked for once', async (days) => {
  expect(await asked(days * day, 500)).toBe(1)
})

test.each([2, 0, -60_000])(
  'a token with %i ms left is renewed at once, and the next one not before five seconds',
  async (leftMs) => {
    expect(await asked(leftMs + 1, 1_500)).toBe(2)
  },
)

test('no timer is set past what the platform holds', () => {
  expect(timerMs(5)).toBe(5)
  expect(timerMs(60 * day)).toBe(2 ** 31 - 1)
  expect(timerMs(Number.POSITIVE_INFINITY)).toBe(2 ** 31 - 1)
  // What would happen without it.
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  clearTimeout(setTimeout(() => {}, timerMs(60 * day)))
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})
