/** Rooms in memory: nothing of them is written, nothing is lost while they are open, and after the last leave they end. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { limits } from '@syncforge/protocol/limits'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { typed as crafted } from '../../test/kit/crafted-updates.ts'
import {
  actor,
  admissionFor,
  freshRoom,
  joinNative,
  openSocket,
  replyOf,
  roomAddress,
  roomSettings,
  until,
} from '../test-kit.ts'
import { Room } from './room.ts'

type Stub = ReturnType<typeof freshRoom>

const settings = roomSettings({ persistence: 'memory', graceMs: 0, emptyAfterMs: 60_000 })
const enter = (room: Stub, emptyAfterMs = 60_000) => joinNative(room, { settings: { ...settings, emptyAfterMs } })

const typed = (text: string, clientId = 1): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
/** What a newcomer is told that the document holds. */
const readBy = async ({ step1, documentMessages }: Awaited<ReturnType<typeof enter>>): Promise<string> => {
  const before = documentMessages(DocumentKind.step2).length
  step1()
  const answers = await until(() => {
    const all = documentMessages(DocumentKind.step2)
    return all.length > before ? all : null
  }, 'an answer to step 1')
  const doc = new Y.Doc()
  const [last] = answers.slice(-1)
  if (last !== undefined && 'update' in last) Y.applyUpdate(doc, last.update)
  return doc.getText('content').toString()
}
const leave = async ({ socket, closed }: Awaited<ReturnType<typeof enter>>) => {
  socket.close(1000)
  await until(() => closed[0], 'the goodbye')
}
const written = (room: Stub) =>
  runInDurableObject(room, async (_, { storage }) => ({
    tables: storage.sql.exec('SELECT name FROM sqlite_master').toArray(),
    alarm: await storage.getAlarm(),
    values: [...(await storage.list()).keys()],
  }))
const nothing = { tables: [], alarm: null, values: [] }

describe('what is written', () => {
  test('[EPH-1] nothing: not when people come, edit, show themselves, say something, are moderated, lose their place or leave', async () => {
    const room = freshRoom()
    const large = 'x'.repeat(40_000)
    const ada = await joinNative(room, { settings: { ...settings, graceMs: 5_000 }, hello: { presence: { large } } })
    const bob = await joinNative(room, { settings, user: { userId: 'bob', userInfo: {}, verified: true } })
    ada.update(typed('hello'))
    await until(() => ada.acked(), 'the ack')
    await bob.ask('broadcast.send', { event: 'hi', payload: 'there' })
    await room.ask('documents.update', { name: 'other', update: typed('by rest', 2) }, actor({ settings }))
    expect(
      await room.ask('versions.create', { document: 'default', name: 'first' }, actor({ settings })),
    ).toMatchObject({
      error: { code: 'LIMIT_EXCEEDED' },
    })
    const name = roomAddress({ settings })
    await room.moderate({ kind: 'access', userId: 'bob', access: 'read' }, name)
    await room.configure({ ...settings, maxParticipants: 7 })
    expect(await readBy(bob)).toBe('hello')
    expect(await written(room)).toEqual(nothing)
    ada.socket.close(4000)
    await leave(bob)
    await scheduler.wait(100)
    expect(await written(room)).toEqual(nothing)
    expect(await room.ask('documents.read', { name: 'other', format: 'text' }, actor({ settings }))).toMatchObject({
      ok: true,
      reply: { content: 'by rest' },
    })
    expect(await written(room)).toEqual(nothing)
  })

  test('[EPH-1] nothing by a room that is only called, and nothing is left when it is deleted', async () => {
    const room = freshRoom()
    await room.ask('documents.update', { name: 'default', update: typed('seed') }, actor({ settings }))
    expect(await written(room)).toEqual(nothing)
    expect(await readBy(await enter(room))).toBe('seed')
    await room.erase()
    expect(await written(room)).toEqual(nothing)
    expect(await readBy(await enter(room))).toBe('')
  })
})

describe('as a file', () => {
  const known = roomAddress({ settings })

  test('[EPH-1] it is exported and imported without a word on the disk', async () => {
    const [room, copy] = [freshRoom(), freshRoom()]
    const ada = await enter(room)
    ada.update(typed('carried'))
    await until(() => ada.acked(), 'the ack')
    const file = (await replyOf(room.exportFile({}, known))) as ReadableStream<Uint8Array>
    const bytes = new Uint8Array(await new Response(file).arrayBuffer())
    const { id } = (await replyOf(copy.stageImport(new Response(bytes).body!, known, false))) as { id: string }
    await replyOf(copy.commitImport(id, known))
    expect(await readBy(await enter(copy))).toBe('carried')
    expect([await written(room), await written(copy)]).toEqual([nothing, nothing])
  })

  test('a file that never took its place is gone with the next wake', async () => {
    const [room, other] = [freshRoom(), freshRoom()]
    const ada = await enter(room)
    ada.update(typed('carried'))
    await until(() => ada.acked(), 'the ack')
    const file = (await replyOf(room.exportFile({}, known))) as ReadableStream<Uint8Array>
    const bytes = new Uint8Array(await new Response(file).arrayBuffer())
    await replyOf(other.stageImport(new Response(bytes).body!, roomAddress(), false))
    const waiting = async () =>
      (await written(other)).tables.filter(({ name }) => String(name).startsWith('room_carry_'))
    expect(await waiting()).toHaveLength(1)
    await evictDurableObject(other)
    expect(await waiting()).toEqual([])
    expect(await readBy(await joinNative(other))).toBe('')
  })
})

