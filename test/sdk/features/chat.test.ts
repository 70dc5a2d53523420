/** The conversation with real clients. Rules CH1–CH8; what the room does with it is in durable-objects/features/chat. */
import type { Room } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, openNetwork, until } from '../kit.ts'

const server = sharedServer()
const said = ({ chat }: Room) => chat.get().messages.map(({ body }) => body)

test('[CH1] [CH2] what is said stands at everybody in one order, also at who looks later, and older pages follow', async () => {
  const id = freshRoomId('chat')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  expect(ada.room.chat.get()).toEqual({ messages: [], hasMore: false, unread: 0, read: 0, typing: [] })
  for (let i = 0; i < 30; i++) {
    await Promise.all([ada.room.chat.send({ body: `a${i}` }), bob.room.chat.send({ body: `b${i}` })])
  }
  await until('all at both', () => said(ada.room).length === 60 && said(bob.room).length === 60)
  expect(said(ada.room)).toEqual(said(bob.room))
  const carl = await enter(server.wsUrl, id)
  carl.room.chat.subscribe(() => {})
  await until('the newest page', () => said(carl.room).length === 50)
  expect(carl.room.chat.get()).toMatchObject({ hasMore: true, unread: 60 })
  const [oldest] = carl.room.chat.get().messages
  await carl.room.chat.history({ before: oldest?.id ?? '' })
  expect(said(carl.room)).toEqual(said(ada.room))
  expect(carl.room.chat.get().hasMore).toBe(false)
})

test('[CH3] [CH7] [CH9] edits, removals, reactions and what is read show on both sides', async () => {
  const id = freshRoomId('chat')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  const tab = await enter(server.wsUrl, id, { userId: 'bob' })
  for (const { room } of [bob, tab]) room.chat.subscribe(() => {})
  const first = await ada.room.chat.send({ body: 'one' })
  const second = await ada.room.chat.send({ body: 'two', replyTo: first.id })
  await until('two unread', () => bob.room.chat.get().unread === 2 && tab.room.chat.get().unread === 2)
  await ada.room.chat.edit(first.id, { body: 'eins' })
  await bob.room.chat.react(first.id, '👍')
  await until('the edit', () => said(bob.room)[0] === 'eins')
  await until('the reaction', () => ada.room.chat.get().messages[0]?.reactions[0]?.by[0]?.userId === 'bob')
  await expect(bob.room.chat.edit(first.id, { body: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await ada.room.chat.remove(second.id)
  await until('one unread', () => bob.room.chat.get().unread === 1)
  expect(bob.room.chat.get().messages[1]).toMatchObject({ isRemoved: true, body: '', replyTo: first.id })
  await bob.room.chat.markRead()
  await until('the other tab', () => tab.room.chat.get().unread === 0)
  expect(ada.room.chat.get().unread).toBe(0)
})

test('[CH8] who types is shown until they have sent, or left', async () => {
  const id = freshRoomId('chat')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  const typing = () =>
    bob.room.chat
      .get()
      .typing.map(({ userId }) => userId)
      .join()
  bob.room.chat.subscribe(() => {})
  await bob.room.chat.history()
  for (let i = 0; i < 10; i++) await ada.room.chat.typing()
  await until('Ada typing', () => typing() === 'ada')
  await ada.room.chat.send({ body: 'there' })
  await until('Ada done', () => typing() === '')
  await ada.room.chat.typing()
  await until('Ada typing again', () => typing() === 'ada')
  ada.room.leave()
  await until('Ada gone', () => typing() === '')
})

test('[CH5] [CH1] a line that breaks loses nothing and doubles nothing', async () => {
  const id = freshRoomId('chat')
  const network = await openNetwork(server)
  const ada = await enter(network.endpoint, id, { userId: 'ada' })
  const bob = await enter(server.wsUrl, id, { userId: 'bob' })
  bob.room.chat.subscribe(() => {})
  ada.room.chat.subscribe(() => {})
  const sent: Promise<unknown>[] = []
  for (let i = 0; i < 20; i++) {
    sent.push(ada.room.chat.send({ body: `m${i}` }))
    if (i % 7 === 3) network.cut()
    if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  network.goDown()
  await bob.room.chat.send({ body: 'meanwhile' })
  network.comeUp()
  await Promise.all(sent)
  await until('all of them', () => said(ada.room).length === 21 && said(bob.room).length === 21)
  expect(new Set(said(bob.room)).size).toBe(21)
  expect(said(ada.room)).toEqual(said(bob.room))
})

test('[CH5] after a lost line as much is here as was, as it is now', async () => {
  const id = freshRoomId('chat')
  const network = await openNetwork(server)
  const people = await Promise.all(
    ['bob', 'carl', 'dan', 'eve', 'fay'].map((userId) => enter(server.wsUrl, id, { userId })),
  )
  for (const { room } of people)
    await Promise.all(Array.from({ length: 34 }, (_, i) => room.chat.send({ body: `m${i}` })))
  const { room: ada } = await enter(network.endpoint, id, { userId: 'ada' })
  ada.chat.subscribe(() => {})
  await until('the newest page', () => ada.chat.get().messages.length === 50)
  while (ada.chat.get().hasMore) await ada.chat.history({ before: ada.chat.get().messages[0]?.id ?? '' })
  expect(ada.chat.get().messages).toHaveLength(170)
  network.goDown()
  const first = ada.chat.get().messages[0]
  const author = people.find(({ room }) => room.self?.userId === first?.by.userId)?.room
  await author?.chat.edit(first?.id ?? '', { body: 'edited meanwhile' })
  network.comeUp()
  await until('the edit', () => ada.chat.get().messages[0]?.body === 'edited meanwhile')
  expect(ada.chat.get().messages).toHaveLength(170)
})

test('bad words are refused', async () => {
  const { room } = await enter(server.wsUrl, freshRoomId('chat'))
  for (const body of ['', 'x'.repeat(4_001), 'a\u202eb']) {
    await expect(room.chat.send({ body })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  }
  await expect(room.chat.send({ body: 'x', replyTo: 'msg_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(room.chat.history({ limit: 1_000 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect(said(room)).toEqual([])
})
