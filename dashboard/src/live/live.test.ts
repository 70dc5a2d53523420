/** What the server pushes adds up to who is where. */
import type { LimitNotice } from '@syncforge/protocol/plans'
import { expect, it } from 'vitest'
import { applyLive, type Live } from './live.ts'

const room = (id: string, total: number) => ({ id, total, people: [], changedAt: 1 })
const numbers = (rooms: number, people: number) => ({
  totals: { rooms, people, connections: people },
  month: { start: 0, people, verified: 0, peakConnections: people },
  news: { billing: 0, rooms: 0 },
})
const nothing: Live = { status: 'connecting', rooms: new Map(), ...numbers(0, 0), month: null, news: null, limits: [] }
const near: LimitNotice = { limit: 'rooms', percent: 100, used: 3, max: 3, plan: 'free', month: 0 }

it('a snapshot replaces everything, changes replace rooms one by one, an empty room is gone', () => {
  const first = applyLive(nothing, {
    type: 'snapshot',
    body: { rooms: [room('a', 2), room('b', 1)], ...numbers(2, 3), limits: [] },
  })
  expect([...first.rooms.keys()]).toEqual(['a', 'b'])
  expect(first.status).toBe('live')
  const second = applyLive(first, {
    type: 'changed',
    body: { rooms: [room('a', 0), room('c', 5)], ...numbers(2, 6), limits: [near] },
  })
  expect([...second.rooms.keys()]).toEqual(['b', 'c'])
  expect(second).toMatchObject(numbers(2, 6))
  expect(second.limits).toEqual([near])
  expect([...first.rooms.keys()]).toEqual(['a', 'b'])
  const third = applyLive(second, {
    type: 'snapshot',
    body: { rooms: [], ...numbers(0, 0), limits: [] },
  })
  expect(third.rooms.size).toBe(0)
  expect(third.limits).toEqual([])
})
