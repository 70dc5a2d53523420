import type { Participant } from '@syncforge/protocol/presence'
import { Presence } from 'phoenix'
import { describe, expect, test } from 'vitest'
import { createPresenceList, type PresenceList } from './presence-list.ts'

type State = Record<string, { metas: Record<string, unknown>[] }>

/** What the types of the stock client leave out. */
const stock = Presence as unknown as {
  syncState(state: State, next: State, onJoin?: Told, onLeave?: Told): State
  syncDiff(state: State, diff: { joins: State; leaves: State }, onJoin?: Told, onLeave?: Told): State
}
type Told = (key: string, current: { metas: object[] } | undefined, change: { metas: object[] }) => void

const copy = (value: unknown) => JSON.parse(JSON.stringify(value))

const person = (number: number, userId: string, more: Partial<Participant> = {}): Participant => ({
  userId,
  userInfo: { name: userId, color: '#112233' },
  verified: false,
  connectionId: `con_${number}`,
  number,
  presence: {},
  activity: 'active',
  joinedAt: 1_000_000_000_000 + number,
  ...more,
})

/** A stock client that hears a list. */
const listen = (first: PresenceList) => {
  let list = first
  let state: State = {}
  const vanished: string[] = []
  const onLeave: Told = (key, current) => {
    if (current?.metas.length === 0) vanished.push(key)
  }
  return {
    state: () => state,
    vanished,
    follow(other: PresenceList) {
      list = other
      state = stock.syncState(state, copy(list.state()), undefined, onLeave)
    },
    hear() {
      const diff = list.takeDiff()
      if (diff !== null) state = stock.syncDiff(state, copy(diff), undefined, onLeave)
    },
  }
}
const refs = (state: ReturnType<PresenceList['state']> | State) =>
  Object.fromEntries(
    Object.entries(state).map(([key, { metas }]) => [key, metas.map((meta: Record<string, unknown>) => meta.phx_ref)]),
  )

describe('presence for the stock client', () => {
  test('[PHX1] a changed meta has another ref, and so has every meta on another line', () => {
    const people = [person(1, 'ann'), person(2, 'bob')]
    const list = createPresenceList(people)
    const before = refs(list.state())
    list.change('con_1', { presence: { x: 1 } })
    list.takeDiff()
    const after = refs(list.state())
    expect(after.ann).not.toEqual(before.ann)
    expect(after.bob).toEqual(before.bob)
    const again = refs(createPresenceList(people).state())
    for (const key of ['ann', 'bob'])
      expect([...(before[key] ?? []), ...(after[key] ?? [])]).not.toContain(again[key]?.[0])
  })

  test('[PHX2] a change is one diff: nobody leaves for a moment', () => {
    const list = createPresenceList([person(1, 'ann')])
    const client = listen(list)
    client.follow(list)
    const [ref] = refs(client.state()).ann ?? []
    list.change('con_1', { presence: { page: 2 } })
    const diff = list.takeDiff()
    expect(diff?.joins.ann?.metas[0]).toMatchObject({ page: 2, phx_ref_prev: ref })
    expect(diff?.leaves.ann?.metas[0]).toMatchObject({ phx_ref: ref })
    expect(client.vanished).toEqual([])
  })

  test('[PHX3] of what came and went between two diffs nothing is said, of many changes the last', () => {
    const list = createPresenceList([])
    list.join(person(1, 'ann'))
    list.leave('con_1')
    expect(list.takeDiff()).toBe(null)
    list.join(person(2, 'bob'))
    list.change('con_2', { presence: { n: 1 } })
    list.change('con_2', { presence: { n: 2 } })
    expect(list.takeDiff()).toMatchObject({ joins: { bob: { metas: [{ n: 2 }] } }, leaves: {} })
    list.change('con_9', { presence: {} })
    list.leave('con_9')
    expect(list.takeDiff()).toBe(null)
  })

  test('[PHX4] a claimed id gives way while somebody has proven it', () => {
    const list = createPresenceList([person(1, 'ann', { presence: { mine: false } })])
    const client = listen(list)
    client.follow(list)
    expect(Object.keys(client.state())).toEqual(['ann'])
    list.join(person(2, 'ann', { verified: true }))
    client.hear()
    expect(client.state().ann?.metas).toMatchObject([{ verified: true }])
    expect(client.state()['claimed:ann']?.metas).toMatchObject([{ verified: false }])
    list.leave('con_2')
    client.hear()
    expect(Object.keys(client.state())).toEqual(['ann'])
    expect(client.state().ann?.metas).toMatchObject([{ verified: false }])
    for (const [number, id] of ['__proto__', 'constructor', 'claimed:ann', ''].entries())
      list.join(person(10 + number, id, { verified: id !== '' }))
    client.hear()
    expect(Object.keys(client.state()).sort()).toEqual(['', 'ann', 'claimed:__proto__', 'claimed:ann', 'constructor'])
  })

  test('a value that a client says of itself never stands for what the server says', () => {
    const list = createPresenceList([
      person(1, 'ann', { presence: { phx_ref: 'x', name: 'Eve', verified: true, metas: [] } }),
    ])
    expect((list.state().ann?.metas ?? [])[0]).toMatchObject({ name: 'ann', verified: false })
    expect((list.state().ann?.metas ?? [])[0]?.phx_ref).not.toBe('x')
  })
})

