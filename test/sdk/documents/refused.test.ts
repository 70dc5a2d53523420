// An edit that the room did not take is never half there: the room says so, nothing publishes it later, and the app keeps or drops it.
import type { Room } from '@syncforge/client'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, openNetwork, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const code = (value: string) => expect.objectContaining({ code: value })
const textByRest = async (id: string): Promise<string> =>
  (await rest(server, `/rooms/${id}/document?format=text`)).text()
const setAccess = (id: string, access: string) =>
  rest(server, `/rooms/${id}/participants/rob`, { method: 'PATCH', body: JSON.stringify({ access }) })
const refusedIn = (room: Room) => room.refused.get().map(({ document, error }) => `${document}: ${error.code}`)

/** Rob may read a room that holds a word of Ada's. */
const readerIn = async (endpoint = server.wsUrl) => {
  const id = freshRoomId('refused')
  await createRoom(server, { id, access: 'private' })
  const [write, read] = await Promise.all([
    createToken(server, 'ada', { [id]: ['write'] }),
    createToken(server, 'rob', { [id]: ['read'] }),
  ])
  const ada = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token: write }) })
  textOf(ada.room).insert(0, 'true')
  await ada.room.flush()
  const rob = await enter(endpoint, id, {}, { authEndpoint: async () => ({ token: read }) })
  await rob.room.getDocument().whenSynced
  return { id, ada, rob }
}

test("a reader's edit: refused aloud once, shown as such, and not published by rights that come later", async () => {
  const network = await openNetwork(server)
  const { id, ada, rob } = await readerIn(network.endpoint)
  textOf(rob.room).insert(0, 'un')
  textOf(rob.room).insert(0, 'really ')
  await expect(rob.room.flush()).rejects.toEqual(code('FORBIDDEN'))
  expect([rob.room.sync.get(), refusedIn(rob.room)]).toEqual(['refused', ['default: FORBIDDEN']])
  expect(rob.errors).toEqual([code('FORBIDDEN')])

  await setAccess(id, 'write')
  await until('rights', () => rob.room.access.get() === 'write')
  textOf(ada.room).insert(4, '!')
  await until("others' edits still come", () => textOf(rob.room).toString() === 'really untrue!')
  network.cut()
  await until('away', () => rob.room.status.get() === 'reconnecting')
  await until('back', () => rob.room.sync.get() === 'refused')
  // Later edits build on what was refused: they wait with it.
  textOf(rob.room).insert(0, 'It is ')
  await expect(rob.room.flush()).rejects.toEqual(code('FORBIDDEN'))
  expect(await textByRest(id)).toContain('true!')
  expect(textOf(ada.room).toString()).toBe('true!')

  rob.room.refused.get()[0]?.retry()
  await rob.room.flush()
  await until('all is saved', () => rob.room.sync.get() === 'saved')
  expect(refusedIn(rob.room)).toEqual([])
  await until('Ada has it', () => textOf(ada.room).toString() === 'It is really untrue!')
})

test('discarded, it is gone: the document is what the room has, other documents are as they were, and editing goes on', async () => {
  const { id, ada, rob } = await readerIn()
  const notes = rob.room.getDocument('notes')
  await notes.whenSynced
  const before = rob.room.getDocument()
  before.getMap('map').set('key', new Y.Array())
  before.transact(() => {
    before.getText('content').delete(0, 2)
    before.getXmlFragment('xml').insert(0, [new Y.XmlElement('p')])
  })
  await expect(rob.room.flush()).rejects.toEqual(code('FORBIDDEN'))
  const told: string[][] = []
  const stop = rob.room.refused.subscribe((all) => told.push(all.map(({ document }) => document)))
  const after = rob.room.refused.get()[0]?.discard()
  expect(rob.room.getDocument()).toBe(after)
  expect(rob.room.getDocument('notes')).toBe(notes)
  expect(before.isDestroyed).toBe(true)
  await after?.whenSynced
  expect(after?.toJSON()).toEqual({})
  expect([textOf(rob.room).toString(), rob.room.sync.get(), refusedIn(rob.room)]).toEqual(['true', 'saved', []])
  stop()
  expect(told).toEqual([['default'], []])

  await setAccess(id, 'write')
  await until('rights', () => rob.room.access.get() === 'write')
  textOf(rob.room).insert(0, 'un')
  await rob.room.flush()
  await until('Ada has it', () => textOf(ada.room).toString() === 'untrue')
})

test('a value too large is refused; taken back, everything after it is saved', { timeout: 120_000 }, async () => {
  const { room, errors } = await enter(server.wsUrl, freshRoomId('large'), { userId: 'ada' })
  const map = room.getDocument().getMap('map')
  await room.flush()
  map.set('film', 'x'.repeat(31 * 2 ** 20))
  await expect(room.flush()).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
  expect([room.sync.get(), refusedIn(room)]).toEqual(['refused', ['default: PAYLOAD_TOO_LARGE']])
  map.delete('film')
  map.set('later', 1)
  await room.flush()
  expect([room.sync.get(), refusedIn(room)]).toEqual(['saved', []])
  const stored = await rest(server, `/rooms/${room.id}/document?format=json`)
  expect(await stored.json()).toEqual({ name: 'default', content: { map: { later: 1 } } })
  expect(errors.map(({ code: each }) => each)).toEqual(['PAYLOAD_TOO_LARGE'])
})
