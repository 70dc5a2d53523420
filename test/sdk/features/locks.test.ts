/** Locks with real clients. Rules LK1–LK6; what the room does with them is in durable-objects/features/locks. */
import type { Lease, Room } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, openNetwork, until } from '../kit.ts'

const server = sharedServer()
const holderOf = (room: Room, key: string) => room.locks.get().find((lease) => lease.key === key)?.by.userId
const enterAs = (id: string, userId: string, level: 'write' | 'moderate' = 'write') =>
  enter(
    server.wsUrl,
    id,
    {},
    { authEndpoint: async () => ({ token: await createToken(server, userId, { [id]: [level] }) }) },
  )

test('[LK1] [LK6] one has it, the others see who, whoever came first to look', async () => {
  const id = freshRoomId('locks')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  expect(bob.room.locks.get()).toEqual([])
  const lease = await ada.room.locks.acquire('budget')
  expect(lease).toMatchObject({ key: 'budget', by: { userId: 'ada' }, token: expect.any(Number) })
  expect(lease.expiresAt).toBeGreaterThan(Date.now() + 29 * 60_000)
  await until('Bob seeing it', () => holderOf(bob.room, 'budget') === 'ada')
  await expect(bob.room.locks.acquire('budget')).rejects.toMatchObject({ code: 'LOCK_HELD', details: { lease } })
  const carl = await enter(server.wsUrl, id)
  const seen: (readonly Lease[])[] = []
  carl.room.locks.subscribe((leases) => seen.push(leases))
  await until('Carl seeing it', () => seen.at(-1)?.[0]?.token === lease.token)
  await ada.room.locks.release('budget')
  await until('the release', () => seen.at(-1)?.length === 0)
  await expect(ada.room.locks.release(lease)).rejects.toMatchObject({ code: 'LOCK_LOST' })
  await expect(ada.room.locks.renew('budget')).rejects.toMatchObject({ code: 'LOCK_LOST' })
})

test('[LK4] who waits gets it in turn; a wait that is over is LOCK_HELD', async () => {
  const id = freshRoomId('locks')
  const [ada, bob, carl] = [await enter(server.wsUrl, id), await enter(server.wsUrl, id), await enter(server.wsUrl, id)]
  const lease = await ada.room.locks.acquire('budget')
  await expect(carl.room.locks.acquire('budget', { wait: 30 })).rejects.toMatchObject({
    code: 'LOCK_HELD',
    details: { lease: { token: lease.token } },
  })
  const order: string[] = []
  const inTurn = async (name: string, mine: Promise<Lease>) => {
    const { token } = await mine
    order.push(name)
    return token
  }
  const bobs = inTurn('bob', bob.room.locks.acquire('budget', { wait: true }))
  await until('Bob in line', () => bob.room.locks.get().length === 1)
  await bob.room.locks.acquire('another')
  const carls = inTurn('carl', carl.room.locks.acquire('budget', { wait: 60_000 }))
  await carl.room.locks.acquire('a-third')
  await ada.room.locks.release(lease)
  expect(await bobs).toBeGreaterThan(lease.token)
  bob.room.leave()
  expect(await carls).toBeGreaterThan(await bobs)
  expect(order).toEqual(['bob', 'carl'])
})

test('[LK3] [LK4] a line that breaks takes nothing: the holder goes on, who waits stands in line again', async () => {
  const id = freshRoomId('locks')
  await createRoom(server, { id, access: 'public', graceMs: 20_000 })
  const network = await openNetwork(server)
  const ada = await enter(network.endpoint, id, { userId: 'ada' })
  const bob = await enter(network.endpoint, id, { userId: 'bob' })
  const lease = await ada.room.locks.acquire('budget')
  const waiting = bob.room.locks.acquire('budget', { wait: true })
  await until('Bob seeing it', () => bob.room.locks.get().length === 1)
  await bob.room.locks.acquire('another')
  const lost = new Set<string>()
  for (const { room } of [ada, bob]) {
    room.status.subscribe((status) => status === 'reconnecting' && lost.add(room.self.userId))
  }
  network.cut()
  await until('both away and back', () =>
    [ada, bob].every(
      ({ room }) => lost.has(room.self.userId) && room.status.get() === 'connected' && room.locks.get().length === 2,
    ),
  )
  const renewed = await ada.room.locks.renew('budget', { ttlMs: 60_000 })
  expect(renewed.token).toBe(lease.token)
  await ada.room.locks.release('budget')
  expect((await waiting).by.userId).toBe('bob')
})

test('[LK2] [LK5] a moderator takes it; who leaves the room gives back what they hold, and waits no more', async () => {
  const id = freshRoomId('locks')
  const [ada, mod] = [await enterAs(id, 'ada'), await enterAs(id, 'mod', 'moderate')]
  const lease = await ada.room.locks.acquire('budget')
  await expect(ada.room.locks.steal('budget')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const stolen = await mod.room.locks.steal('budget', { ttlMs: 60_000 })
  await until('Ada hearing of it', () => holderOf(ada.room, 'budget') === 'mod')
  await expect(ada.room.locks.renew(lease)).rejects.toMatchObject({ code: 'LOCK_LOST' })
  const waiting = ada.room.locks.acquire('budget', { wait: true })
  const given = expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
  await ada.room.locks.acquire('another')
  ada.room.leave()
  await given
  await until('what Ada held', () => mod.room.locks.get().length === 1)
  expect(mod.room.locks.get()).toEqual([stolen])
})

test.each([
  ['a time that is too short', { ttlMs: 5 }],
  ['a time without end', { ttlMs: 10 ** 12 }],
  ['a wait that is none', { wait: Number.NaN }],
])('%s is refused', async (_, options) => {
  const { room } = await enter(server.wsUrl, freshRoomId('locks'))
  await expect(room.locks.acquire('budget', options)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(room.locks.acquire('../budget')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})
