import { describe, expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, enter, freshRoomId, openNetwork, until } from '../kit.ts'

const server = sharedServer()

describe('presence', () => {
  test('[PR1] [PR8] a newcomer sees who is here; the others see the join, the updates and the leave', async () => {
    const id = freshRoomId('people')
    const ada = await enter(server.wsUrl, id, {
      userId: 'ada',
      userInfo: { name: 'Ada', color: '#aa0000' },
      presence: { page: 1 },
    })
    const bob = await enter(server.wsUrl, id, { userId: 'bob', userInfo: { name: 'Bob', team: 'blue' } })
    const [seen] = bob.room.presence.getOthers()
    expect(seen).toEqual({
      userId: 'ada',
      userInfo: { name: 'Ada', color: '#aa0000' },
      verified: false,
      presence: { page: 1 },
      activity: 'active',
      connections: [
        {
          connectionId: ada.room.self.connectionId,
          presence: { page: 1 },
          activity: 'active',
          joinedAt: expect.any(Number),
        },
      ],
    })
    await until('the join', () => ada.room.presence.getOthers().length === 1)
    const [other] = ada.room.presence.getOthers()
    expect(other?.userInfo).toEqual({ name: 'Bob', team: 'blue', color: expect.stringMatching(/^#[0-9a-f]{6}$/) })
    ada.room.presence.update({ page: 2, selection: { from: 1, to: 5 } })
    await until('the update', () => bob.room.presence.getOthers()[0]?.presence.page === 2)
    expect(bob.room.presence.getOthers()[0]?.presence).toEqual({ page: 2, selection: { from: 1, to: 5 } })
    expect(await ada.room.presence.recentlyLeft()).toEqual([])
    bob.room.leave()
    await until('the leave', () => ada.room.presence.getOthers().length === 0)
    expect(await ada.room.presence.recentlyLeft()).toEqual([
      { userId: 'bob', userInfo: other?.userInfo, verified: false, leftAt: expect.any(Number) },
    ])
    expect(ada.room.presence.get().map(({ userId }) => userId)).toEqual(['ada'])
  })

  test('who did not change while the connection was lost is the same object after it, and nobody who hears lists is told', async () => {
    const id = freshRoomId('same')
    const network = await openNetwork(server)
    const bob = await enter(server.wsUrl, id, {
      userId: 'bob',
      userInfo: { name: 'Bob' },
      presence: { page: { at: 1 } },
    })
    await enter(server.wsUrl, id, { userId: 'cyd', presence: { page: null } })
    await enter(server.wsUrl, id, { userId: 'cyd', presence: { tab: 2 } })
    const ada = await enter(network.endpoint, id, {
      userId: 'ada',
      userInfo: { name: 'Ada' },
      presence: { tool: 'pen' },
    })
    const { room } = ada
    // A place that is said later comes in another order than a newcomer is told it.
    await bob.room.location.update({ document: 'plan', element: 'title' })
    await room.location.update({ document: 'plan' })
    bob.room.presence.update({ page: { at: 2 }, more: true })
    await until('what bob said', () => room.presence.getOthers()[0]?.presence.more === true)
    await until('where bob is', () => room.presence.getOthers()[0]?.location?.element === 'title')
    const told = { everyone: 0, others: 0, me: 0 }
    const stops = [
      room.presence.subscribe(() => (told.everyone += 1)),
      room.presence.subscribeOthers(() => (told.others += 1)),
      room.me.subscribe(() => (told.me += 1)),
    ]
    const before = { everyone: room.presence.get(), others: room.presence.getOthers(), self: room.self }
    expect(Object.keys(before.self).sort()).toEqual(['access', 'connectionId', 'userId', 'userInfo', 'verified'])
    const cut = async () => {
      const statuses: string[] = []
      const stop = room.status.subscribe((status) => statuses.push(status))
      network.cut()
      await until('the way back', () => statuses.join() === 'connected,reconnecting,connected')
      stop()
      // An answer comes after everything that the welcome has told.
      await room.presence.recentlyLeft()
    }
    await cut()
    expect(room.presence.get()).toBe(before.everyone)
    expect(room.presence.getOthers()).toBe(before.others)
    expect(room.self).toBe(before.self)
    expect(told).toEqual({ everyone: 1, others: 1, me: 1 })

    // One who changed meanwhile is another object, alone.
    network.goDown()
    await until('the lost connection', () => room.status.get() === 'reconnecting')
    bob.room.presence.update({ page: { at: 3 } })
    await bob.room.presence.recentlyLeft()
    network.comeUp()
    await until('what bob said meanwhile', () => room.presence.getOthers()[0] !== before.others[0])
    expect(room.presence.getOthers()[0]?.presence).toEqual({ page: { at: 3 }, more: true })
    expect(room.presence.getOthers()[1]).toBe(before.others[1])
    expect(room.presence.get().find(({ userId }) => userId === 'ada')).toBe(
      before.everyone.find(({ userId }) => userId === 'ada'),
    )
    expect(told.others).toBe(2)
    expect(told.me).toBe(1)
    for (const stop of stops) stop()
  })

  test('[PR6] the same user in two tabs is one user with two connections, and never among the others', async () => {
    const id = freshRoomId('tabs')
    const first = await enter(server.wsUrl, id, { userId: 'ada', presence: { tab: 1 } })
    const second = await enter(server.wsUrl, id, { userId: 'ada', presence: { tab: 2 } })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    expect(bob.room.presence.getOthers().map(({ userId, connections }) => [userId, connections.length])).toEqual([
      ['ada', 2],
    ])
    expect(bob.room.presence.getOthers()[0]?.presence).toEqual({ tab: 2 })
    await until('bob', () => first.room.presence.getOthers().length > 0)
    expect(first.room.presence.get()[0]?.connections.length).toBe(2)
    expect(first.room.presence.getOthers().map(({ userId }) => userId)).toEqual(['bob'])
    second.room.leave()
    await until('one tab', () => bob.room.presence.getOthers()[0]?.connections.length === 1)
    expect(bob.room.presence.getOthers()[0]?.presence).toEqual({ tab: 1 })
  })

  test('[PR7] [BEY-16] the others see who is idle or away; a person is as present as their most present tab', async () => {
    const id = freshRoomId('activity')
    const network = await openNetwork(server)
    const first = await enter(network.endpoint, id, { userId: 'ada' })
    const second = await enter(server.wsUrl, id, { userId: 'ada' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const ada = () => bob.room.presence.getOthers()[0]
    const each = () => ada()?.connections.map(({ activity }) => activity)
    expect([ada()?.activity, each()]).toEqual(['active', ['active', 'active']])
    first.room.presence.setActivity('away')
    expect(first.room.presence.get()[0]?.connections[0]?.activity).toBe('away')
    await until('one tab away', () => each()?.join() === 'away,active')
    expect(ada()?.activity).toBe('active')
    second.room.presence.setActivity('idle')
    await until('the other idle', () => ada()?.activity === 'idle')
    const late = await enter(server.wsUrl, id, { userId: 'late' })
    expect(late.room.presence.getOthers()[0]?.connections.map(({ activity }) => activity)).toEqual(['away', 'idle'])

    network.goDown()
    await until('reconnecting', () => first.room.status.get() === 'reconnecting')
    first.room.presence.setActivity('active')
    network.comeUp()
    await until('what was said meanwhile', () => ada()?.activity === 'active')
    expect(() => first.room.presence.setActivity('asleep' as never)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_ERROR' }),
    )
  })

  test('[PR5] a lost connection that returns in time shows no leave and no join', async () => {
    const id = freshRoomId('flicker')
    const network = await openNetwork(server)
    const ada = await enter(network.endpoint, id, { userId: 'ada', presence: { here: true } })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const seen: string[] = []
    const { connectionId } = ada.room.self
    bob.room.presence.subscribeOthers((others) => seen.push(others.map(({ userId }) => userId).join()))
    network.goDown()
    await until('reconnecting', () => ada.room.status.get() === 'reconnecting')
    ada.room.presence.update({ edited: 'while away' })
    network.comeUp()
    await until('back', () => ada.room.status.get() === 'connected')
    expect(ada.room.self.connectionId).toBe(connectionId)
    await until('the presence of meanwhile', () => bob.room.presence.getOthers()[0]?.presence.edited === 'while away')
    expect(new Set(seen)).toEqual(new Set(['ada']))
    expect(bob.room.presence.getOthers()[0]?.connections).toEqual([
      {
        connectionId,
        presence: { here: true, edited: 'while away' },
        activity: 'active',
        joinedAt: expect.any(Number),
      },
    ])
  })

  test('[PR4] a lost connection leaves after the grace period of its room, and a guest returns as the same guest', async () => {
    const id = freshRoomId('grace')
    await createRoom(server, { id, access: 'public', graceMs: 300 })
    const network = await openNetwork(server)
    const guest = await enter(network.endpoint, id)
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const { userId, connectionId } = guest.room.self
    network.goDown()
    await until('the leave', () => bob.room.presence.getOthers().length === 0)
    network.comeUp()
    await until('the return', () => bob.room.presence.getOthers().length === 1)
    // Bob may hear of the return before the guest has read the welcome.
    await until('the welcome', () => guest.room.self.connectionId !== connectionId)
    expect(guest.room.self.userId).toBe(userId)
  })

  test('[FR-3.4] a full room refuses with ROOM_FULL', async () => {
    const id = freshRoomId('full')
    await createRoom(server, { id, access: 'public', maxParticipants: 2 })
    await enter(server.wsUrl, id, { userId: 'ada' })
    await enter(server.wsUrl, id, { userId: 'bob' })
    // A second tab is no second person.
    await enter(server.wsUrl, id, { userId: 'bob' })
    await expect(enter(server.wsUrl, id, { userId: 'cleo' })).rejects.toEqual(
      expect.objectContaining({ code: 'ROOM_FULL' }),
    )
  })
})

describe('cursors', () => {
  test('positions, anchors and names arrive; hiding, leaving and late joining are right', async () => {
    const id = freshRoomId('cursors')
    const ada = await enter(server.wsUrl, id, { userId: 'ada', userInfo: { name: 'Ada' } })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const cursorOfAda = () => bob.room.cursors.get().get(ada.room.self.connectionId)
    ada.room.cursors.update({ x: 10, y: -2.125, anchor: 'figure-2' })
    await until('the cursor', () => cursorOfAda() !== undefined)
    expect(cursorOfAda()).toEqual({
      user: { userId: 'ada', userInfo: { name: 'Ada', color: expect.any(String) }, verified: false },
      x: 10,
      y: -2.125,
      anchor: 'figure-2',
      movedAt: expect.any(Number),
    })
    expect(Math.abs((cursorOfAda()?.movedAt ?? 0) - Date.now())).toBeLessThan(5_000)
    for (let i = 1; i <= 500; i += 1) ada.room.cursors.update({ x: i, y: i / 3 })
    await until('the newest', () => cursorOfAda()?.x === 500)
    expect(cursorOfAda()).toEqual(expect.objectContaining({ x: 500, y: 500 / 3 }))
    expect(cursorOfAda()).not.toHaveProperty('anchor')
    expect(ada.room.cursors.get().size).toBe(0)

    const late = await enter(server.wsUrl, id, { userId: 'late' })
    expect(late.room.cursors.get().get(ada.room.self.connectionId)?.x).toBe(500)
    ada.room.cursors.update(null)
    await until('hidden', () => cursorOfAda() === undefined)
    ada.room.cursors.update({ x: 1, y: 1 })
    await until('shown', () => cursorOfAda() !== undefined)
    ada.room.leave()
    await until('gone', () => bob.room.cursors.get().size === 0)
  })

  test('a smooth cursor goes from sample to sample without turning back, and ends on the newest', async () => {
    const id = freshRoomId('smooth')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const samples = new Set<number | undefined>()
    const path: { x: number; y: number }[] = []
    bob.room.cursors.subscribe((cursors) => samples.add(cursors.get(ada.room.self.connectionId)?.x))
    bob.room.cursors.subscribeSmooth((cursors) => {
      const cursor = cursors.get(ada.room.self.connectionId)
      if (cursor !== undefined) path.push(cursor)
    })
    for (let x = 0; x <= 3_000; x += 100) {
      ada.room.cursors.update({ x, y: -x })
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    await until('the end of the way', () => path.at(-1)?.x === 3_000)
    for (const [i, { x, y }] of path.entries()) {
      expect(x).toBeGreaterThanOrEqual(path[i - 1]?.x ?? 0)
      expect(y).toBeCloseTo(-x, 6)
    }
    expect(new Set(path.map(({ x }) => x).filter((x) => !samples.has(x))).size).toBeGreaterThan(10)
  })

  test('[CU6] who watches one page sees its cursors only, those that rest there at once', async () => {
    const id = freshRoomId('pages')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const cleo = await enter(server.wsUrl, id, { userId: 'cleo' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const seen = () => [...bob.room.cursors.get().values()].map(({ user, x }) => `${user.userId}:${x}`).sort()
    ada.room.cursors.update({ x: 1, y: 1, anchor: 'one' })
    cleo.room.cursors.update({ x: 2, y: 2, anchor: 'two' })
    await until('both', () => seen().length === 2)
    bob.room.cursors.watch({ anchor: 'one' })
    await until('only page one', () => seen().join() === 'ada:1')
    bob.room.cursors.watch({ anchor: 'two' })
    await until('only page two', () => seen().join() === 'cleo:2')
    ada.room.cursors.update({ x: 3, y: 1, anchor: 'two' })
    await until('ada turns the page', () => seen().join() === 'ada:3,cleo:2')
    cleo.room.cursors.update({ x: 4, y: 1, anchor: 'one' })
    await until('cleo turns the page', () => seen().join() === 'ada:3')
    bob.room.cursors.watch(null)
    await until('everybody', () => seen().join() === 'ada:3,cleo:4')
  })

  test('a cursor of before the interruption is shown again after it', async () => {
    const id = freshRoomId('cursor-return')
    await createRoom(server, { id, access: 'public', graceMs: 0 })
    const network = await openNetwork(server)
    const ada = await enter(network.endpoint, id, { userId: 'ada' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    ada.room.cursors.update({ x: 1, y: 2 })
    await until('the cursor', () => bob.room.cursors.get().size === 1)
    network.goDown()
    await until('gone', () => bob.room.cursors.get().size === 0)
    ada.room.cursors.update({ x: 3, y: 4 })
    network.comeUp()
    await until('back', () => [...bob.room.cursors.get().values()][0]?.x === 3)
  })
})

describe('broadcast', () => {
  test('[BR1] [BR2] everyone else hears each event once, in order, and the sender none', async () => {
    const id = freshRoomId('broadcast')
    const people = await Promise.all(['ada', 'bob', 'cleo'].map((userId) => enter(server.wsUrl, id, { userId })))
    const [ada, bob] = people as [(typeof people)[0], (typeof people)[0]]
    const heard = people.map(({ room }) => {
      const list: string[] = []
      room.on('count', (payload, { user, connectionId }) => {
        list.push(`${user.userId}:${(payload as { n: number }).n}`)
        if (user.userId === 'ada') expect(connectionId).toBe(ada.room.self.connectionId)
      })
      return list
    })
    const counted = Array.from({ length: 100 }, (_, n) => n)
    await Promise.all(counted.flatMap((n) => [ada.room.broadcast('count', { n }), bob.room.broadcast('count', { n })]))
    await until('everything', () => heard[2]?.length === 200 && heard[1]?.length === 100 && heard[0]?.length === 100)
    const of = (who: string) => counted.map((n) => `${who}:${n}`)
    expect(heard[0]).toEqual(of('bob'))
    expect(heard[1]).toEqual(of('ada'))
    expect(heard[2]?.filter((line) => line.startsWith('ada'))).toEqual(of('ada'))
    expect(heard[2]?.filter((line) => line.startsWith('bob'))).toEqual(of('bob'))
  })

  test('unsubscribing ends hearing; an event without payload carries null', async () => {
    const id = freshRoomId('quiet')
    const ada = await enter(server.wsUrl, id)
    const bob = await enter(server.wsUrl, id)
    const heard: unknown[] = []
    const stop = bob.room.on('ping', (payload) => heard.push(payload))
    await ada.room.broadcast('ping')
    await until('one', () => heard.length === 1)
    stop()
    const after = new Promise((resolve) => bob.room.on('after', resolve))
    await ada.room.broadcast('ping')
    await ada.room.broadcast('after')
    await after
    expect(heard).toEqual([null])
  })
})