describe('the end of the room', () => {
  test('[EPH-4] who comes back in time finds everything, presence of the others and rights included', async () => {
    const room = freshRoom()
    const ada = await enter(room, 1_500)
    ada.update(typed('still here'))
    await until(() => ada.acked(), 'the ack')
    const name = roomAddress({ settings })
    await room.moderate({ kind: 'access', userId: 'bob', access: 'read' }, name)
    await leave(ada)
    await scheduler.wait(300)
    const user = { userId: 'bob', userInfo: {}, verified: true }
    const bob = await joinNative(room, { settings: { ...settings, emptyAfterMs: 1_500 }, user })
    expect(bob.self.access).toBe('read')
    // The time that ran ended with the join: while somebody is here nothing is erased.
    await scheduler.wait(2_000)
    expect(await readBy(bob)).toBe('still here')
  })

  test('[EPH-4] after the time it is new', async () => {
    const room = freshRoom()
    const ada = await enter(room, 200)
    ada.update(typed('gone'))
    await until(() => ada.acked(), 'the ack')
    await leave(ada)
    await scheduler.wait(600)
    const bob = await enter(room)
    expect(await readBy(bob)).toBe('')
    expect(bob.self.number).toBe(1)
    expect(bob.welcome.room.generation).toBeNull()
  })

  test('[EPH-4] the time can be changed while it runs', async () => {
    const room = freshRoom()
    const ada = await enter(room)
    ada.update(typed('gone'))
    await until(() => ada.acked(), 'the ack')
    await leave(ada)
    await room.configure({ ...settings, emptyAfterMs: 100 })
    await scheduler.wait(500)
    expect(await readBy(await enter(room))).toBe('')
  })

  test('[EPH-4] a room that was only called ends as well', async () => {
    const room = freshRoom()
    const caller = actor({ settings: { ...settings, emptyAfterMs: 100 } })
    await room.ask('documents.update', { name: 'default', update: typed('gone') }, caller)
    await scheduler.wait(500)
    expect(await readBy(await enter(room))).toBe('')
  })

  test('[EPH-4] to read it keeps it no longer, to change it does', async () => {
    const room = freshRoom()
    const caller = actor({ settings: { ...settings, emptyAfterMs: 1_000 } })
    const read = async () => {
      const answer = await room.ask('documents.read', { name: 'default', format: 'text' }, caller)
      return ((answer as { readonly reply?: { readonly content: string } }).reply ?? { content: 'refused' }).content
    }
    /** Reads all the time, and says after how many milliseconds there was nothing any more. */
    const endsAfter = async (since: number) => {
      await until(async () => {
        await scheduler.wait(100)
        return (await read()) === '' ? true : null
      }, 'the end of what is read all the time')
      return Date.now() - since
    }
    const ada = await enter(room, 1_000)
    ada.update(typed('gone'))
    await until(() => ada.acked(), 'the ack')
    await leave(ada)
    expect(await endsAfter(Date.now())).toBeLessThan(3_000)

    await room.ask('documents.update', { name: 'default', update: typed('by a server', 2) }, caller)
    await scheduler.wait(600)
    expect(await read()).toBe('by a server')
    const changedAt = Date.now()
    await room.ask('documents.update', { name: 'default', update: typed('again ', 3) }, caller)
    expect(await endsAfter(changedAt)).toBeGreaterThanOrEqual(990)
  })

  test('[EPH-4] without any time it ends with the last leave, and waits for who is about to say hello', async () => {
    const room = freshRoom()
    const { socket, messages, closed } = await openSocket(
      room,
      admissionFor({ settings: { ...settings, emptyAfterMs: 0 } }),
    )
    await scheduler.wait(300)
    socket.send(JSON.stringify({ type: 'hello', body: {} }))
    await until(() => messages[0] ?? closed[0], 'the welcome')
    expect(closed).toEqual([])
    const ada = await enter(room, 0)
    ada.update(typed('gone'))
    await until(() => ada.acked(), 'the ack')
    socket.close(1000)
    await leave(ada)
    await scheduler.wait(300)
    expect(await readBy(await enter(room))).toBe('')
  })

  test('a room that is made anew under the same name keeps nothing of the one before, whichever kind it was', async () => {
    const room = freshRoom()
    const ada = await joinNative(room, { settings: roomSettings() })
    ada.update(typed('on disk'))
    await until(() => ada.acked(), 'the ack')
    // Who has an old record of the room is turned away, and costs nobody anything.
    await expect(enter(room)).rejects.toThrow('ROOM_UNAVAILABLE')
    expect(await readBy(ada)).toBe('on disk')
    await room.erase()
    expect(await until(() => ada.closed[0], 'the end')).toEqual({ code: 4410, reason: 'ROOM_DELETED' })

    const bob = await enter(room)
    expect(await readBy(bob)).toBe('')
    bob.update(typed('in memory'))
    await until(() => bob.acked(), 'the ack')
    await expect(joinNative(room, { settings: roomSettings() })).rejects.toThrow('ROOM_UNAVAILABLE')
    expect(await readBy(bob)).toBe('in memory')
    await room.erase()
    expect((await until(() => bob.closed[0], 'the end')).reason).toBe('ROOM_DELETED')
    expect(await readBy(await joinNative(room, { settings: roomSettings() }))).toBe('')
  })
})

