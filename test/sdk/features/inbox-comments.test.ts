/** What is said in rooms and means somebody, in their inbox, wherever they are: real comments, real tabs, people who come, go, and lose their rights. */
import { type InboxState, SyncForge } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, rest, until } from '../kit.ts'

const server = sharedServer()

const mention = (userId: string, text = ' look') => ({
  blocks: [
    {
      type: 'paragraph' as const,
      content: [
        { type: 'mention' as const, userId },
        { type: 'text' as const, text },
      ],
    },
  ],
})

/** People that no other test knows, in a room of their own. */
const company = async (defaultAccess: 'private' | 'public' = 'private') => {
  const id = freshRoomId('talk')
  await createRoom(server, { id, access: defaultAccess })
  const named = (name: string) => `${name}-${id}`
  return {
    id,
    named,
    come: async (name: string) => {
      const token = await createToken(server, named(name), { [id]: ['comment'] })
      const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
      return room
    },
    /** A tab in which only the inbox is open. */
    inbox: (name: string) => {
      const client = new SyncForge({
        endpoint: server.wsUrl,
        authEndpoint: async () => ({ token: await createToken(server, named(name), {}) }),
      })
      afterTest(() => client.close())
      let state: InboxState | undefined
      client.inbox.subscribe((next) => {
        state = next
      })
      return { client, now: () => state as InboxState }
    },
  }
}

test('[IN3] a mention reaches the other tab within a second; five replies are one notification, found by who was away', async () => {
  const { id, named, come, inbox } = await company()
  const [ada, bob] = [await come('ada'), await come('bob')]
  const tab = inbox('bob')
  await until('the tab is open', () => tab.now().error === null)
  const startedAt = performance.now()
  const thread = await ada.comments.create({ body: mention(named('bob')) })
  await until('the mention', () => tab.now().unread === 1)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  expect(tab.now().notifications).toMatchObject([
    { kind: 'mention', roomId: id, threadId: thread.id, count: 1, text: expect.stringContaining('look') },
  ])
  // Bob takes part; ada is nowhere now.
  await bob.comments.reply(thread.id, { body: 'I did' })
  ada.leave()
  for (const body of ['one', 'two', 'three', 'four']) await bob.comments.reply(thread.id, { body })
  await bob.comments.resolve(thread.id)
  const later = inbox('ada')
  await until('all of it', () => later.now().notifications[1]?.count === 5)
  expect(later.now().unread).toBe(2)
  expect(later.now().notifications).toMatchObject([
    { kind: 'resolve', threadId: thread.id },
    { kind: 'reply', threadId: thread.id, count: 5, text: 'four' },
  ])
  // Nobody is told of what they did themselves.
  expect(tab.now().unread).toBe(1)
})

test('[IN3] what a message of the chat says now is what its notification says; a removed one is told no more', async () => {
  const { named, come, inbox } = await company()
  const [ada] = [await come('ada'), await come('bob'), await come('carl')]
  const [bob, carl] = [inbox('bob'), inbox('carl')]
  await until('the tabs are open', () => bob.now().error === null && carl.now().error === null)
  const at = (name: string) => `<@${encodeURIComponent(named(name))}>`
  const { id } = await ada.chat.send({ body: `${at('bob')} at noon?` })
  await until('the mention', () => bob.now().unread === 1)
  await ada.chat.edit(id, { body: `${at('bob')} ${at('carl')} at one?` })
  await until('the other one', () => carl.now().unread === 1)
  await until('the new words', () => bob.now().notifications[0]?.text.endsWith('at one?') === true)
  expect(bob.now().unread).toBe(1)
  await ada.chat.remove(id)
  await until('nothing', () => bob.now().notifications.length === 0 && carl.now().notifications.length === 0)
  expect([bob.now().unread, carl.now().unread]).toEqual([0, 0])
})

test('[IN5] who was banned is told nothing more, and sees nothing of the room until they may come back', async () => {
  const { id, named, come, inbox } = await company()
  const [ada, bob] = [await come('ada'), await come('bob')]
  await come('carl')
  const [tab, others] = [inbox('bob'), inbox('carl')]
  const thread = await ada.comments.create({ body: mention(named('bob'), ' before') })
  await bob.comments.reply(thread.id, { body: 'hm' })
  await until('the mention', () => tab.now().unread === 1)
  const ban = { method: 'POST', body: JSON.stringify({ ban: true }) }
  await rest(server, `/rooms/${id}/participants/${named('bob')}/kick`, ban)
  await until('nothing of the room', () => tab.now().unread === 0 && tab.now().notifications.length === 0)
  await ada.comments.reply(thread.id, { body: mention(named('bob'), ' while away') })
  // What a room tells is told in order: who comes after it has heard of it when it was Bob's turn.
  await ada.comments.reply(thread.id, { body: mention(named('carl'), ' after it') })
  await until('what was told after it', () => others.now().unread === 1)
  await rest(server, `/users/${named('bob')}/notifications`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'note', payload: { text: 'something else' } }),
  })
  await until('what came after it', () => tab.now().unread === 1)
  expect(tab.now().notifications.map(({ text }) => text)).toEqual(['something else'])
  await rest(server, `/rooms/${id}/participants/${named('bob')}/ban`, { method: 'DELETE' })
  await come('bob')
  await until('what was there before', () => tab.now().unread === 2)
  expect(JSON.stringify(tab.now())).not.toContain('while away')
})

test('a thread that is muted is told no more, and a comment that is deleted leaves nothing behind', async () => {
  const { id, named, come, inbox } = await company()
  const [ada] = [await come('ada'), await come('bob')]
  const tab = inbox('bob')
  const thread = await ada.comments.create({ body: mention(named('bob'), ' muted') })
  await tab.client.inbox.preferences.update({ mute: [{ roomId: id, threadId: thread.id }] })
  await ada.comments.reply(thread.id, { body: mention(named('bob'), ' unheard') })
  const other = await ada.comments.create({ body: mention(named('bob'), ' heard') })
  await until('the other thread', () => tab.now().notifications.some(({ threadId }) => threadId === other.id))
  expect(JSON.stringify(tab.now())).not.toContain('unheard')
  const [first] = other.comments
  await ada.comments.remove(first?.id ?? '')
  await until('it is gone', () => tab.now().notifications.every(({ threadId }) => threadId !== other.id))
})
