/** The past of a room through the SDK and REST, written by the SDK and by a stock Yjs client. */
import { SyncForgeError } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, provide, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const member = async (id: string, userId: string, level = 'write') => {
  const token = await createToken(server, userId, { [id]: [level] })
  const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  await room.getDocument().whenSynced
  return room
}

const stockMember = async (id: string, userId: string) => {
  const { provider, text } = provide(server.wsUrl, id, await createToken(server, userId, { [id]: ['write'] }))
  await until('the stock client is in', () => provider.synced)
  return text
}

test('[FR-6.6] [FR-6.7] versions are made, listed, previewed, compared and restored, also over REST', async () => {
  const id = freshRoomId('versions')
  await createRoom(server, { id, access: 'private' })
  const ada = await member(id, 'ada')
  textOf(ada).insert(0, 'The first draft')
  await ada.flush()
  const draft = await ada.versions.create('draft')
  expect(draft).toMatchObject({ kind: 'named', name: 'draft', by: { userId: 'ada' } })
  textOf(ada).delete(4, 5)
  textOf(ada).insert(4, 'second')
  await ada.flush()
  expect((await ada.versions.list())[0]).toEqual(draft)
  expect((await ada.versions.get(draft.id)).doc.getText('content').toString()).toBe('The first draft')
  const { texts } = await ada.versions.compare(draft.id)
  expect(texts.content?.map(({ kind, text }) => [kind, text])).toContainEqual(['added', 'second'])
  expect((await rest(server, `/rooms/${id}/versions`)).ok).toBe(true)
  await rest(server, `/rooms/${id}/versions/${draft.id}/restore`, { method: 'POST' })
  await until('the restored text', () => textOf(ada).toString() === 'The first draft')
  const safety = (await ada.versions.list())[0]
  expect(safety?.kind).toBe('automatic')
  await ada.versions.restore(safety?.id ?? '')
  await until('the newer text again', () => textOf(ada).toString() === 'The second draft')
  const reader = await member(id, 'reader', 'read')
  await expect(reader.versions.create('not allowed')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(ada.versions.get('ver_unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(ada.versions.create('')).rejects.toBeInstanceOf(SyncForgeError)
})

test('[BEY-5] [CONV-3] who wrote what, when, and how it came about: SDK and stock clients alike', async () => {
  const id = freshRoomId('history')
  await createRoom(server, { id, access: 'private' })
  const [ada, bob] = [await member(id, 'ada'), await stockMember(id, 'bob')]
  textOf(ada).insert(0, 'Ada began. ')
  await until('bob has it', () => bob.toString() === 'Ada began. ')
  bob.insert(11, 'Bob went on.')
  await until('ada has it', () => textOf(ada).toString() === 'Ada began. Bob went on.')
  textOf(ada).delete(0, 4)
  await ada.flush()
  const { content = [] } = await ada.history.blame()
  expect(content.map(({ text, by }) => [text, by?.userId])).toEqual([
    ['began. ', 'ada'],
    ['Bob went on.', 'bob'],
  ])
  const log = await ada.history.log()
  expect(new Set(log.flatMap(({ authors }) => authors.map(({ userId }) => userId)))).toEqual(new Set(['ada', 'bob']))
  const replay = await ada.history.replay({ from: 0 })
  const seen = replay.moments.map(({ at }) => replay.at(at).getText('content').toString())
  expect(seen).toContain('Ada began. ')
  expect(seen.at(-1)).toBe('began. Bob went on.')
  expect(replay.at(0).getText('content').toString()).toBe('')
})
