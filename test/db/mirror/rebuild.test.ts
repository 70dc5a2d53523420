/** Rebuilding: a room whose own storage is lost takes back what Postgres holds of it, before anybody is let in. */
import { describe, expect, test } from 'vitest'
import { loseObjects, waitUntilMirrored } from '../../kit/mirrored.ts'
import { developmentKeys, type TestServer } from '../../kit/server.ts'
import { createRoom, createToken, enter, freshRoomId, provide, rest, textOf, until } from '../../sdk/kit.ts'
import { openServer } from '../restarts.ts'

const write = (server: TestServer, id: string, init: RequestInit, path = '') =>
  rest(server, `/rooms/${id}${path}`, init)

// Each starts a server two or three times.
describe('a room whose storage is lost', { timeout: 180_000 }, () => {
  test('comes back whole for the SDK, stock clients and REST, and goes on from there', async () => {
    const server = await openServer()
    const id = freshRoomId('lost')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    textOf(ada.room).insert(0, 'the default')
    // One row each: what is written after the loss must count on from here, not from the start.
    for (const letter of 'by its name') {
      textOf(ada.room, 'notes').insert(textOf(ada.room, 'notes').length, letter)
      await ada.room.flush()
    }
    await write(server.current(), id, { method: 'POST', body: '{"ban":true}' }, '/participants/mallory/kick')
    await waitUntilMirrored(server.current(), id)

    await server.restart(async () => {
      // An edit while the server is away: it belongs to the same room only if the room knows itself again.
      textOf(ada.room).insert(0, 'meanwhile, ')
      expect(await loseObjects(server.dataDir)).toBeGreaterThan(0)
    })

    const stock = provide(server.wsUrl, id)
    await until('the stock client', () => stock.text.toString() === 'meanwhile, the default', 30_000)
    const stockNotes = provide(server.wsUrl, `${id}/notes`)
    await until('the notes', () => stockNotes.text.toString() === 'by its name', 30_000)
    await ada.room.flush()
    expect(ada.errors).toEqual([])
    const eve = await enter(server.wsUrl, id, { userId: 'eve' })
    await until('the SDK', () => textOf(eve.room, 'notes').toString() === 'by its name', 30_000)
    const read = await rest(server.current(), `/rooms/${id}/document?name=notes&format=text`)
    expect(await read.text()).toBe('by its name')
    await expect(enter(server.wsUrl, id, { userId: 'mallory' })).rejects.toMatchObject({ code: 'BANNED' })

    // Later copies win: sequences went on above those in Postgres.
    textOf(eve.room, 'notes').insert(0, 'still ')
    await eve.room.flush()
    await waitUntilMirrored(server.current(), id)
    await server.restart(() => loseObjects(server.dataDir))
    const zoe = await enter(server.wsUrl, id, { userId: 'zoe' })
    await until('the later edit', () => textOf(zoe.room, 'notes').toString() === 'still by its name', 30_000)
    await until('the edit before', () => textOf(zoe.room).toString() === 'meanwhile, the default', 30_000)
  })

  test('[L11] nothing of a deleted room comes back in the one that is made anew under its id', async () => {
    const server = await openServer()
    const id = freshRoomId('again')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    textOf(ada.room).insert(0, 'of the first life')
    await ada.room.flush()
    await waitUntilMirrored(server.current(), id)
    await write(server.current(), id, { method: 'DELETE' })
    await server.restart(() => loseObjects(server.dataDir))

    const guest = await createToken(server.current(), 'guest', { [id]: ['read'] })
    const authEndpoint = async () => ({ token: guest })
    await expect(enter(server.wsUrl, id, {}, { authEndpoint })).rejects.toMatchObject({ code: 'ROOM_DELETED' })
    await expect(enter(server.wsUrl, id, { userId: 'bob' })).rejects.toMatchObject({ code: 'ROOM_DELETED' })
    await createRoom(server.current(), { id, access: 'public' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    await bob.room.getDocument().whenSynced
    expect(textOf(bob.room).toString()).toBe('')
    textOf(bob.room).insert(0, 'of the second')
    await bob.room.flush()
    await waitUntilMirrored(server.current(), id)
    await server.restart(() => loseObjects(server.dataDir))
    const { text } = provide(server.wsUrl, id, developmentKeys.publishable)
    await until('the second life', () => text.toString() === 'of the second', 30_000)
  })

  test('one of many documents, large ones among them, comes back with all of them', async () => {
    const server = await openServer()
    const id = freshRoomId('many')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const names = Array.from({ length: 30 }, (_, n) => `d${n}`)
    for (const name of names) textOf(ada.room, name).insert(0, `I am ${name}`)
    // Three that fill a page and more, each with its own letter.
    for (const name of ['x', 'y', 'z']) textOf(ada.room, name).insert(0, name.repeat(5 * 1024 * 1024))
    await ada.room.flush()
    await waitUntilMirrored(server.current(), id)
    ada.client.close()
    await server.restart(() => loseObjects(server.dataDir))

    const listed = (await (await rest(server.current(), `/rooms/${id}/documents`)).json()) as {
      documents: { name: string }[]
    }
    expect(listed.documents.map(({ name }) => name).sort()).toEqual([...names, 'x', 'y', 'z'].sort())
    for (const name of ['d0', 'd29']) {
      const read = await rest(server.current(), `/rooms/${id}/document?name=${name}&format=text`)
      expect(await read.text()).toBe(`I am ${name}`)
    }
    const large = await (await rest(server.current(), `/rooms/${id}/document?name=z&format=text`)).text()
    expect(large.length).toBe(5 * 1024 * 1024)
    expect(large).toMatch(/^z+$/)
  })
})
