/** First content: once, however many come at the same time and whatever happens to the one who writes it. */
import { rm } from 'node:fs/promises'
import type { Room } from '@syncforge/client'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { startServer } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, openNetwork, textOf, until } from '../kit.ts'

const server = sharedServer()

const template = 'Agenda\nMinutes\nActions'
const fill = (doc: Y.Doc) => doc.getText('content').insert(0, template)

test('[BEY-4] a hundred people join a new room and seed at the same moment: one writes, everybody has it once', async () => {
  const id = freshRoomId('seed')
  let written = 0
  const seedTemplate = (room: Room) =>
    room.seed(async (doc) => {
      written += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
      fill(doc)
    })
  const texts = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { room } = await enter(server.wsUrl, id)
      await seedTemplate(room)
      return textOf(room).toString()
    }),
  )
  expect(texts).toEqual(Array.from({ length: 100 }, () => template))
  expect(written).toBe(1)
})

test('a document that has content is left alone, another one of the room is seeded by its name', async () => {
  const id = freshRoomId('seed')
  const { room } = await enter(server.wsUrl, id)
  textOf(room).insert(0, 'typed')
  await room.flush()
  let written = 0
  await room.seed(() => {
    written += 1
  })
  expect([written, textOf(room).toString()]).toEqual([0, 'typed'])
  await room.seed(fill, { document: 'notes' })
  expect(textOf(room, 'notes').toString()).toBe(template)
})

test('who fails hears its own error, and the next one writes', async () => {
  const id = freshRoomId('seed')
  const [{ room: ada }, { room: bob }] = [await enter(server.wsUrl, id), await enter(server.wsUrl, id)]
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  let fail = () => {}
  const failing = ada.seed(async () => {
    begin()
    await new Promise<void>((resolve) => {
      fail = resolve
    })
    throw new Error('no template today')
  })
  await begun
  const seeding = bob.seed(fill)
  fail()
  await expect(failing).rejects.toThrow('no template today')
  await seeding
  expect(textOf(bob).toString()).toBe(template)
})

test('who loses the network between claim and commit is not waited for longer than its claim lasts, and joins what the next one wrote', async () => {
  const id = freshRoomId('seed')
  const network = await openNetwork(server)
  const [{ room: ada }, { room: bob }] = [await enter(network.endpoint, id), await enter(server.wsUrl, id)]
  const adas = ada.seed((doc) => {
    network.goDown()
    doc.getText('content').insert(0, 'never seen')
  })
  await until('ada is cut off', () => ada.status.get() === 'reconnecting')
  await bob.seed(fill)
  expect(textOf(bob).toString()).toBe(template)
  network.comeUp()
  await adas
  expect(textOf(ada).toString()).toBe(template)
}, 120_000)

test('the server is killed between claim and commit: the document is seeded once all the same', async () => {
  let mine = await startServer()
  const { dataDir, port } = mine
  afterTest(async () => {
    await mine.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const id = freshRoomId('seed')
  const people = [await enter(mine.wsUrl, id), await enter(mine.wsUrl, id)]
  let begun = 0
  let proceed = () => {}
  const restarted = new Promise<void>((resolve) => {
    proceed = resolve
  })
  const seeding = people.map(({ room }) =>
    room.seed(async (doc) => {
      begun += 1
      await restarted
      fill(doc)
    }),
  )
  await until('one has the claim', () => begun === 1)
  await mine.kill()
  mine = await startServer({ dataDir, port })
  proceed()
  await Promise.all(seeding)
  await until('both have it', () => people.every(({ room }) => room.sync.get() === 'saved'))
  expect(people.map(({ room }) => textOf(room).toString())).toEqual([template, template])
}, 180_000)

test('a reader waits until somebody has seeded', async () => {
  const id = freshRoomId('seed')
  await createRoom(server, { id })
  const member = async (userId: string, access: string) => {
    const token = await createToken(server, userId, { [id]: [access] })
    return (await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })).room
  }
  const [reader, ada] = [await member('reader', 'read'), await member('ada', 'write')]
  let isThere = false
  const waiting = reader.seed(fill).then(() => {
    isThere = true
  })
  await reader.getDocument().whenSynced
  expect(isThere).toBe(false)
  await ada.seed(fill)
  await waiting
  expect(textOf(reader).toString()).toBe(template)
})

test('a seed that is too large for a message, a bad name and a room that was left are refused', async () => {
  const { room } = await enter(server.wsUrl, freshRoomId('seed'))
  const large = (doc: Y.Doc) => doc.getText('content').insert(0, 'x'.repeat(1_000_000))
  await expect(room.seed(large)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  await expect(room.seed(fill, { document: '../' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  room.leave()
  await expect(room.seed(fill)).rejects.toMatchObject({ code: 'CLOSED' })
})
