/** Changes that are refused or fail, through sockets and calls. Rules CO1–CO4 are in commit.ts. */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { keptPlaces, ringAll } from '../test/shell-values.ts'
import { actor, askAs, freshRoom, joinNative, replyOf, roomAddress, roomSettings, until } from '../test-kit.ts'
import type { Room } from './room.ts'

type Stub = ReturnType<typeof freshRoom>

/** The room as its rows are. A stub is of no use after an abort. */
const afterAbort = async ({ id }: Stub): Promise<Stub> => {
  await abortAllDurableObjects()
  return env.ROOM.get(id)
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
/** Two updates that a room keeps, and one that Yjs fails at when it comes after them. */
const buried = ['010201002701016d026b3001280001000178017d0100', '000101010002'].map(bytesOf)
const afterBuried = bytesOf('0102010021010' + '16d026b30030001010101' + '0002')

const typed = (text: string, clientID: number) => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  doc.getText('content').insert(0, text)
  return { doc, update: Y.encodeStateAsUpdate(doc) }
}

const readText = async (room: Stub): Promise<string> =>
  ((await askAs(room, 'documents.read', { name: 'default', format: 'text' })) as { content: string }).content

/** What comes over `userId`'s socket in one moment, so that the last of it waits for the tick, and a call in that same moment. */
const inOneMoment = (
  room: Stub,
  messages: readonly { readonly from: string; readonly update: Uint8Array; readonly seq: number }[],
  call: (instance: Room) => Promise<unknown>,
) =>
  runInDurableObject(room, async (instance: Room, state) => {
    const socketOf = (connectionId: string) =>
      state.getWebSockets().find((socket) => {
        const bytes = socket.deserializeAttachment() as ArrayBuffer | null
        return bytes !== null && JSON.parse(new TextDecoder().decode(bytes)).id === connectionId
      })
    // The first one goes out at once; those after it wait.
    for (const { from, update, seq } of messages) {
      const frame = encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq, update })
      const socket = socketOf(from)
      if (socket === undefined) throw new Error(`no socket of ${from}`)
      instance.webSocketMessage(socket, frame.slice().buffer)
    }
    return call(instance)
  })

test('[CO1] [CO2] an update by REST that Yjs fails at takes nothing along that was typed in the same tick, and what is acknowledged afterwards stays', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  for (const update of buried) ada.update(update)
  await until(() => ada.acked() === 2, 'the first acks')
  const precious = typed('precious', 77)
  const answer = await inOneMoment(
    room,
    [
      { from: ada.self.connectionId, update: typed('.', 5).update, seq: 3 },
      { from: ada.self.connectionId, update: precious.update, seq: 4 },
    ],
    (instance) => instance.ask('documents.update', { name: 'default', update: afterBuried }, actor()),
  )
  expect(answer).toMatchObject({ ok: false, error: { code: 'MALFORMED_MESSAGE' } })
  await until(() => ada.acked() === 4, 'the ack of what waited')
  const before = Y.encodeStateVector(precious.doc)
  precious.doc.getText('content').insert(8, ' words')
  ada.socket.send(
    encodeDocumentMessage({
      kind: DocumentKind.update,
      name: 'default',
      seq: 5,
      update: Y.encodeStateAsUpdate(precious.doc, before),
    }),
  )
  await until(() => ada.acked() === 5, 'the ack of the next edit')
  const warm = await readText(room)
  const cold = await afterAbort(room)
  expect(warm).toContain('precious words')
  expect(await readText(cold)).toBe(warm)
})

test('[CO2] a document that a refused update would have made is not there: whoever makes it next is acknowledged and stored', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const whole = Y.mergeUpdates([...buried])
  const refused = await inOneMoment(
    room,
    buried.map((update, i) => ({ from: ada.self.connectionId, update, seq: i + 1 })),
    (instance) => instance.ask('documents.update', { name: 'default', update: afterBuried }, actor()),
  )
  expect(refused).toMatchObject({ ok: false })
  ada.update(whole)
  ada.update(typed('a whole page', 78).update)
  ada.update(typed('and another', 79).update)
  await until(() => ada.acked() === 3, 'the acks')
  const warm = await readText(room)
  const cold = await afterAbort(room)
  expect(warm).toContain('a whole page')
  expect(await readText(cold)).toBe(warm)
})

