/** [L57] A room whose people do nothing sleeps: the platform has put its object away, and only a wake makes a new one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../kit/server.ts'
import { intrude, type Raw } from '../sdk/hostile/intruders.ts'
import { createRoom, freshRoomId, until } from '../sdk/kit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const people = 500
const atATime = 25
const asleepAfterMs = 15_000

const wakes = (): readonly { readonly sockets: number }[] =>
  server
    .output()
    .split('\n')
    .flatMap((line) =>
      line.includes('"room_woke"') ? [JSON.parse(line.slice(line.indexOf('{'))) as { sockets: number }] : [],
    )

const heard = (raw: Raw, type: string) => raw.told().filter((message) => message.type === type).length

test('five hundred idle sockets: asleep within 15 s, then complete and awake at the first word', async () => {
  const id = freshRoomId('idle')
  await createRoom(server, { id, access: 'public', maxParticipants: 2 * people })
  const crowd: Raw[] = []
  for (let first = 0; first < people; first += atATime) {
    const group = Array.from({ length: atATime }, (_, i) =>
      intrude(server, id, { userId: `p${first + i}`, presence: { n: first + i } }),
    )
    crowd.push(...(await Promise.all(group)))
  }
  const [speaker] = crowd
  if (speaker === undefined) throw new Error('nobody')
  const say = (event: string) =>
    speaker.say(JSON.stringify({ type: 'broadcast.send', ref: 1, body: { event, payload: event } }))
  say('awake')
  await until(
    'everybody hears it',
    () => crowd.every((raw) => raw === speaker || heard(raw, 'broadcast.sent') === 1),
    30_000,
  )
  expect(wakes()).toEqual([])

  const quietAt = Date.now()
  await new Promise((resolve) => setTimeout(resolve, asleepAfterMs))
  console.log(`idle for ${Date.now() - quietAt} ms`)
  say('woken')
  await until(
    'everybody hears it again',
    () => crowd.every((raw) => raw === speaker || heard(raw, 'broadcast.sent') === 2),
    30_000,
  )
  await until('the log says so', () => wakes().length > 0)
  expect(wakes()).toMatchObject([{ sockets: people }])

  const newcomer = await intrude(server, id, { userId: 'newcomer' })
  const [welcome] = newcomer.told() as unknown as {
    body: { snapshots: { presence: { userId: string; presence: unknown }[] } }
  }[]
  const { presence: roster } = welcome?.body.snapshots ?? { presence: [] }
  expect(roster).toHaveLength(people + 1)
  for (const [n, { userId, presence }] of roster.slice(0, people).entries()) {
    expect([userId.startsWith('p'), presence]).toEqual([true, { n: Number(userId.slice(1)) }])
    expect(n).toBeLessThan(people)
  }
  expect(new Set(roster.map(({ userId }) => userId)).size).toBe(people + 1)
  expect(crowd.filter(({ closed }) => closed.length > 0)).toEqual([])
  expect(wakes()).toHaveLength(1)
}, 180_000)
