/** Whom one may mean, rules SU1–SU6: through sockets, with a cold wake and decisions about people between. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { limits } from '@syncforge/protocol/limits'
import type { SuggestedPerson } from '@syncforge/protocol/people'
import { expect, test } from 'vitest'
import { createKeyValues } from '../../actor/key-values.ts'
import { visitorPrefix } from '../../room/record/visitors.ts'
import { actor, freshRoom, joinNative, roomAddress, roomSettings } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>

const member = (room: Room, userId: string, name: string, access: 'read' | 'comment' | 'moderate' = 'comment') =>
  joinNative(room, { access, user: { userId, userInfo: { name }, verified: true } })

const ask = (client: Client, body: unknown) => client.ask('people.suggest', body)
const suggested = async (client: Client, query: string, more: object = {}) => {
  const { error, body } = await ask(client, { query, ...more })
  expect(error).toBeUndefined()
  return (body as { readonly people: readonly SuggestedPerson[] }).people
}
const names = async (client: Client, query: string, more: object = {}) =>
  (await suggested(client, query, more)).map(({ name }) => name)
const grant = (room: Room, userId: string) => room.moderate({ kind: 'access', userId, access: 'write' }, roomAddress())

test('[SU1] [SU3] who is here, has been here, wrote in the chat, or has a grant is offered, the likeliest first', async () => {
  const room = freshRoom()
  const ada = await member(room, 'ada', 'Ada Lovelace')
  const bea = await member(room, 'bea', 'Bea Adams')
  const carl = await member(room, 'carl', 'Carl')
  await grant(room, 'adrian')
  expect(await suggested(ada, 'ad')).toEqual([
    { userId: 'adrian', verified: true, name: 'adrian', isHere: false },
    { userId: 'bea', verified: true, name: 'Bea Adams', isHere: true },
  ])
  expect(await names(ada, 'carl')).toEqual(['Carl'])
  // Nobody has written anything: who leaves is known all the same, unless they merely claim an id.
  const gone = [
    await member(room, 'eve', 'Eve'),
    await joinNative(room, { access: 'comment', hello: { userId: 'evan', userInfo: { name: 'Evan' } } }),
  ]
  expect(await names(ada, 'ev')).toEqual(['Evan', 'Eve'])
  for (const { socket } of gone) socket.close(1000)
  await expect.poll(() => suggested(ada, 'ev')).toEqual([{ userId: 'eve', verified: true, name: 'Eve', isHere: false }])

  expect((await carl.ask('chat.send', { body: 'Hello' })).error).toBeUndefined()
  carl.socket.close(1000)
  expect((await ada.ask('threads.create', { body: 'First' })).error).toBeUndefined()
  bea.socket.close(1000)
  await expect.poll(async () => (await suggested(ada, 'bea'))[0]?.isHere).toBe(false)
  await evictDurableObject(room)
  expect(await names(ada, '')).toEqual(['adrian', 'Bea Adams', 'Carl', 'Eve'])
  expect(await names(ada, ' CARL ')).toEqual(['Carl'])
  expect(await names(ada, 'nobody')).toEqual([])
  expect(await names(ada, '', { limit: 1 })).toEqual(['adrian'])
  // Whoever is offered can be meant, in the chat as well.
  for (const { userId, verified } of await suggested(ada, '')) {
    const body = { blocks: [{ type: 'paragraph', content: [{ type: 'mention', userId, verified }] }] }
    expect((await ada.ask('threads.create', { body })).error).toBeUndefined()
    expect((await ada.ask('chat.send', { body: `<@${userId}>` })).error).toBeUndefined()
  }
})

test('[SU1] nobody is offered who is banned, and the owner is, whoever claims their id is somebody else', async () => {
  const settings = roomSettings({ ownerId: 'olga' })
  const room = freshRoom()
  const ada = await joinNative(room, {
    access: 'comment',
    user: { userId: 'ada', userInfo: { name: 'Ada' }, verified: true },
    settings,
  })
  const claim = await joinNative(room, {
    access: 'comment',
    user: { userId: 'olga', userInfo: { name: 'Olga' }, verified: false },
    settings,
  })
  expect(await suggested(ada, 'olga')).toEqual([
    { userId: 'olga', verified: false, name: 'Olga', isHere: true },
    { userId: 'olga', verified: true, name: 'olga', isHere: false },
  ])
  claim.socket.close(1000)
  await grant(room, 'bob')
  expect(await names(ada, 'bob')).toEqual(['bob'])
  await room.moderate({ kind: 'kick', userId: 'bob', claimsOnly: false, ban: { forMs: null } }, roomAddress())
  expect(await names(ada, 'bob')).toEqual([])
})

test('[SU1] somebody who has been here and left before anything was written can be meant, as they were called last; a claim of their id cannot', async () => {
  const room = freshRoom()
  const leave = async (name: string) => {
    const vera = await member(room, 'vera', name)
    vera.socket.close(1000)
    const asked = () => room.ask('presence.list', {}, actor())
    await expect.poll(asked).toMatchObject({ reply: [] })
  }
  await leave('Vera')
  await leave('Vera Lang')
  await evictDurableObject(room)
  const ada = await member(room, 'ada', 'Ada')
  const { error, body } = await ada.ask('threads.create', mention('vera'))
  expect(error).toBeUndefined()
  expect(JSON.stringify(body)).toContain('Vera Lang')
  expect((await ada.ask('chat.send', { body: '<@vera>' })).error).toBeUndefined()
  const claim = { blocks: [{ type: 'paragraph', content: [{ type: 'mention', userId: 'vera', verified: false }] }] }
  expect((await ada.ask('threads.create', { body: claim })).error?.code).toBe('VALIDATION_ERROR')
})

test('[SU1] of those who have left at most 2,000 are known, those who left last', async () => {
  const room = freshRoom()
  const ada = await member(room, 'ada', 'Ada')
  const leave = async (userId: string) => {
    const one = await member(room, userId, `The ${userId}`)
    one.socket.close(1000)
    await expect.poll(() => suggested(ada, userId)).toMatchObject([{ userId, isHere: false }])
  }
  await leave('vera')
  const count = () =>
    runInDurableObject(room, (_, { storage }) => createKeyValues(storage.sql).list(visitorPrefix).length)
  await runInDurableObject(room, (_, { storage }) => {
    const values = createKeyValues(storage.sql)
    const put = (userId: string, leftAt: number) =>
      values.put(`${visitorPrefix}${userId}`, { userId, name: 'Somebody', leftAt })
    for (let n = 1; n < limits.visitorsMax; n++) put(`p${n}`, Date.now() - 60_000)
    put('vera', 1)
  })
  // The room counts them anew.
  await evictDurableObject(room)
  await leave('will')
  await leave('zoe')
  expect(await count()).toBeLessThanOrEqual(limits.visitorsMax)
  expect(await count()).toBeGreaterThanOrEqual(limits.visitorsMax - 100)
  expect((await ada.ask('threads.create', mention('vera'))).error?.code).toBe('VALIDATION_ERROR')
  expect((await ada.ask('threads.create', mention('will'))).error).toBeUndefined()
})

test('[SU7] a call with a key mentions anybody, by the name that it gives; on a socket and with a token that is refused', async () => {
  const room = freshRoom()
  const ada = await member(room, 'ada', 'Ada')
  const named = (userId: string, name?: string) => ({
    body: { blocks: [{ type: 'paragraph', content: [{ type: 'mention', userId, name }] }] },
  })
  const server = actor({
    user: { userId: 'ada', userInfo: { name: 'Ada', color: '#000000' }, verified: true },
    access: 'comment',
  })
  const visitor = { ...server, shown: { access: 'comment', link: null, expiresAt: null } } as const
  expect((await ada.ask('threads.create', named('far', 'Fara'))).error?.code).toBe('VALIDATION_ERROR')
  expect(await room.ask('threads.create', named('far', 'Fara'), visitor)).toMatchObject({
    ok: false,
    error: { code: 'VALIDATION_ERROR' },
  })
  const said = (await room.ask('threads.create', named('far', 'Fara'), server)) as { readonly reply: object }
  expect(said).toMatchObject({
    reply: { comment: { text: '@Fara', mentions: [{ userId: 'far', verified: true }] } },
  })
  // Whom the room knows is called what the room calls them.
  expect(await room.ask('threads.create', named('ada', 'Somebody'), server)).toMatchObject({
    reply: { comment: { text: '@Ada' } },
  })
  expect(await room.ask('chat.send', { body: 'See <@further%20away>' }, server)).toMatchObject({
    reply: { mentions: ['further away'] },
  })
  expect((await ada.ask('chat.send', { body: 'See <@further%20away>' })).error?.code).toBe('VALIDATION_ERROR')
})

test('[SU2] a reader is refused; an id that is an address is offered to who may moderate only, an address that waits to nobody', async () => {
  const room = freshRoom()
  const reader = await member(room, 'rita', 'Rita', 'read')
  expect((await ask(reader, { query: 'a' })).error?.code).toBe('FORBIDDEN')
  const ada = await member(room, 'ada', 'Ada')
  const mia = await member(room, 'mia', 'Mia', 'moderate')
  await grant(room, 'carl@example.com')
  await room.share({ kind: 'share', email: 'carla@example.com', access: 'write' }, roomAddress(), {
    id: 'key',
    address: null,
  })
  expect(await names(ada, 'carl')).toEqual([])
  expect(await names(mia, 'carl')).toEqual(['carl@example.com'])
  // They have come: everybody in the room sees them now.
  await member(room, 'carl@example.com', 'Carl')
  expect(await names(ada, 'carl')).toEqual(['Carl'])
})

test.each([
  ['a long query', { query: 'a'.repeat(65) }],
  ['twenty-one people', { limit: 21 }],
  ['no people', { limit: 0 }],
  ['a field that nobody knows', { query: 'a', everybody: true }],
])('[SU3] %s is refused', async (_, body) => {
  const ada = await member(freshRoom(), 'ada', 'Ada')
  expect((await ask(ada, body)).error?.code).toBe('VALIDATION_ERROR')
})

test('[SU4] a person asks a hundred times in ten seconds, over all of their connections; others are unharmed', async () => {
  const room = freshRoom()
  const [ada, tab] = [await member(room, 'ada', 'Ada'), await member(room, 'ada', 'Ada')]
  const bob = await member(room, 'bob', 'Bob')
  const answers = await Promise.all(Array.from({ length: 102 }, (_, i) => ask(i % 2 ? ada : tab, { query: 'b' })))
  const refused = answers.filter(({ error }) => error !== undefined)
  expect(refused).toHaveLength(2)
  expect(refused[0]?.error).toMatchObject({ code: 'RATE_LIMITED', details: { max: 100 } })
  expect(await names(bob, 'a')).toEqual(['Ada'])
})

const named = (room: Room, who: Client, users: readonly object[]) =>
  room.ask('people.offer', { users }, actor({ user: { ...who.self, verified: true }, access: 'comment' }))
const mention = (userId: string) => ({
  body: { blocks: [{ type: 'paragraph', content: [{ type: 'mention', userId, verified: true }] }] },
})

test('[SU5] an answer says where more people are asked for: as who asked, the same question, and those of whom only an id is known', async () => {
  const room = freshRoom()
  const ada = await member(room, 'ada', 'Ada')
  await grant(room, 'grace')
  const { body } = await ask(ada, { query: 'gr', limit: 3 })
  const [, said] = /^\/people\/([\w-]+)\.[\w-]{43}$/.exec((body as { readonly more: string }).more) ?? []
  const text = atob((said ?? '').replaceAll('-', '+').replaceAll('_', '/'))
  const says = JSON.parse(text) as readonly unknown[]
  expect(says.slice(0, -1)).toEqual(['org_test', 'test', 'gr', 3, ['grace'], 'ada', true])
  expect(Math.abs(Number(says.at(-1)) - Date.now() - 60_000)).toBeLessThan(30_000)
})

test('[SU6] the room takes a mention of whom the address has named, after a cold wake as well, and offers them to nobody', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada', 'Ada'), await member(room, 'bob', 'Bob')]
  expect((await ada.ask('threads.create', mention('far'))).error?.code).toBe('VALIDATION_ERROR')
  const far = { id: 'far', name: 'Fara Way', avatar: 'https://a.example/far.png' }
  expect(await named(room, ada, [far, { id: 'ada', name: 'Myself' }, { id: 'bob', name: 'Robert' }])).toEqual({
    ok: true,
    reply: {
      people: [
        { userId: 'far', verified: true, name: 'Fara Way', avatar: 'https://a.example/far.png', isHere: false },
        { userId: 'bob', verified: true, name: 'Robert', isHere: true },
      ],
    },
  })
  await evictDurableObject(room)
  expect(await names(ada, 'far')).toEqual([])
  // Whoever writes of them: the comment knows what they are called.
  const { error, body } = await bob.ask('threads.create', mention('far'))
  expect(error).toBeUndefined()
  expect(JSON.stringify(body)).toContain('Fara Way')
  expect((await ada.ask('chat.send', { body: '<@far>' })).error).toBeUndefined()
  // A claim of the same id is somebody else.
  const claim = { blocks: [{ type: 'paragraph', content: [{ type: 'mention', userId: 'far', verified: false }] }] }
  expect((await bob.ask('threads.create', { body: claim })).error?.code).toBe('VALIDATION_ERROR')
})

test('[SU6] who is banned is neither offered nor told more, and nobody names anybody on a socket', async () => {
  const room = freshRoom()
  const [ada, eve] = [await member(room, 'ada', 'Ada'), await member(room, 'eve', 'Eve')]
  expect((await ada.ask('people.offer', { users: [{ id: 'far', name: 'Far' }] })).error?.code).toBe('UNKNOWN_MESSAGE')
  const ban = { kind: 'kick', claimsOnly: false, ban: { forMs: null } } as const
  await room.moderate({ ...ban, userId: 'eve' }, roomAddress())
  expect(await named(room, ada, [{ id: 'eve', name: 'Eve' }])).toEqual({ ok: true, reply: { people: [] } })
  expect(await named(room, eve, [{ id: 'far', name: 'Far' }])).toMatchObject({ ok: false, error: { code: 'BANNED' } })
  expect((await ada.ask('threads.create', mention('far'))).error?.code).toBe('VALIDATION_ERROR')
})

test('[SU6] of those who were named a thousand are remembered, for a day', async () => {
  const room = freshRoom()
  const ada = await member(room, 'ada', 'Ada')
  const batch = (from: number) => Array.from({ length: 20 }, (_, i) => ({ id: `p${from + i}`, name: `P ${from + i}` }))
  for (let from = 0; from < 1_020; from += 20) {
    expect(await named(room, ada, batch(from))).toMatchObject({ ok: true })
    // Named later, be it by a millisecond.
    const now = Date.now()
    while (Date.now() === now) await room.health()
  }
  const count = await runInDurableObject(
    room,
    (_, { storage }) => storage.sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM people_named').one().n,
  )
  expect(count).toBe(1_000)
  const { error, body } = await ada.ask('threads.create', mention('p1019'))
  expect(error).toBeUndefined()
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE people_named SET at = at - ?', limits.namedPeopleMs)
  })
  expect((await ada.ask('threads.create', mention('p1018'))).error?.code).toBe('VALIDATION_ERROR')
  // Whom a comment mentions already it may go on mentioning.
  const commentId = (body as { readonly comment: { readonly id: string } }).comment.id
  const { blocks } = mention('p1019').body
  const longer = { blocks: [...blocks, { type: 'paragraph', content: [{ type: 'text', text: 'and more' }] }] }
  const edited = await ada.ask('comments.edit', { commentId, body: longer })
  expect(edited.error).toBeUndefined()
  expect(JSON.stringify(edited.body)).toContain('P 1019')
  expect((await ada.ask('comments.edit', { commentId, body: mention('p1018').body })).error?.code).toBe(
    'VALIDATION_ERROR',
  )
})