const createRandom = (seed: number) => {
  let value = seed
  return (below: number): number => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((value / 2 ** 32) * below)
  }
}

test('[PHX3] whatever happens in whatever ticks, a stock client shows who is here', () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
  console.log(`presence list: FUZZ_SEED=${seed}`)
  const ids = ['ann', 'bob', 'ann', '__proto__', 'constructor', 'claimed:ann', 'toString']
  for (let script = 0; script < 200; script += 1) {
    const random = createRandom(seed + script)
    const people = new Map<string, Participant>()
    let list = createPresenceList([])
    const client = listen(list)
    client.follow(list)
    let number = 0
    for (let step = 0; step < 60; step += 1) {
      const here = [...people.values()]
      const one = here[random(Math.max(1, here.length))]
      const what = random(8)
      if (what < 3 || one === undefined) {
        number += 1
        const next = person(number, ids[random(ids.length)] ?? 'ann', { verified: random(2) === 0 })
        people.set(next.connectionId, next)
        list.join(next)
      } else if (what < 5) {
        const presence = { step }
        people.set(one.connectionId, { ...one, presence })
        list.change(one.connectionId, { presence })
      } else if (what < 7) {
        people.delete(one.connectionId)
        list.leave(one.connectionId)
      } else {
        // The line is lost, and another one tells everything anew.
        list = createPresenceList([...people.values()])
        client.follow(list)
      }
      if (random(3) > 0) continue
      const before = new Set(
        Object.values(client.state()).flatMap(({ metas }) => metas.map((meta) => meta.connection_id)),
      )
      client.vanished.length = 0
      client.hear()
      const shown = Object.entries(client.state()).flatMap(([key, { metas }]) => {
        expect(metas.length, key).toBeGreaterThan(0)
        return metas.map((meta) => [meta.connection_id, meta.step])
      })
      const present = [...people.values()].map(({ connectionId, presence }) => [connectionId, presence.step])
      expect(shown.sort(), `seed ${seed + script}, step ${step}`).toEqual(present.sort())
      // Nobody is told to be gone who was here and still is, unless under another key.
      for (const key of client.vanished) {
        const still = [...people.values()].filter(
          ({ connectionId, userId }) => before.has(connectionId) && userId === key,
        )
        expect(
          still.every(({ verified }) => !verified),
          `seed ${seed + script}: ${key}`,
        ).toBe(true)
      }
    }
  }
})
