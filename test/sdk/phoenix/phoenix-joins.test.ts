/** What a Phoenix topic is told that is joined in the middle of things: while others type, and long after the first topic of its socket. */
import { prng } from 'lib0'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { dial, dialRaw, type Entered, enterTopic } from '../../kit/phoenix.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const connect = () => {
  const socket = dial(server.wsUrl)
  afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
  return socket
}
const join = async (socket: ReturnType<typeof dial>, topic: string, params: object = {}): Promise<Entered> => {
  const entered = await enterTopic(socket, topic, params)
  expect(entered.joined).toMatchObject({ status: 'ok' })
  return entered
}
const nextTask = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a topic of a document has been told so far. */
const read = ({ joined, of }: Entered) => {
  const doc = new Y.Doc()
  const told = [...(joined.response.history as number[][]), ...of('server_update').map(({ bin }) => bin as number[])]
  for (const update of told) Y.applyUpdate(doc, Uint8Array.from(update))
  return doc.getText('content').toString()
}

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))

test(`[PHX10] history and updates are the whole document, whenever somebody joins while others type (seed ${seed})`, async () => {
  console.log(`phoenix joins: FUZZ_SEED=${seed}`)
  const random = prng.create(seed)
  const id = freshRoomId('phoenix-typing')
  const writers = await Promise.all([1, 2, 3, 4].map((n) => enter(server.wsUrl, id, { userId: `writer-${n}` })))
  let isTyping = true
  const typed = Promise.all(
    writers.map(async ({ room }, n) => {
      while (isTyping) {
        textOf(room).insert(prng.uint32(random, 0, textOf(room).length), String(n))
        await nextTask()
      }
      await room.flush()
    }),
  )
  const joined: Entered[] = []
  for (let round = 0; round < 12; round += 1) {
    const sockets = [connect(), connect(), connect(), connect()]
    joined.push(
      ...(await Promise.all(
        sockets.map(async (socket, n) => {
          await nextTask(prng.uint32(random, 0, 40))
          return join(socket, `doc:${id}`, { user_id: `reader-${round}-${n}` })
        }),
      )),
    )
  }
  isTyping = false
  await typed
  const texts = () => writers.map(({ room }) => textOf(room).toString())
  await until('the writers have all', () => new Set(texts()).size === 1)
  const [text = ''] = texts()
  expect(text.length).toBeGreaterThan(100)
  for (const [n, reader] of joined.entries()) await until(`reader ${n} has all`, () => read(reader) === text, 5_000)
})

describe('[PHX11] a topic that is joined late on an open session is told how things are now', () => {
  test('locks, records, chat, the room, cursors', async () => {
    const id = freshRoomId('phoenix-late')
    const socket = connect()
    await join(socket, `doc:${id}`, { user_id: 'pia' })
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const lease = await ada.room.locks.acquire('document:4')
    await ada.room.locks.acquire('document:5')
    await ada.room.locks.release('document:5')
    await ada.room.records.save('brief', 'one', { expectedVersion: 0 })
    await ada.room.chat.send({ body: 'hello' })
    await rest(server, `/rooms/${id}`, { method: 'PATCH', body: JSON.stringify({ metadata: { status: 'live' } }) })
    ada.room.cursors.update({ x: 3, y: 4 })
    const room = await join(socket, `room:${id}`, { user_id: 'pia' })
    await until('the state', () => room.of('room_state').length === 1)
    const [state = {}] = room.of('room_state')
    expect(state).toMatchObject({
      locks: [{ key: 'document:4', token: lease.token }],
      records: [{ key: 'brief', version: 1 }],
      chat: { last: 1, unread: 1 },
      info: { metadata: { status: 'live' } },
    })
    await until('where Ada points', () => room.of('cursor:update').some(({ x }) => x === 3))
    // Again, after what was there has changed.
    await ada.room.locks.release('document:4')
    ada.room.cursors.update(null)
    await until('Ada points nowhere', () => room.of('cursor:update').at(-1)?.x === null)
    await until('it is free', () => room.of('document:unlocked').length === 1)
    const again = await join(socket, `project:${id}`, { user_id: 'pia' })
    await until('the state', () => again.of('room_state').length === 1)
    expect(again.of('room_state')[0]).toMatchObject({ locks: [], cursors: [] })
    expect(again.of('cursor:update')).toEqual([])
  })

  test('what somebody may do, changed meanwhile', async () => {
    const id = freshRoomId('phoenix-rights')
    await createRoom(server, { id, access: 'private' })
    const token = await createToken(server, 'pia', { [id]: ['write'] })
    const chief = await createToken(server, 'chief', { [id]: ['moderate'] })
    const { room: moderated } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token: chief }) })
    const socket = connect()
    const first = await join(socket, `doc:${id}`, { token })
    expect(first.joined.response).toMatchObject({ self: { access: 'write' } })
    await until('she is here', () => moderated.presence.getOthers().length === 1)
    await moderated.people.setAccess('pia', 'read')
    const refused = () => first.push('checklists.add', { list: 'a', text: 'b' })
    await expect.poll(async () => (await refused()).response.reason).toBe('FORBIDDEN')
    const late = await join(socket, `room:${id}`, { token })
    expect(late.joined.response).toMatchObject({ self: { access: 'read' } })
  })

  test('an inbox: what is new, what was read and what was removed', async () => {
    const userId = freshRoomId('phoenix-pat')
    const token = await createToken(server, userId, {})
    // A stock client leaves before it joins again, and so ends the session.
    const client = await dialRaw(server.wsUrl)
    afterTest(client.close)
    const said = (event: string) => client.frames.filter(([, , , name]) => name === event)
    let ref = 0
    const ask = async (event: string, payload: object, joinRef = '1') => {
      ref += 1
      const mine = String(ref)
      client.say(event === 'phx_join' ? mine : joinRef, mine, 'user:me', event, payload)
      const answer = () => client.frames.find(([, to, , name]) => to === mine && name === 'phx_reply')?.[4]
      await until(`the answer to ${event}`, () => answer() !== undefined)
      return { ref: mine, response: (answer() as { response: Record<string, unknown> }).response }
    }
    expect((await ask('phx_join', { token })).response).toMatchObject({ unread_count: 0 })
    for (const n of [1, 2])
      await rest(server, `/users/${userId}/notifications`, {
        method: 'POST',
        body: JSON.stringify({ kind: 'invoice', payload: { n } }),
      })
    await until('both came', () => said('notification:new').length === 2)
    const second = await ask('phx_join', { token })
    expect(second.response).toMatchObject({
      unread_count: 2,
      notifications: [{ payload: { n: 2 } }, { payload: { n: 1 } }],
    })
    const [newest, oldest] = second.response.notifications as { id: string }[]
    expect((await ask('notification:mark_read', { id: newest?.id }, second.ref)).response).toMatchObject({
      unread_count: 1,
    })
    await ask('inbox.remove', { ids: [oldest?.id] }, second.ref)
    // What the inbox tells of it may come after the answer.
    const joined = async () => (await ask('phx_join', { token })).response
    await expect.poll(joined, { timeout: 20_000 }).toEqual(
      expect.objectContaining({
        unread_count: 0,
        notifications: [expect.objectContaining({ id: newest?.id, read_at: expect.any(String) })],
      }),
    )
  })
})