test('[CO2] a request that is refused after it wrote who asked leaves nobody else as the author of what comes later', async () => {
  const room = freshRoom()
  const [ada, carl, bob] = await Promise.all(
    ['ada', 'carl', 'bob'].map((userId) => joinNative(room, { hello: { userId } })),
  )
  const type = async (client: typeof ada, text: string, clientID: number) => {
    const seq = client!.update(typed(text, clientID).update)
    await until(() => client!.acked() === seq, 'the ack')
  }
  await type(ada, 'ada ', 1)
  await runInDurableObject(room, (_, { storage }) => {
    for (let i = 0; i < limits.namedVersionsPerDocument; i++) {
      storage.sql.exec("INSERT INTO documents_version VALUES (?, 1, 'v', 1, 1, NULL)", `ver_${i}`)
    }
  })
  expect((await bob!.ask('versions.create', { document: 'default', name: 'one too many' })).error?.code).toBe(
    'LIMIT_EXCEEDED',
  )
  await type(carl, 'carl ', 3)
  await type(bob, 'bob ', 2)
  const blame = async (stub: Stub) => {
    const { content } = (await askAs(stub, 'history.blame', { document: 'default' })) as {
      content: { text: string; by: { userId: string } | null }[]
    }
    return content.map(({ text, by }) => `${text.trim()}: ${by?.userId}`).sort()
  }
  expect(await blame(room)).toEqual(['ada: ada', 'bob: bob', 'carl: carl'])
  expect(await blame(await afterAbort(room))).toEqual(['ada: ada', 'bob: bob', 'carl: carl'])
})

test.each([
  ['versions.get', (id: string) => ({ id })],
  ['versions.restore', (id: string) => ({ id })],
  ['versions.compare', (from: string) => ({ from })],
  ['history.blame', () => ({})],
  ['history.replay', () => ({ from: 0, to: 2 ** 50 })],
])('[CO1] %s of a damaged past fails, and drops nothing that others typed in this tick', async (request, bodyFor) => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  ada.update(typed('ada ', 1).update)
  await until(() => ada.acked() === 1, 'the ack')
  const { id } = (await ada.ask('versions.create', { document: 'default', name: 'v' })).body as { id: string }
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE documents_log SET checksum = 0')
  })
  const answer = await inOneMoment(
    room,
    [
      { from: ada.self.connectionId, update: typed('.', 4).update, seq: 2 },
      { from: bob.self.connectionId, update: typed('bob ', 2).update, seq: 1 },
    ],
    (instance) => instance.ask(request, { document: 'default', ...bodyFor(id) }, actor()),
  )
  expect(answer).toMatchObject({ ok: false })
  await until(() => bob.acked() === 1, 'the ack of what bob typed meanwhile')
  const rows = await runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec('SELECT bytes FROM documents_log ORDER BY sequence').toArray(),
  )
  const doc = new Y.Doc()
  for (const { bytes } of rows) Y.applyUpdate(doc, new Uint8Array(bytes as ArrayBuffer))
  expect(doc.getText('content').toString()).toContain('bob')
})

test('[CO1] what was typed is in a version that is made in the same moment', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const answer = await inOneMoment(
    room,
    [
      { from: ada.self.connectionId, update: typed('first ', 1).update, seq: 1 },
      { from: ada.self.connectionId, update: typed('second ', 2).update, seq: 2 },
    ],
    (instance) => instance.ask('versions.create', { document: 'default', name: 'v' }, actor()),
  )
  const { id } = (answer as { reply: { id: string } }).reply
  const { state } = (await askAs(room, 'versions.get', { id })) as { state: string }
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    Uint8Array.from(atob(state), (c) => c.charCodeAt(0)),
  )
  expect(doc.getText('content').toString()).toContain('second')
})

/** Takes a table away while `work` runs: whatever needs it fails, wherever it is by then. */
const without = async <T>(room: Stub, table: string, work: () => Promise<T>): Promise<T> => {
  const rename = (from: string, to: string) =>
    runInDurableObject(room, (_, { storage }) => void storage.sql.exec(`ALTER TABLE ${from} RENAME TO ${to}`))
  await rename(table, `${table}_away`)
  try {
    return await work()
  } finally {
    await rename(`${table}_away`, table)
  }
}

const presences = async (room: Stub) =>
  ((await askAs(room, 'presence.list', {})) as { userId: string; presence: unknown }[]).map(({ userId, presence }) => [
    userId,
    presence,
  ])

