/** The words of Phoenix apps, one after the other, between stock clients and others. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { dial, type Entered, enterTopic } from '../../kit/phoenix.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, provide, rest, until } from '../kit.ts'

const server = sharedServer()

const connect = (options = {}) => {
  const socket = dial(server.wsUrl, options)
  afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
  return socket
}
const join = async (topic: string, params: object = {}, options = {}): Promise<Entered> => {
  const entered = await enterTopic(connect(options), topic, params)
  expect(entered.joined).toMatchObject({ status: 'ok' })
  return entered
}
const pair = async (topic: string) => {
  const [ann, bob] = await Promise.all([
    join(topic, { user_id: 'ann', user_info: { name: 'Ann', avatar: 'https://a.test/a.png' } }),
    join(topic, { user_id: 'bob', user_info: { name: 'Bob' } }),
  ])
  await until('both are here', () => [ann, bob].every(({ presence }) => presence.list().length === 2))
  return { ann, bob }
}
const metasOf = ({ presence }: Entered, key: string) =>
  (presence as unknown as { state: Record<string, { metas: Record<string, unknown>[] }> }).state[key]?.metas ?? []

describe('[SITE-7] editing a document of an app', () => {
  test('a lock, heard by everybody before its answer; somebody else is refused with who has it', async () => {
    const { ann, bob } = await pair(`project:${freshRoomId('lock')}:planning`)
    const acquired = await ann.push('document:start_editing', { document_id: 3 })
    expect(acquired).toMatchObject({ status: 'ok', response: { lock_acquired: true, token: expect.any(Number) } })
    const locked = { document_id: 3, user_id: 'ann', username: 'Ann', locked_at: expect.any(String) }
    expect(ann.of('document:locked')).toMatchObject([locked])
    const order = ann.heard.map(([event]) => event)
    expect(order.indexOf('document:locked')).toBeLessThan(order.lastIndexOf('phx_reply'))
    await until('Bob hears it', () => bob.of('document:locked').length === 1)
    await until('where Ann is', () => metasOf(bob, 'ann')[0]?.current_document === 3)
    expect(metasOf(bob, 'ann')).toMatchObject([{ editing: true }])
    expect(await bob.push('document:start_editing', { document_id: 3 })).toMatchObject({
      status: 'error',
      response: { reason: 'LOCK_HELD', locked_by: { user_id: 'ann', username: 'Ann' } },
    })
    expect(metasOf(bob, 'bob')[0]).not.toHaveProperty('current_document')

    expect(await ann.push('document:stop_editing', { document_id: 3 })).toMatchObject({
      response: { lock_released: true },
    })
    await until('it is free', () => bob.of('document:unlocked').length === 1)
    expect(bob.of('document:unlocked')).toMatchObject([{ document_id: 3, user_id: 'ann' }])
    await until('Ann is nowhere', () => metasOf(bob, 'ann')[0]?.current_document === undefined)
    expect(await bob.push('document:start_editing', { document_id: 3 })).toMatchObject({
      response: { lock_acquired: true },
    })
    // Who leaves lets go.
    bob.channel.leave()
    await until('Bob has let go', () => ann.of('document:unlocked').some(({ user_id }) => user_id === 'bob'))
    expect(await ann.push('document:stop_editing', { document_id: 3 })).toMatchObject({
      response: { reason: 'LOCK_LOST' },
    })
  })

  test('of two who race for a lock one has it', async () => {
    const { ann, bob } = await pair(`project:${freshRoomId('race')}`)
    const answers = await Promise.all(
      [ann, bob].map((one) => one.push('document:start_editing', { document_id: 'brief' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual(['error', 'ok'])
  })

  test('saves count versions, conflicts say what is there, a lock that was taken away stops a save', async () => {
    const id = freshRoomId('save')
    const { ann, bob } = await pair(`project:${id}:document:7`)
    const saved = await ann.push('document:save', { document_id: 7, content: 'one' })
    expect(saved).toMatchObject({ response: { saved: true, version: 1, updated_at: expect.any(String) } })
    await until('Bob hears it', () => bob.of('document:updated').length === 1)
    expect(bob.of('document:updated')).toMatchObject([
      { document_id: 7, content: 'one', version: 1, updated_by: 'ann', updated_at: expect.any(String) },
    ])
    expect(ann.of('document:updated')).toEqual([])
    expect(await bob.push('document:auto_save', { document_id: 7, content: 'two' })).toMatchObject({
      response: { version: 2 },
    })
    expect(await ann.push('document:save', { document_id: 7, content: 'late', version: 1 })).toMatchObject({
      status: 'error',
      response: { reason: 'VERSION_CONFLICT', current: { content: 'two', version: 2, updated_by: 'bob' } },
    })
    expect(await ann.push('document:get', { document_id: 7 })).toMatchObject({
      response: { document_id: 7, content: 'two', version: 2 },
    })
    await ann.push('document:start_editing', { document_id: 7 })
    const chief = await enter(
      server.wsUrl,
      id,
      {},
      {
        authEndpoint: async () => ({ token: await createToken(server, 'chief', { [id]: ['moderate'] }) }),
      },
    )
    await chief.room.locks.steal('document:7')
    await until('it is gone', () => ann.of('document:locked').length === 2)
    expect(await ann.push('document:save', { document_id: 7, content: 'stale' })).toMatchObject({
      response: { reason: 'LOCK_LOST' },
    })
    await until('Ann is nowhere', () => metasOf(bob, 'ann')[0]?.current_document === undefined)
  })
})

test('[SITE-7] chat: messages for everybody, typing for the others, and its end', async () => {
  const { ann, bob } = await pair(`project:${freshRoomId('chat')}:chat`)
  await ann.push('chat:typing')
  await until('Bob sees it', () => bob.of('chat:typing').length === 1)
  expect(bob.of('chat:typing')).toEqual([{ user_id: 'ann', username: 'Ann' }])
  const said = { text: 'hello', user_id: 'ann', username: 'Ann', avatar_url: 'https://a.test/a.png' }
  expect(await ann.push('chat:message', { text: 'hello' })).toMatchObject({ status: 'ok', response: said })
  for (const one of [ann, bob]) await until('it is heard', () => one.of('chat:new_message').length === 1)
  const [message] = bob.of('chat:new_message')
  expect(message).toMatchObject({ ...said, id: expect.any(String) })
  expect(new Date(String(message?.timestamp)).getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect(bob.of('chat:stop_typing')).toEqual([{ user_id: 'ann', username: 'Ann' }])
  expect(ann.of('chat:typing')).toEqual([])
  expect(await ann.push('chat:message', { text: '' })).toMatchObject({ response: { reason: 'VALIDATION_ERROR' } })
  // Every request of a contract has its own name too.
  expect(await bob.push('chat.history')).toMatchObject({ response: { messages: [{ body: 'hello' }], hasMore: false } })
})

test('[SITE-7] a checklist: who checked what, and how far the room is', async () => {
  const { ann, bob } = await pair(`room:${freshRoomId('list')}`)
  const { response: first } = await ann.push('checklists.add', { list: 'launch', text: 'Domain' })
  await ann.push('checklists.add', { list: 'launch', text: 'Mail' })
  await ann.push('checklists.add', { list: 'later', text: 'Party' })
  const item_id = first.id
  expect(await bob.push('checklist:toggle', { item_id, checked: true })).toMatchObject({
    response: { item_id, checked: true, updated_by: 'bob' },
  })
  for (const one of [ann, bob])
    await until('progress', () => one.of('progress:updated').some(({ completed_items }) => completed_items === 1))
  expect(ann.of('checklist:updated').at(-1)).toMatchObject({ item_id, checked: true, updated_by: 'bob' })
  expect(ann.of('progress:updated').at(-1)).toEqual({ progress: 33, completed_items: 1, total_items: 3 })
  await bob.push('checklists.remove', { id: item_id })
  await until('less to do', () => ann.of('progress:updated').at(-1)?.total_items === 2)
})

test('[SITE-7] what is changed by REST is told as the project', async () => {
  const id = freshRoomId('project')
  await createRoom(server, { id, access: 'public', metadata: { status: 'draft' } })
  const ann = await join(`project:${id}`)
  await rest(server, `/rooms/${id}`, {
    method: 'PATCH',
    body: JSON.stringify({ name: 'Launch', metadata: { status: 'live' } }),
  })
  await until('it is told', () => ann.of('project:status_change').length === 1)
  expect(ann.of('project:updated').at(-1)).toMatchObject({ name: 'Launch', metadata: { status: 'live' } })
  expect(ann.of('project:status_change')).toEqual([{ status: 'live', previous_status: 'draft' }])
})

describe('[SITE-7] documents on topics of their own', () => {
  test('[PHX9] history with the join, updates as lists of bytes, base64 or binary', async () => {
    const id = freshRoomId('doc')
    const stock = provide(server.wsUrl, `${id}/notes`)
    stock.text.insert(0, 'before')
    const stored = async () => {
      const answer = await rest(server, `/rooms/${id}/document?name=notes&format=text`).catch(() => null)
      return answer?.text()
    }
    await expect.poll(stored, { timeout: 20_000 }).toContain('before')
    const ann = await join(`doc:${id}/notes`)
    const bob = await join(`doc:${id}/notes`, { encoding: 'base64' })
    const eve = await join(`doc:${id}/notes`, { encoding: 'binary' })
    const doc = new Y.Doc()
    const history = ann.joined.response.history as number[][]
    for (const update of [...history, ...ann.of('server_update').map(({ bin }) => bin as number[])])
      Y.applyUpdate(doc, Uint8Array.from(update))
    expect(doc.getText('content').toString()).toBe('before')
    expect(typeof (bob.joined.response.history as unknown[])[0]).toBe('string')
    const edits: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => edits.push(update))
    doc.getText('content').insert(6, ' and after')
    const [edit = Uint8Array.of()] = edits
    expect(await ann.push('client_update', { bin: Array.from(edit) })).toMatchObject({
      status: 'ok',
      response: { seq: 1 },
    })
    await until('the stock client has it', () => stock.text.toString() === 'before and after')
    await until('all hear it', () => [bob, eve].every((one) => one.of('server_update').length > 0))
    expect(typeof bob.of('server_update').at(-1)?.bin).toBe('string')
    const bytes = eve.of('server_update').at(-1) as unknown as ArrayBuffer
    Y.applyUpdate(doc, new Uint8Array(bytes))
    // Sent as bytes, and as a typed array that JSON makes an object of.
    doc.getText('content').insert(0, '1')
    doc.getText('content').insert(0, '2')
    const [, second = edit, third = edit] = edits
    expect(await ann.push('client_update', second.slice().buffer)).toMatchObject({ status: 'ok' })
    expect(await ann.push('client_update', { ...third })).toMatchObject({ status: 'ok' })
    await until('the stock client has them', () => stock.text.toString() === '21before and after')
    for (const bin of [[1.5], [256], [-1], ['1'], 'no base64!', null])
      expect(await ann.push('client_update', { bin }), JSON.stringify(bin)).toMatchObject({
        response: { reason: 'VALIDATION_ERROR' },
      })
    expect(await ann.push('client_update', { bin: [1, 2, 3] })).toMatchObject({ status: 'error' })
  })

  test('what was edited away from the room comes back by `doc:sync`', async () => {
    const id = freshRoomId('sync')
    const stock = provide(server.wsUrl, id)
    await until('connected', () => stock.provider.synced)
    const ann = await join(`doc:${id}`)
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'mine')
    stock.text.insert(0, 'theirs')
    await until('stored', () => ann.of('server_update').length > 0)
    const state = Array.from(Y.encodeStateVector(doc))
    const { response } = await ann.push('doc:sync', { state_vector: state })
    Y.applyUpdate(doc, Uint8Array.from(response.update as number[]))
    const lacking = Y.encodeStateAsUpdate(doc, Uint8Array.from(response.state_vector as number[]))
    await ann.push('client_update', { bin: Array.from(lacking) })
    await until('both texts', () => stock.text.length === 10)
    expect(stock.text.toString()).toBe(doc.getText('content').toString())
    // An edit whose parents the room has never seen: it asks for them.
    const other = new Y.Doc()
    other.getText('content').insert(0, 'a')
    const before = Y.encodeStateVector(other)
    other.getText('content').insert(1, 'b')
    await ann.push('client_update', { bin: Array.from(Y.encodeStateAsUpdate(other, before)) })
    await until('it is asked for', () => ann.of('doc:sync').length > 0)
    const known = Uint8Array.from(ann.of('doc:sync').at(-1)?.state_vector as number[])
    await ann.push('client_update', { bin: Array.from(Y.encodeStateAsUpdate(other, known)) })
    await until('all is there', () => stock.text.length === 12)
  })

  test('two clients that speak y-websocket in binary, as y-phoenix-channel does', async () => {
    const id = freshRoomId('yjs')
    const stock = provide(server.wsUrl, id)
    const openEditor = async (name: string) => {
      const entered = await join(`doc:${id}`, { user_id: name })
      const doc = new Y.Doc()
      const { say } = speakYjs(entered, doc)
      say()
      return { doc, text: doc.getText('content'), entered }
    }
    const [ann, bob] = await Promise.all([openEditor('ann'), openEditor('bob')])
    ann.text.insert(0, 'Ann ')
    await until('all have it', () => bob.text.toString() === 'Ann ' && stock.text.toString() === 'Ann ')
    stock.text.insert(4, 'stock ')
    bob.text.insert(0, 'Bob ')
    await until('all the same', () =>
      [ann.text, bob.text, stock.text].every((text) => text.length === 14 && text.toString() === ann.text.toString()),
    )
  })
})

/** What y-phoenix-channel does with a channel, in short: step 1 as `yjs_sync`, everything else as `yjs`, all in binary. */
const speakYjs = ({ channel }: Entered, doc: Y.Doc) => {
  const send = (event: string, kind: number, bytes: Uint8Array) => {
    const length: number[] = []
    for (let left = bytes.length; ; left >>>= 7) {
      length.push(left > 127 ? (left & 127) | 128 : left)
      if (left <= 127) break
    }
    channel.push(event, Uint8Array.from([0, kind, ...length, ...bytes]).buffer)
  }
  channel.on('yjs', (payload: ArrayBuffer) => {
    const message = new Uint8Array(payload)
    if (message[0] !== 0) return
    let at = 2
    while ((message[at] ?? 0) > 127) at += 1
    const content = message.slice(at + 1)
    if (message[1] === 0) send('yjs', 1, Y.encodeStateAsUpdate(doc, content))
    else Y.applyUpdate(doc, content, 'room')
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'room' && send('yjs', 2, update))
  return { say: () => send('yjs_sync', 0, Y.encodeStateVector(doc)) }
}

test('[SITE-7] cursors of a tick in one message, for who asks for it', async () => {
  const id = freshRoomId('cursors')
  const ann = await join(`room:${id}`, { user_id: 'ann', cursors: 'batch' })
  const bob = await enter(server.wsUrl, id, { userId: 'bob' })
  bob.room.cursors.update({ x: 1, y: 2 })
  await until('a batch', () => ann.of('cursors:update').length > 0)
  expect(ann.of('cursors:update')[0]).toMatchObject({ moves: [{ x: 1, y: 2, user_id: 'bob' }] })
  // A newcomer is shown what is visible.
  const eve = await join(`room:${id}`, { user_id: 'eve' })
  await until('it is shown', () => eve.of('cursor:update').some(({ x, user_id }) => x === 1 && user_id === 'bob'))
  bob.room.leave()
  await until('it is hidden', () => eve.of('cursor:update').some(({ x, user_id }) => x === null && user_id === 'bob'))
  expect(await ann.push('cursor:update', { x: 'left' })).toMatchObject({ response: { reason: 'VALIDATION_ERROR' } })
  ann.channel.push('cursor_pos', { line: 4 })
  await until('a part of the presence', () => metasOf(eve, 'ann')[0]?.line === 4)
})

test('[SITE-7] an inbox: what is new, what was read', async () => {
  const userId = freshRoomId('pat')
  const token = await createToken(server, userId, {})
  const inbox = await join('user:me', { token })
  expect(inbox.joined.response).toMatchObject({ unread_count: 0, notifications: [] })
  await rest(server, `/users/${userId}/notifications`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'invoice', payload: { total: 12 } }),
  })
  await until('it comes', () => inbox.of('notification:new').length === 1)
  const [told] = inbox.of('notification:new')
  expect(told).toMatchObject({ kind: 'invoice', payload: { total: 12 }, unread_count: 1, read_at: null })
  const again = await join(`user:${userId}`, { token })
  expect(again.joined.response).toMatchObject({ unread_count: 1, notifications: [{ id: told?.id }] })
  expect(await again.push('notification:list', { unread: true })).toMatchObject({ response: { unread_count: 1 } })
  expect(await again.push('notification:mark_read', { id: told?.id })).toMatchObject({ response: { unread_count: 0 } })
  expect(await again.push('notification:mark_all_read')).toMatchObject({ response: { unread_count: 0 } })
  const stranger = await enterTopic(connect(), `user:${freshRoomId('other')}`, { token })
  expect(stranger.joined).toMatchObject({ status: 'error', response: { reason: 'FORBIDDEN' } })
  const claimed = await enterTopic(connect(), 'user:me')
  expect(claimed.joined).toMatchObject({ status: 'error', response: { reason: 'FORBIDDEN' } })
})
