/** Limits that come near, on the object alone: by month and by plan, in the transaction of the count, and letters that are tried until they are out. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import type { HeldPlan, LimitNotice } from '@syncforge/protocol/plans'
import { expect, test } from 'vitest'
import { durableStorage } from '../../actor/durable-storage.ts'
import { createKeyValues } from '../../actor/key-values.ts'
import type { ToldFact } from '../facts/consumer.ts'
import { createNotices } from './index.ts'
import type { Standing } from './target.ts'

const november = Date.UTC(2026, 10)
const december = Date.UTC(2026, 11)

/** Notices over the rows of an object of their own, with a clock and numbers that the test sets. */
const withNotices = (work: (parts: ReturnType<typeof openNotices>) => Promise<void>) =>
  runInDurableObject(env.ORGANIZATION.getByName(createId('org')), (_, { storage }) => work(openNotices(storage)))

const openNotices = (raw: DurableObjectStorage) => {
  const storage = durableStorage(raw, () => {})
  const state = { now: november, people: 0, rooms: 0, plan: { id: 'free', revision: 0 } as HeldPlan, mailFails: 0 }
  const facts: ToldFact[] = []
  const letters: LimitNotice[] = []
  const due = new Map<string, number>()
  const start = () => (state.now < december ? november : december)
  const open = () =>
    createNotices({
      storage,
      values: createKeyValues(storage.sql),
      wakeups: {
        wakeAt(key, at) {
          if (at === null) due.delete(key)
          else due.set(key, at)
        },
      },
      target: {
        standing: async (): Promise<Standing> => ({ plan: state.plan, rooms: state.rooms }),
        async write(_id, notice) {
          state.mailFails -= 1
          if (state.mailFails >= 0) throw new Error('no mail goes out')
          letters.push(notice)
        },
      },
      organizationId: () => 'org_1',
      month: () => ({ month: start(), people: state.people, verified: 0, peakConnections: 0 }),
      tell: (told) => facts.push(...told),
      changed: () => {},
      clock: () => state.now,
      log: () => {},
    })
  let notices = open()
  /** Rings what is due by `state.now`, until nothing is. */
  const ring = async () => {
    for (let key = next(); key !== undefined; key = next()) await notices.wakeHandlers.get(key)?.(state.now)?.()
  }
  const next = () => [...due].find(([, at]) => at <= state.now)?.[0]
  const inTransaction = (work: () => void) => storage.transactionSync(work)
  return {
    state,
    letters,
    ring,
    told: () => facts.map(({ id }) => id),
    counted: (people: number) => {
      state.people = people
      inTransaction(() => notices.counted())
    },
    roomsChanged: () => inTransaction(() => notices.roomsChanged()),
    planChanged: () => inTransaction(() => notices.planChanged(state.plan)),
    reached: () => notices.reached().map(({ limit, percent, used }) => `${limit} ${percent} ${used}`),
    failing: (people: number) => {
      state.people = people
      expect(() =>
        inTransaction(() => {
          notices.counted()
          throw new Error('the count did not stand')
        }),
      ).toThrow('did not stand')
      facts.length = 0
    },
    /** The object is evicted, and wakes over its rows. */
    wake: () => {
      notices = open()
    },
  }
}

const id = (month: number, rest: string) => `limit-${month}-${rest}`

test('[PL6] once for each share, month and plan, also after a sleep; a number that was undone has told nothing', async () => {
  await withNotices(async (one) => {
    one.counted(39)
    await one.ring()
    one.counted(39)
    expect(one.told()).toEqual([])
    one.failing(40)
    one.counted(40)
    expect(one.told()).toEqual([id(november, 'people-free-80')])
    one.wake()
    for (const people of [41, 50, 50]) one.counted(people)
    expect(one.told()).toEqual([id(november, 'people-free-80'), id(november, 'people-free-100')])
    expect(one.reached()).toEqual(['people 100 50'])

    one.state.plan = { id: 'starter', revision: 1 }
    one.planChanged()
    await one.ring()
    expect(one.reached()).toEqual([])
    one.counted(800)
    expect(one.told().slice(2)).toEqual([id(november, 'people-starter-80')])
    // A change that is told late changes nothing back.
    one.state.plan = { id: 'free', revision: 0 }
    one.planChanged()
    expect(one.reached()).toEqual(['people 80 800'])

    one.state.now = december + 1
    one.state.plan = { id: 'starter', revision: 1 }
    one.counted(12)
    expect(one.reached()).toEqual([])
    one.counted(900)
    expect(one.told().slice(3)).toEqual([id(december, 'people-starter-80')])
  })
})

test('[PL6] rooms are counted where they are registered; those of a plan that became smaller are told, on an unbounded one nothing is', async () => {
  await withNotices(async (one) => {
    one.state.plan = { id: 'business', revision: 3 }
    one.state.rooms = 400
    one.roomsChanged()
    await one.ring()
    expect(one.told()).toEqual([])
    one.state.plan = { id: 'free', revision: 4 }
    one.planChanged()
    await one.ring()
    expect(one.reached()).toEqual(['rooms 100 400'])
    expect(one.told()).toEqual([id(november, 'rooms-free-80'), id(november, 'rooms-free-100')])
    one.state.rooms = 1
    one.roomsChanged()
    await one.ring()
    expect(one.reached()).toEqual([])
  })
})

test('[PL6] one letter for what was passed at once; it is tried until it is out, for three days at most', async () => {
  await withNotices(async (one) => {
    one.counted(0)
    await one.ring()
    one.state.mailFails = 2
    one.counted(50)
    for (let tries = 0; tries < 3; tries += 1) {
      await one.ring()
      one.wake()
      one.state.now += 600_000
    }
    expect(one.letters.map(({ percent }) => percent)).toEqual([100])
    await one.ring()
    expect(one.letters).toHaveLength(1)

    one.state.mailFails = 1_000
    one.state.plan = { id: 'starter', revision: 1 }
    one.planChanged()
    one.counted(1_000)
    await one.ring()
    one.state.now += 4 * 86_400_000
    one.state.mailFails = 0
    one.wake()
    await one.ring()
    expect(one.letters).toHaveLength(1)
  })
})
