/** Requests of several people in one moment: carried out together, in order, and before who asked is gone. */
import type { ChatMessage } from '@syncforge/protocol/chat'
import { expect, test } from 'vitest'
import { freshRoom, joinNative, until } from '../../test-kit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import { createGathering } from './gathering.ts'

const open = () => {
  const clock = { now: 1_000_000 }
  const done: string[] = []
  const gone = new Set<RoomConnection>()
  const gathering = createGathering({
    carryOut: (_, message) => done.push(typeof message === 'string' ? message : 'bytes'),
    isHere: (connection) => !gone.has(connection),
    clock: () => clock.now,
  })
  const [ada, bob] = [{ id: 'ada' }, { id: 'bob' }] as unknown as readonly [RoomConnection, RoomConnection]
  return { clock, done, gone, gathering, ada, bob, bytes: new ArrayBuffer(1) }
}

test('[RQ1] one person asks as fast as they like; a second in the same moment waits, and everybody else with them', () => {
  const { clock, done, gathering, ada, bob, bytes } = open()
  expect([gathering.keeps(ada, 'a1'), gathering.keeps(ada, 'a2')]).toEqual([false, false])
  expect(gathering.keeps(bob, bytes)).toBe(false)
  expect(gathering.keeps(bob, 'b1')).toBe(true)
  // In their order: what bob sends next must not overtake what he asked; ada’s frames wait for nothing of hers.
  expect([gathering.keeps(bob, bytes), gathering.keeps(ada, bytes), gathering.keeps(ada, 'a3')]).toEqual([
    true,
    false,
    true,
  ])
  expect([gathering.has(ada), gathering.has(bob), done]).toEqual([true, true, []])
  gathering.carryOut()
  expect(done).toEqual(['b1', 'bytes', 'a3'])
  expect([gathering.has(ada), gathering.has(bob)]).toEqual([false, false])
  gathering.carryOut()
  expect(done.length).toBe(3)
  clock.now += 20
  expect(gathering.keeps(bob, 'later')).toBe(false)
  clock.now -= 3_600_000
  expect(gathering.keeps(ada, 'with a clock that was set back')).toBe(false)
})

test('who has been ended meanwhile is not heard any more', () => {
  const { done, gone, gathering, ada, bob } = open()
  gathering.keeps(ada, 'a1')
  gathering.keeps(bob, 'b1')
  gathering.keeps(ada, 'a2')
  gone.add(bob)
  gathering.carryOut()
  expect(done).toEqual(['a2'])
})

test('[RQ1] [RQ2] many ask in one moment, and some of them go at once: each is heard once, in the order of each', async () => {
  const room = freshRoom()
  const watcher = await joinNative(room)
  const people = await Promise.all(
    Array.from({ length: 12 }, (_, index) => joinNative(room, { hello: { userId: `person-${index}` } })),
  )
  for (const [index, { socket }] of people.entries()) {
    for (const round of [1, 2, 3])
      socket.send(JSON.stringify({ type: 'chat.send', ref: round, body: { body: `${index}/${round}` } }))
    if (index % 2 === 0) socket.close(1000)
  }
  const heard = () =>
    watcher.events('chat.sent').map(({ body }) => (body as { readonly message: ChatMessage }).message.body)
  await until(() => heard().length >= 36, 'all of them')
  for (const index of people.keys())
    expect(heard().filter((words) => words.startsWith(`${index}/`))).toEqual([1, 2, 3].map((r) => `${index}/${r}`))
  expect(heard().length).toBe(36)
})
