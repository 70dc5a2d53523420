/** Large answers at a time of our own: who gets how much when, and who is let go. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RoomConnection } from '../connections/connection.ts'
import { createFlow } from './flow-control.ts'
import { createTransfers } from './transfers.ts'

const kib = 1024
const partBytes = 512 * kib

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000 }))
afterEach(() => void vi.useRealTimers())

const open = () => {
  const flow = createFlow(() => Date.now())
  const ended: RoomConnection[] = []
  const transfers = createTransfers({
    flow,
    giveUp(connection) {
      ended.push(connection)
      connection.socket = null
    },
    fail: () => {},
    clock: () => Date.now(),
  })
  /** Somebody who is sent answers of `parts` parts. */
  const join = (dialect: RoomConnection['dialect'] = 'native') => {
    const connection = { socket: {}, dialect } as unknown as RoomConnection
    const done: string[] = []
    const dropped: string[] = []
    let sent = 0
    const ask = (key: string, parts: number) => {
      let left = parts
      transfers.begin(connection, key, {
        next() {
          if (left === 0) {
            done.push(key)
            return false
          }
          left -= 1
          sent += 1
          flow.sent(connection, partBytes)
          return true
        },
        end: () => void (done.includes(key) || dropped.push(key)),
      })
    }
    const read = (parts = 1) => {
      flow.received(connection, parts * partBytes)
      transfers.confirmed(connection)
    }
    return { connection, ask, read, done, dropped, sent: () => sent }
  }
  return { flow, transfers, ended, join }
}

test('a reader has a part or two on its way, and the next when it has read one; all in the end', () => {
  const { transfers, join } = open()
  const ada = join()
  ada.ask('default', 6)
  expect(ada.sent()).toBe(1)
  for (let n = 2; n <= 6; n++) {
    ada.read()
    expect(ada.sent()).toBe(n)
  }
  expect(transfers.isUnderWay(ada.connection)).toBe(true)
  ada.read()
  expect([ada.done, transfers.isUnderWay(ada.connection)]).toEqual([['default'], false])
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1)
  vi.advanceTimersByTime(1_000)
  expect(vi.getTimerCount()).toBe(0)
})

test('two hundred questions of one connection are one answer under way and one waiting, the newest', () => {
  const { join } = open()
  const greedy = join()
  for (let n = 0; n < 200; n++) greedy.ask(n === 199 ? 'default' : 'default', n + 1)
  expect([greedy.sent(), greedy.dropped.length]).toEqual([1, 198])
  greedy.read()
  // The first had one part; of the others only the last is left.
  for (let n = 0; n < 200; n++) greedy.read()
  expect([greedy.sent(), greedy.done]).toEqual([201, ['default', 'default']])
})

test('answers to different questions come one after the other', () => {
  const { join } = open()
  const ada = join()
  ada.ask('one', 2)
  ada.ask('two', 2)
  for (let n = 0; n < 4; n++) ada.read()
  expect(ada.done).toEqual(['one', 'two'])
})

test.each([8, 40, 400])(
  'with %i who never read an honest reader begins within a second and is done at its own pace',
  (count) => {
    const { join, ended } = open()
    const mute = Array.from({ length: count }, (_, n) => join(n % 2 === 0 ? 'native' : 'yjs'))
    for (const each of mute) each.ask('default', 40)
    const honest = join()
    honest.ask('default', 40)
    const startedAt = Date.now()
    while (honest.sent() === 0) vi.advanceTimersByTime(50)
    // Each has its second, a few dozen at a time.
    expect(Date.now() - startedAt).toBeLessThanOrEqual(1_200 * Math.ceil(count / 20))
    for (let n = 0; n < 40; n++) {
      expect(honest.sent()).toBe(n + 1)
      honest.read()
    }
    expect(honest.done).toEqual(['default'])
    vi.advanceTimersByTime(60_000)
    expect(new Set(ended)).toEqual(new Set(mute.map(({ connection }) => connection ?? null)))
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('a crowd is answered a few dozen at a time, in the order of their questions', () => {
  const { join } = open()
  const crowd = Array.from({ length: 100 }, () => join())
  for (const each of crowd) each.ask('default', 4)
  const begun = () => crowd.filter((each) => each.sent() > 0).length
  expect(begun()).toBe(26)
  for (let n = 0; n < 4; n++) for (const each of crowd.slice(0, 26)) each.read()
  expect(crowd.slice(0, 26).every(({ done }) => done.length === 1)).toBe(true)
  expect(begun()).toBe(52)
})

test('nothing confirmed for twenty seconds ends it, whatever the clock does; something confirmed gives twenty more', () => {
  const { join, ended } = open()
  const [slow, mute] = [join(), join()]
  slow.ask('default', 10)
  mute.ask('default', 10)
  vi.advanceTimersByTime(10_000)
  vi.setSystemTime(Date.now() - 3_600_000)
  vi.advanceTimersByTime(19_000)
  slow.read()
  vi.advanceTimersByTime(4_000)
  expect(ended).toEqual([mute.connection])
  vi.advanceTimersByTime(15_000)
  slow.read()
  vi.advanceTimersByTime(19_000)
  expect(ended).toEqual([mute.connection])
  expect(mute.dropped).toEqual(['default'])
})

test('who leaves or comes back on another socket is sent nothing more of what the old one asked', () => {
  const { join, ended } = open()
  const [gone, back, waiting] = [join(), join(), join()]
  for (const each of [gone, back]) each.ask('default', 10)
  waiting.ask('default', 10)
  waiting.ask('other', 10)
  for (const { connection } of [gone, waiting]) connection.socket = null
  back.connection.socket = {} as WebSocket
  vi.advanceTimersByTime(200)
  expect([gone.dropped, back.dropped, waiting.dropped]).toEqual([['default'], ['default'], ['default', 'other']])
  expect([gone.sent(), back.sent()]).toEqual([1, 1])
  back.ask('default', 1)
  expect(back.sent()).toBe(2)
  expect(ended).toEqual([])
})
