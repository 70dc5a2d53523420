import { limits } from '@syncforge/protocol/limits'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHeartbeat, probeTimeoutMs } from './heartbeat.ts'
import { createPace } from './pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first request leaves at once, those of one interval together, none when nothing was asked', () => {
  const send = vi.fn()
  const pace = createPace(() => 16, send)
  pace.request()
  expect(send).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 50; i += 1) pace.request()
  expect(send).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(16)
  expect(send).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(1_000)
  expect(send).toHaveBeenCalledTimes(2)
  pace.request()
  expect(send).toHaveBeenCalledTimes(3)
})

test('flush sends what waits and cancel forgets it', () => {
  const send = vi.fn()
  const pace = createPace(() => 16, send)
  pace.flush()
  expect(send).not.toHaveBeenCalled()
  pace.request()
  pace.request()
  pace.flush()
  expect(send).toHaveBeenCalledTimes(2)
  pace.request()
  pace.cancel()
  vi.advanceTimersByTime(100)
  expect(send).toHaveBeenCalledTimes(2)
})

test('a heartbeat asks at every beat, whatever is heard, and gives up at 35 s of silence', () => {
  const ask = vi.fn()
  const dead = vi.fn()
  const heartbeat = createHeartbeat(limits.heartbeatIntervalMs, ask, dead)
  for (let beat = 1; beat <= 3; beat += 1) {
    vi.advanceTimersByTime(limits.heartbeatIntervalMs)
    heartbeat.heard()
    expect(ask).toHaveBeenCalledTimes(beat)
  }
  vi.advanceTimersByTime(2 * limits.heartbeatIntervalMs)
  expect(dead).not.toHaveBeenCalled()
  vi.advanceTimersByTime(limits.heartbeatIntervalMs)
  expect(dead).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(100_000)
  expect(dead).toHaveBeenCalledTimes(1)
})

test('a doubt is settled within 5 s: by anything that is heard, or by giving up', () => {
  const ask = vi.fn()
  const dead = vi.fn()
  const heartbeat = createHeartbeat(limits.heartbeatIntervalMs, ask, dead)
  heartbeat.probe()
  heartbeat.probe()
  expect(ask).toHaveBeenCalledTimes(1)
  heartbeat.heard()
  vi.advanceTimersByTime(probeTimeoutMs)
  expect(dead).not.toHaveBeenCalled()
  heartbeat.probe()
  vi.advanceTimersByTime(probeTimeoutMs)
  expect(dead).toHaveBeenCalledTimes(1)
})

test('after a sleep of the machine the connection is doubted at the first beat', () => {
  const ask = vi.fn()
  const dead = vi.fn()
  const heartbeat = createHeartbeat(15_000, ask, dead)
  const asleepUntil = performance.now() + 3_600_000
  vi.spyOn(performance, 'now').mockImplementation(() => asleepUntil)
  vi.advanceTimersByTime(15_000)
  vi.mocked(performance.now).mockRestore()
  expect(ask).toHaveBeenCalledTimes(1)
  expect(dead).not.toHaveBeenCalled()
  vi.advanceTimersByTime(probeTimeoutMs)
  expect(dead).toHaveBeenCalledTimes(1)
  heartbeat.stop()
})
