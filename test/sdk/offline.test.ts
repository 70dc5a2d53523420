// Coming back with much that was written while away: to a real room, in time.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../kit/server.ts'
import { enter, freshRoomId, openNetwork, textOf, until } from './kit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

test('[CONV-4] 18 MB written while away arrive whole, although no message may be larger than 16 MiB', async () => {
  const id = freshRoomId('much')
  const network = await openNetwork(server)
  const ada = await enter(network.endpoint, id)
  await ada.room.getDocument().whenSynced
  network.goDown()
  await until('offline', () => ada.room.sync.get() === 'offline')
  for (let page = 0; page < 20; page += 1) {
    textOf(ada.room).insert(page % 3, `page ${page} 😀 `.repeat(70_000))
    ada.room.getDocument().getMap('pages').set(`page ${page}`, page)
  }
  textOf(ada.room).delete(0, 1_000)
  network.comeUp()
  await ada.room.flush()
  const bob = await enter(server.wsUrl, id)
  await bob.room.getDocument().whenSynced
  expect(textOf(bob.room).toString() === textOf(ada.room).toString()).toBe(true)
  expect(bob.room.getDocument().getMap('pages').size).toBe(20)
  expect(textOf(bob.room).length).toBeGreaterThan(14_000_000)
  expect([ada.errors, bob.errors]).toEqual([[], []])
  expect(ada.room.sync.get()).toBe('saved')
})

const quantile = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * share) - 1] as number

test('[NFR-1] a person is in the room within 100 ms, and back with the state within 500 ms, nine times of ten', async () => {
  const id = freshRoomId('quick')
  const author = await enter(server.wsUrl, id)
  textOf(author.room).insert(0, 'A document of some size. '.repeat(4_000))
  await author.room.flush()

  const [connects, returns]: [number[], number[]] = [[], []]
  for (let round = 0; round < 20; round += 1) {
    const network = await openNetwork(server)
    const startedAt = performance.now()
    const { room } = await enter(network.endpoint, id)
    await until('the document', () => textOf(room).length === textOf(author.room).length)
    connects.push(performance.now() - startedAt)

    network.cut()
    await until('the loss', () => room.sync.get() === 'offline')
    textOf(author.room).insert(0, `Round ${round}. `)
    const lostAt = performance.now()
    await until('the return', () => textOf(room).length === textOf(author.room).length)
    returns.push(performance.now() - lostAt)
    await until('saved', () => room.sync.get() === 'saved')
    room.leave()
  }
  expect(quantile(connects, 0.9)).toBeLessThan(100)
  expect(quantile(returns, 0.9)).toBeLessThan(500)
})