test('[L3] sockets that wake an object without its memory are told to come back: their copies fill the room again', async () => {
  const room = freshRoom()
  const [ada, bob] = [await enter(room), await enter(room)]
  ada.update(typed('our copies'))
  await until(() => ada.acked(), 'the ack')
  await runInDurableObject(room, (_, state) => void new Room(state, env))
  for (const { closed } of [ada, bob]) {
    expect(await until(() => closed[0], 'the close')).toEqual({ code: 4503, reason: 'ROOM_UNAVAILABLE' })
  }
})

describe('[EPH-6] what is wrong is refused, and the room lives on', { timeout: 60_000 }, () => {
  const survives = async (room: Stub, witness: Awaited<ReturnType<typeof enter>>) => {
    expect(witness.closed).toEqual([])
    expect(await readBy(witness)).toBe('intact')
    expect(await readBy(await enter(room))).toBe('intact')
    expect(await written(room)).toEqual(nothing)
  }
  /** Sends far more than anybody may until the room ends it, and returns with what. By bytes: a busy machine would not read enough messages. */
  const flood = async (
    { socket, closed }: Pick<Awaited<ReturnType<typeof openSocket>>, 'socket' | 'closed'>,
    message: Uint8Array,
  ): Promise<string | undefined> => {
    const endsAt = Date.now() + 30_000
    while (closed.length === 0 && Date.now() < endsAt) {
      for (let i = 0; i < 8; i++) socket.send(message)
      await scheduler.wait(100)
    }
    return closed[0]?.reason
  }
  const large = crafted('elsewhere', 'x'.repeat(8 * 2 ** 20), 99)
  const open = async () => {
    const room = freshRoom()
    const witness = await enter(room)
    witness.update(typed('intact'))
    await until(() => witness.acked(), 'the ack')
    return { room, witness }
  }

  test('by a native client: malformed, oversized, text, too much', async () => {
    const { room, witness } = await open()
    const hostile = await enter(room)
    hostile.update(Uint8Array.of(1, 2, 3, 255, 255))
    await until(() => hostile.errors()[0], 'the refusal')
    expect(hostile.errors()[0]?.error?.code).toBe('MALFORMED_MESSAGE')
    hostile.update(new Uint8Array(limits.documentUpdateMaxBytes + 1))
    await until(() => hostile.errors()[1], 'the refusal')
    expect(hostile.errors()[1]?.error?.code).toBe('PAYLOAD_TOO_LARGE')
    hostile.socket.send('no JSON')
    await until(() => hostile.errors()[2], 'the refusal')
    expect(hostile.errors()[2]?.error?.code).toBe('MALFORMED_MESSAGE')
    await survives(room, witness)
    const flooder = await enter(room)
    expect(
      await flood(
        flooder,
        encodeDocumentMessage({ kind: DocumentKind.update, name: 'elsewhere', seq: 1, update: large }),
      ),
    ).toBe('RATE_LIMITED')
    await survives(room, witness)
  })

  test('by a stock Yjs client: malformed, too much', async () => {
    const { room, witness } = await open()
    const join = () => openSocket(room, admissionFor({ dialect: 'yjs', document: 'elsewhere', settings }))
    const stockUpdate = (update: Uint8Array) =>
      encoding.encode((encoder) => {
        for (const part of [0, 2]) encoding.writeVarUint(encoder, part)
        encoding.writeVarUint8Array(encoder, update)
      })
    const hostile = await join()
    hostile.socket.send(stockUpdate(Uint8Array.of(1, 2, 3, 255, 255)))
    expect((await until(() => hostile.closed[0], 'the close')).reason).toBe('MALFORMED_MESSAGE')
    const flooder = await join()
    // More than a document holds comes together before the rate is passed, or after.
    expect(await flood(flooder, stockUpdate(large))).toMatch(/^(RATE_LIMITED|DOCUMENT_TOO_LARGE)$/)
    await survives(room, witness)
  })
})
