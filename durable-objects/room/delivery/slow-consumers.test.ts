/** How long the room is patient with a socket that does not confirm, at a time of our own. */
import { expect, test, vi } from 'vitest'
import type { RoomConnection } from '../connections/connection.ts'
import { createFlow } from './flow-control.ts'
import { createSlowConsumers } from './slow-consumers.ts'

const kib = 1024

const atTimeOfOurOwn = (dialect: RoomConnection['dialect'] = 'native') => {
  vi.useFakeTimers({ now: 1_000_000_000 })
  const flow = createFlow(() => Date.now())
  const ended: string[] = []
  let isAnswered = false
  const slowConsumers = createSlowConsumers({
    flow,
    allowance: () => (isAnswered ? 1_024 * kib : 0),
    fellBehind: () => {},
    caughtUp: () => {},
    close: (_, error) => ended.push(error.code),
    clock: () => Date.now(),
  })
  const connection = { socket: {}, dialect, behind: false } as unknown as RoomConnection
  const speak = (bytes: number) => {
    flow.sent(connection, bytes)
    slowConsumers.spoken(connection, bytes)
  }
  const confirm = (bytes: number) => {
    flow.received(connection, bytes)
    slowConsumers.confirmed(connection)
  }
  const mark = () => flow.marked(connection)
  const answer = () => {
    flow.answered(connection)
    slowConsumers.confirmed(connection)
  }
  const answering = (is: boolean) => {
    isAnswered = is
  }
  return { answering, connection, ended, speak, confirm, mark, answer }
}

test('a socket that is behind and confirms nothing is given twenty seconds, one that confirms something twenty more', () => {
  try {
    const { connection, ended, speak, confirm } = atTimeOfOurOwn()
    speak(600 * kib)
    expect(connection.behind).toBe(true)
    vi.advanceTimersByTime(19_000)
    confirm(10 * kib)
    vi.advanceTimersByTime(19_900)
    expect(ended).toEqual([])
    vi.advanceTimersByTime(2_000)
    expect(ended).toEqual(['SLOW_CONSUMER'])
  } finally {
    vi.useRealTimers()
  }
})

test('the parts of a large answer that are on their way do not make a socket one that is behind; what comes beside them does', () => {
  try {
    const { answering, connection, ended, speak, confirm } = atTimeOfOurOwn()
    answering(true)
    speak(1_000 * kib)
    expect(connection.behind).toBe(false)
    speak(600 * kib)
    expect(connection.behind).toBe(true)
    answering(false)
    vi.advanceTimersByTime(15_000)
    confirm(1_500 * kib)
    expect([connection.behind, ended]).toEqual([false, []])
  } finally {
    vi.useRealTimers()
  }
})

test('a clock set backwards starts the twenty seconds anew, and no more', () => {
  try {
    const { ended, speak } = atTimeOfOurOwn()
    speak(600 * kib)
    vi.advanceTimersByTime(10_000)
    vi.setSystemTime(Date.now() - 3_600_000)
    vi.advanceTimersByTime(19_000)
    expect(ended).toEqual([])
    vi.advanceTimersByTime(4_000)
    expect(ended).toEqual(['SLOW_CONSUMER'])
  } finally {
    vi.useRealTimers()
  }
})

test('a stock client that has never answered gets four megabytes on trust, however slowly; one that answers gets all', () => {
  try {
    const [mute, talkative] = [atTimeOfOurOwn('yjs'), atTimeOfOurOwn('yjs')]
    const behindAt: number[] = []
    for (let n = 1; n <= 40; n++) {
      for (const client of [mute, talkative]) {
        // Who is behind hears no edits.
        if (client.connection.behind) continue
        client.speak(200 * kib)
        client.mark()
      }
      talkative.answer()
      vi.advanceTimersByTime(100)
      if (mute.connection.behind) behindAt.push(n)
      expect(talkative.connection.behind).toBe(false)
    }
    expect(behindAt[0]).toBe(21)
    vi.advanceTimersByTime(100_000)
    expect([mute.ended, talkative.ended]).toEqual([[], []])
    vi.advanceTimersByTime(60_000)
    expect([mute.ended, talkative.ended]).toEqual([['SLOW_CONSUMER'], []])
  } finally {
    vi.useRealTimers()
  }
})