test('[CO2] [CO4] presence that cannot be stored is as it was, for everybody, and after a cold wake', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { userId: 'ada', presence: { mood: 'fine' } } })
  const bob = await joinNative(room, { hello: { userId: 'bob' } })
  // Too large for an attachment: it needs a row.
  const large = { mood: 'x'.repeat(16_200) }
  const answer = await without(room, 'actor_value', () => ada.ask('presence.update', { presence: large }))
  expect(answer.error?.code).toBe('INTERNAL_ERROR')
  expect(await presences(room)).toEqual([
    ['ada', { mood: 'fine' }],
    ['bob', {}],
  ])
  expect(bob.events('presence.updated')).toEqual([])
  await scheduler.wait(60)
  await evictDurableObject(room)
  expect(await presences(room)).toEqual([
    ['ada', { mood: 'fine' }],
    ['bob', {}],
  ])
  expect((await ada.ask('presence.update', { presence: large })).error).toBeUndefined()
  expect((await presences(room))[0]).toEqual(['ada', large])
})

test('[CO3] [FA1] a join that cannot be stored, with the fact that tells of it, is refused and leaves nobody behind', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { userId: 'ada' } })
  await without(room, 'room_fact', () =>
    expect(joinNative(room, { hello: { userId: 'bob' } })).rejects.toThrow('INTERNAL_ERROR'),
  )
  expect(await presences(room)).toEqual([['ada', {}]])
  expect(ada.events('presence.joined')).toEqual([])
  await joinNative(room, { hello: { userId: 'bob' } })
  await until(() => ada.events('presence.joined').length === 1, 'the one join')
  expect(await presences(room)).toEqual([
    ['ada', {}],
    ['bob', {}],
  ])
})

test('[CO3] whoever leaves is gone, whatever a feature cannot clean up', async () => {
  const room = freshRoom()
  const settings = roomSettings({ graceMs: 0 })
  const ada = await joinNative(room, { settings, hello: { userId: 'ada' } })
  const bob = await joinNative(room, { settings, hello: { userId: 'bob' } })
  await without(room, 'documents_seed', async () => {
    bob.socket.close(1000)
    await until(() => ada.events('presence.left').length === 1, 'the leave')
  })
  expect(await presences(room)).toEqual([['ada', {}]])
  const left = await askAs(room, 'presence.listDeparted', {})
  expect(left).toMatchObject([{ userId: 'bob' }])
})

test('[CO3] a leave that cannot be stored is tried again; until then the person is here, not half of one', async () => {
  const room = freshRoom()
  const settings = roomSettings({ graceMs: 0, presenceTimeoutMs: 5_000 })
  const ada = await joinNative(room, { settings, hello: { userId: 'ada' } })
  const bob = await joinNative(room, { settings, hello: { userId: 'bob' } })
  await without(room, 'room_fact', async () => {
    bob.socket.close(1000)
    await until(() => bob.closed[0], 'the close')
  })
  expect((await presences(room)).map(([userId]) => userId)).toEqual(['ada', 'bob'])
  expect(ada.events('presence.left')).toEqual([])
  await scheduler.wait(5_100)
  ada.socket.send('ping')
  await runInDurableObject(room, async (instance: Room, { storage }) => {
    ringAll(storage)
    await instance.alarm()
  })
  await scheduler.wait(60)
  await evictDurableObject(room)
  await runInDurableObject(room, (instance: Room) => instance.alarm())
  expect((await presences(room)).map(([userId]) => userId)).toEqual(['ada'])
})

test('[CO2] a moderation that cannot be stored changes nobody’s rights', async () => {
  const room = freshRoom()
  const user = { userId: 'ada', userInfo: {}, verified: true }
  const ada = await joinNative(room, { user })
  const moderation = { kind: 'access', userId: 'ada', access: 'read' } as const
  const refused = await without(room, 'actor_value', () => room.moderate(moderation, roomAddress()))
  expect(refused).toMatchObject({ ok: false })
  expect(ada.events('session.changed')).toEqual([])
  ada.update(typed('still mine', 1).update)
  await until(() => ada.acked() === 1, 'the ack')
  const again = await joinNative(room, { user })
  expect(again.self.access).toBe('write')
  expect(await replyOf(room.moderate(moderation, roomAddress()))).toBe(2)
  await until(() => ada.events('session.changed')[0], 'the change')
  const kept = await runInDurableObject(room, (_, { storage }) => keptPlaces(storage))
  expect(kept).toEqual([])
})
