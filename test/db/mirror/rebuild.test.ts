/** Rebuilding: a room whose own storage is lost takes back what Postgres holds of it, before anybody is let in. Of one server all rooms are lost at once, twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loseObjects, waitUntilMirrored } from '../../kit/mirrored.ts'
import { developmentKeys } from '../../kit/server.ts'
import {
  createRoom,
  createToken,
  enter,
  freshRoomId,
  type Person,
  provide,
  rest,
  textOf,
  until,
} from '../../sdk/kit.ts'
import { startRestartable } from '../restarts.ts'

let server: Awaited<ReturnType<typeof startRestartable>>
const write = (id: string, init: RequestInit, path = '') => rest(server.current(), `/rooms/${id}${path}`, init)

const [lost, again, many] = [freshRoomId('lost'), freshRoomId('again'), freshRoomId('many')]
const names = Array.from({ length: 30 }, (_, n) => `d${n}`)
/** Three that fill a page and more, each with its own letter. */
const large = ['x', 'y', 'z']
let ada: Person

const writeLost = async () => {
  ada = await enter(server.wsUrl, lost, { userId: 'ada' })
  textOf(ada.room).insert(0, 'the default')
  // One row each: what is written after the loss must count on from here, not from the start.
  for (const letter of 'by its name') {
    textOf(ada.room, 'notes').insert(textOf(ada.room, 'notes').length, letter)
    await ada.room.flush()
  }
  await write(lost, { method: 'POST', body: '{"ban":true}' }, '/participants/mallory/kick')
  await waitUntilMirrored(server.current(), lost)
}

const writeAgain = async () => {
  const { room } = await enter(server.wsUrl, again, { userId: 'ada' })
  textOf(room).insert(0, 'of the first life')
  await room.flush()
  await waitUntilMirrored(server.current(), again)
  await write(again, { method: 'DELETE' })
}

const writeMany = async () => {
  const { room, client } = await enter(server.wsUrl, many, { userId: 'ada' })
  for (const name of names) textOf(room, name).insert(0, `I am ${name}`)
  for (const name of large) textOf(room, name).insert(0, name.repeat(5 * 1024 * 1024))
  await room.flush()
  await waitUntilMirrored(server.current(), many)
  client.close()
}

beforeAll(async () => {
  server = await startRestartable()
  await Promise.all([writeLost(), writeAgain(), writeMany()])
  await server.restart(async () => {
    // An edit while the server is away: it belongs to the same room only if the room knows itself again.
    textOf(ada.room).insert(0, 'meanwhile, ')
    expect(await loseObjects(server.dataDir)).toBeGreaterThan(0)
  })
}, 180_000)
afterAll(() => server?.stop())

test('a room whose storage is lost comes back whole for the SDK, stock clients and REST', async () => {
  const stock = provide(server.wsUrl, lost)
  await until('the stock client', () => stock.text.toString() === 'meanwhile, the default', 30_000)
  const stockNotes = provide(server.wsUrl, `${lost}/notes`)
  await until('the notes', () => stockNotes.text.toString() === 'by its name', 30_000)
  await ada.room.flush()
  expect(ada.errors).toEqual([])
  const eve = await enter(server.wsUrl, lost, { userId: 'eve' })
  await until('the SDK', () => textOf(eve.room, 'notes').toString() === 'by its name', 30_000)
  const read = await rest(server.current(), `/rooms/${lost}/document?name=notes&format=text`)
  expect(await read.text()).toBe('by its name')
  await expect(enter(server.wsUrl, lost, { userId: 'mallory' })).rejects.toMatchObject({ code: 'BANNED' })
})

test('[L11] nothing of a deleted room comes back in the one that is made anew under its id', async () => {
  const guest = await createToken(server.current(), 'guest', { [again]: ['read'] })
  const authEndpoint = async () => ({ token: guest })
  await expect(enter(server.wsUrl, again, {}, { authEndpoint })).rejects.toMatchObject({ code: 'ROOM_DELETED' })
  await expect(enter(server.wsUrl, again, { userId: 'bob' })).rejects.toMatchObject({ code: 'ROOM_DELETED' })
  await createRoom(server.current(), { id: again, access: 'public' })
  const bob = await enter(server.wsUrl, again, { userId: 'bob' })
  await bob.room.getDocument().whenSynced
  expect(textOf(bob.room).toString()).toBe('')
})

test('one of many documents, large ones among them, comes back with all of them', async () => {
  const listed = (await (await rest(server.current(), `/rooms/${many}/documents`)).json()) as {
    documents: { name: string }[]
  }
  expect(listed.documents.map(({ name }) => name).sort()).toEqual([...names, ...large].sort())
  for (const name of ['d0', 'd29']) {
    const read = await rest(server.current(), `/rooms/${many}/document?name=${name}&format=text`)
    expect(await read.text()).toBe(`I am ${name}`)
  }
  const z = await (await rest(server.current(), `/rooms/${many}/document?name=z&format=text`)).text()
  expect(z.length).toBe(5 * 1024 * 1024)
  expect(z).toMatch(/^z+$/)
})

describe('lost once more', () => {
  beforeAll(async () => {
    const writeIn = async (id: string, document: string | undefined, text: string) => {
      const { room } = await enter(server.wsUrl, id, { userId: 'eve' })
      await room.getDocument(document).whenSynced
      textOf(room, document).insert(0, text)
      await room.flush()
      await waitUntilMirrored(server.current(), id)
    }
    await Promise.all([writeIn(lost, 'notes', 'still '), writeIn(again, undefined, 'of the second')])
    await server.restart(() => loseObjects(server.dataDir))
  }, 180_000)

  test('a room comes back with what was written since: later copies win', async () => {
    const zoe = await enter(server.wsUrl, lost, { userId: 'zoe' })
    await until('the later edit', () => textOf(zoe.room, 'notes').toString() === 'still by its name', 30_000)
    await until('the edit before', () => textOf(zoe.room).toString() === 'meanwhile, the default', 30_000)
  })

  test('[L11] a room that was made anew comes back with its second life alone', async () => {
    const { text } = provide(server.wsUrl, again, developmentKeys.publishable)
    await until('the second life', () => text.toString() === 'of the second', 30_000)
  })
})
