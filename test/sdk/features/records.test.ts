/** Records with real clients. Rules RC1–RC6; what the room does with them is in durable-objects/features/records. */
import type { TextRecord } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, enter, freshRoomId, openNetwork, until } from '../kit.ts'

const server = sharedServer()

/** What a browser keeps over a reload. */
const keep = () => {
  const held = new Map<string, string>()
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true })
  afterTest(() => Reflect.deleteProperty(globalThis, 'localStorage'))
  return held
}

test('[RC1] [RC4] saves, conflicts, and who follows hears of each', async () => {
  const id = freshRoomId('records')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  expect(await ada.room.records.get('brief')).toBeNull()
  const seen: (string | null)[] = []
  const stop = bob.room.records.subscribe('brief', (record) => seen.push(record?.content.slice(0, 9) ?? null))
  await until('nothing yet', () => seen.length === 1)
  const { version } = await ada.room.records.save('brief', 'one', { expectedVersion: 0 })
  await until('the first', () => seen.length === 2)
  await bob.room.records.save('brief', 'x'.repeat(20_000), { expectedVersion: version })
  await until('the large one', () => seen.length === 3)
  expect(seen).toEqual([null, 'one', 'xxxxxxxxx'])
  await expect(ada.room.records.save('brief', 'mine', { expectedVersion: version })).rejects.toMatchObject({
    code: 'VERSION_CONFLICT',
    details: { current: { version: 2, by: { userId: 'bob' } } },
  })
  stop()
  await ada.room.records.restore('brief', 1)
  expect(await bob.room.records.get('brief')).toMatchObject({
    version: 3,
    content: 'one',
  } satisfies Partial<TextRecord>)
  const { versions } = await ada.room.records.history('brief')
  expect(versions.map(({ by }) => by.userId)).toEqual(['ada', 'bob', 'ada'])
  expect(seen).toHaveLength(3)
})

test('[RC3] a save with the token of a lock that was lost is refused', async () => {
  const id = freshRoomId('records')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  const { token } = await ada.room.locks.acquire('brief')
  await ada.room.records.save('brief', 'one', { expectedVersion: 0, token })
  await ada.room.locks.release('brief')
  const mine = await bob.room.locks.acquire('brief')
  await expect(ada.room.records.save('brief', 'x', { expectedVersion: 1, token })).rejects.toMatchObject({
    code: 'LOCK_LOST',
  })
  await bob.room.records.save('brief', 'two', { expectedVersion: 1, token: mine.token })
})

test('[RC5] a text saves itself two seconds after its last change, and ten after the first at the latest', async () => {
  const id = freshRoomId('records')
  const ada = await enter(server.wsUrl, id, { userId: 'ada' })
  const autosave = await ada.room.records.autosave('brief')
  autosave.update('a')
  const startedAt = Date.now()
  await until('the first save', () => autosave.get().status === 'saved')
  expect(Date.now() - startedAt).toBeGreaterThan(1_900)
  const typedAt = Date.now()
  let letters = 0
  while (autosave.get().version < 2) {
    autosave.update('b'.repeat(++letters))
    await new Promise((resolve) => setTimeout(resolve, 200))
    if (Date.now() - typedAt > 30_000) throw new Error('never saved')
  }
  expect(Date.now() - typedAt).toBeGreaterThan(9_000)
  await autosave.flush()
  expect((await ada.room.records.get('brief'))?.content).toBe('b'.repeat(letters))
  autosave.stop()
})

test('[RC1] what is not saved survives a reload; a conflict saves nothing over it until somebody chooses', async () => {
  const held = keep()
  const id = freshRoomId('records')
  const network = await openNetwork(server)
  const before = await enter(network.endpoint, id, { userId: 'ada' })
  const bob = await enter(server.wsUrl, id, { userId: 'bob' })
  const first = await before.room.records.autosave('brief')
  network.goDown()
  first.update('typed without a line')
  expect(held.size).toBe(1)
  before.client.close()
  network.comeUp()
  const after = await enter(network.endpoint, id, { userId: 'ada' })
  const second = await after.room.records.autosave('brief')
  expect(second.get().content).toBe('typed without a line')
  await until('the save', () => second.get().status === 'saved')
  expect(await bob.room.records.get('brief')).toMatchObject({ content: 'typed without a line', version: 1 })
  expect(held.size).toBe(0)
  await bob.room.records.save('brief', 'by Bob', { expectedVersion: 1 })
  second.update('by Ada')
  await expect(second.flush()).rejects.toMatchObject({ code: 'VERSION_CONFLICT' })
  expect(second.get()).toMatchObject({ status: 'conflict', content: 'by Ada' })
  await second.resolve('mine')
  expect(await bob.room.records.get('brief')).toMatchObject({ content: 'by Ada', version: 3 })
})
