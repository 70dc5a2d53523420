/** What becomes of an ordinary room when everybody has left: it is unloaded, and woken for nothing that is not needed. */
import { runInDurableObject } from 'cloudflare:test'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesTold, wakeupsOf } from '../../test/shell-values.ts'
import { actor, freshRoom, joinNative, roomSettings, until } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Person = Awaited<ReturnType<typeof joinNative>>

const settingsWith = (emptyAfterMs: number) => roomSettings({ graceMs: 0, emptyAfterMs })
const edit = async (person: Person, text: string) => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  const seq = person.update(Y.encodeStateAsUpdate(doc))
  await until(() => person.acked() >= seq, 'the ack')
}
const leave = async ({ socket, closed }: Person) => {
  socket.close(1000)
  await until(() => closed[0], 'the goodbye')
}
const wakeups = (room: Room): Promise<ReadonlyMap<string, number>> =>
  runInDurableObject(
    room,
    (_, { storage }) => new Map(Object.entries(wakeupsOf(storage)).map(([key, { at }]) => [key, at])),
  )
const untilUnloaded = async (room: Room) => {
  for (let tries = 0; tries < 500 && (await wakeups(room)).has('room.empty'); tries++) await scheduler.wait(10)
  expect((await wakeups(room)).has('room.empty')).toBe(false)
}
const readText = (room: Room) => room.ask('documents.read', { name: 'default', format: 'text' }, actor())
const damage = (room: Room) =>
  runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE documents_log SET checksum = 0')
    storage.sql.exec('UPDATE documents_generation SET checksum = 0')
  })

test('[FR-3.6] after the last leave only what is needed wakes the room: the mirror, and the clean-up at its time', async () => {
  const room = freshRoom()
  const settings = settingsWith(60_000)
  const [ada, bob] = [await joinNative(room, { settings }), await joinNative(room, { settings })]
  await edit(ada, 'kept')
  await changesTold(room)
  expect([...(await wakeups(room)).keys()]).toEqual(expect.arrayContaining(['documents', 'room.liveness']))
  await leave(ada)
  expect((await wakeups(room)).has('room.empty')).toBe(false)
  const leftAt = Date.now()
  await leave(bob)
  // Who came and went is told at once, and told again until it is heard.
  await expect.poll(async () => [...(await wakeups(room)).keys()], { timeout: 15_000 }).not.toContain('room.facts')
  const left = await wakeups(room)
  // Somebody may still be at the door: that is looked at within ten seconds of a join.
  expect([...left.keys()].filter((key) => !['room.greeting', 'room.live'].includes(key)).sort()).toEqual([
    'room.empty',
    'room.mirror',
  ])
  expect(left.get('room.empty')).toBeGreaterThanOrEqual(leftAt + 60_000)
  expect(left.get('room.empty')).toBeLessThan(leftAt + 70_000)

  await room.configure(settingsWith(5_000))
  expect((await wakeups(room)).get('room.empty')).toBe((left.get('room.empty') ?? 0) - 55_000)
  const carl = await joinNative(room, { settings })
  expect((await wakeups(room)).has('room.empty')).toBe(false)
  expect(carl.welcome.snapshots.presence).toHaveLength(1)
})

test('[FR-3.6] then its documents are dropped from memory: the next who wants one reads the rows, and finds everything', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings: settingsWith(2_000) })
  await edit(ada, 'kept')
  await leave(ada)
  await damage(room)
  // As long as it is in memory nobody reads the damaged rows.
  expect(await readText(room)).toMatchObject({ ok: true, reply: { content: 'kept' } })
  await room.configure(settingsWith(0))
  await untilUnloaded(room)
  expect(await readText(room)).toMatchObject({ ok: false, error: { code: 'ROOM_UNAVAILABLE' } })
})

test('[FR-3.6] a room that was unloaded is as it was, and what was called in between is compacted', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings: settingsWith(500) })
  await edit(ada, 'kept')
  await leave(ada)
  const doc = new Y.Doc()
  doc.getText('other').insert(0, 'by rest')
  await room.ask('documents.update', { name: 'default', update: Y.encodeStateAsUpdate(doc) }, actor())
  await untilUnloaded(room)
  const rows = await runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec('SELECT 1 FROM documents_log').toArray(),
  )
  expect(rows).toEqual([])
  const bob = await joinNative(room, { settings: settingsWith(500) })
  bob.step1()
  const [answer] = await until(() => {
    const answers = bob.documentMessages(DocumentKind.step2)
    return answers.length > 0 ? answers : null
  }, 'the state')
  if (answer === undefined || !('update' in answer)) throw new Error('no state')
  const copy = new Y.Doc()
  Y.applyUpdate(copy, answer.update)
  expect([copy.getText('content').toString(), copy.getText('other').toString()]).toEqual(['kept', 'by rest'])
  await edit(bob, 'more')
})
