/** For tests of the past of documents in workerd: people with documents of their own, and a history that ages. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { fromBase64 } from '@syncforge/protocol/base64'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import type { Version } from '@syncforge/protocol/versions'
import * as Y from 'yjs'
import { actor, type freshRoom, joinNative, roomSettings, until } from '../test-kit.ts'

type Room = ReturnType<typeof freshRoom>

export const docOf = (...states: readonly string[]) => {
  const doc = new Y.Doc()
  for (const state of states) Y.applyUpdate(doc, fromBase64(state))
  return doc
}

/** Somebody with a document of their own, kept in step with the room's, as the SDK does it. */
export const enter = async (room: Room, userId: string, settings = roomSettings()) => {
  const user = { userId, userInfo: { name: userId.toUpperCase() }, verified: true }
  const client = await joinNative(room, { user, access: 'moderate', settings })
  const doc = new Y.Doc()
  let applied = 0
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'room') client.update(update)
  })
  client.step1()
  const pump = () => {
    const told = client
      .frames()
      .flatMap((frame) => (frame.channel === 2 && 'update' in frame.message ? [frame.message.update] : []))
    while (applied < told.length) Y.applyUpdate(doc, told[applied++] ?? new Uint8Array(), 'room')
    return true
  }
  await until(() => client.documentMessages(DocumentKind.step2).length, 'the state')
  pump()
  const ask = async <T>(type: string, body: object): Promise<T> => {
    const answer = await client.ask(type, body)
    if (answer.error) throw new Error(answer.error.code)
    return answer.body as T
  }
  let acked = 0
  /** Edits, and waits until it is durable. */
  const edit = async (change: (doc: Y.Doc) => void) => {
    pump()
    doc.transact(() => change(doc))
    acked += 1
    await until(() => client.acked() >= acked, 'the ack')
  }
  return {
    client,
    doc,
    text: doc.getText('content'),
    edit,
    ask,
    pump,
    async leave() {
      client.socket.close(1000)
      await until(() => client.closed[0], 'the goodbye')
    },
    snapshot: () => ask<Version>('versions.create', { name: 'v' }),
  }
}
export type Person = Awaited<ReturnType<typeof enter>>

export const inStep = (people: readonly Person[], holds: (doc: Y.Doc) => boolean, what: string) =>
  until(() => people.every(({ doc, pump }) => pump() && holds(doc)), what, 20_000)

/** The log becomes segments, as when everybody has left. */
export const settle = async (room: Room) => {
  const rows = () =>
    runInDurableObject(room, (_, { storage }) => storage.sql.exec('SELECT 1 FROM documents_log').toArray().length)
  await room.ask('documents.list', {}, actor())
  const visitor = await joinNative(room)
  visitor.socket.close(1000)
  await until(() => visitor.closed[0], 'the goodbye')
  return rows()
}

/** What {@link age} makes too old to be kept. */
export const shortHistory = roomSettings({ historyMs: 60_000 })

/** Everything so far was long ago: history is folded, versions keep no more than their state. Nobody may be in the room, and its settings are {@link shortHistory}. */
export const age = async (room: Room) => {
  const visit = async () => (await enter(room, 'visitor', shortHistory)).leave()
  await visit()
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE documents_segment SET ended_at = 1000, started_at = 1000')
    storage.sql.exec('UPDATE documents_version SET at = 1000')
  })
  await evictDurableObject(room)
  await visit()
  await evictDurableObject(room)
}
