/** [BEY-13] After a restart nobody returns in the same instant. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer } from '../kit/server.ts'
import { afterTest, createRoom, enter, freshRoomId, type Person, until } from '../sdk/kit.ts'

const people = 1_000
const atATime = 50
const bucketMs = 100

test('a thousand people of one room come back spread over seconds after the server was killed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-returns-'))
  let server = await startServer({ dataDir })
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const id = freshRoomId('returns')
  await createRoom(server, { id, access: 'public', maxParticipants: 2 * people })
  const crowd: Person[] = []
  for (let first = 0; first < people; first += atATime) {
    const group = Array.from({ length: atATime }, (_, i) => enter(server.wsUrl, id, { userId: `p${first + i}` }))
    crowd.push(...(await Promise.all(group)))
  }
  const { port } = server
  const returnedAt: number[] = []
  await server.kill()
  await until('everyone has noticed', () => crowd.every(({ room }) => room.status.get() === 'reconnecting'))
  for (const { room } of crowd) {
    const stop = room.status.subscribe((status) => {
      if (status !== 'connected') return
      returnedAt.push(Date.now())
      queueMicrotask(() => stop())
    })
  }
  server = await startServer({ dataDir, port })
  await until('everyone is back', () => returnedAt.length === people, 120_000)
  const startedAt = Math.min(...returnedAt)
  const buckets: number[] = []
  for (const at of returnedAt) {
    const bucket = Math.floor((at - startedAt) / bucketMs)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  const most = Math.max(...buckets.filter((count) => count !== undefined))
  console.log(`${people} back within ${Math.max(...returnedAt) - startedAt} ms, at most ${most} in ${bucketMs} ms`)
  expect(most).toBeLessThan(people / 4)
})
