import { type ClientDocumentMessage, DocumentKind } from '@syncforge/protocol/document-frames'
import { limits } from '@syncforge/protocol/limits'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type Peer, startScriptedRoom, until } from '../../../test/scripted-room.ts'
import { SyncForge, type SyncForgeError } from '../../index.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A document as a room keeps it, with acknowledgements that a test can hold back. */
const createStored = () => {
  const doc = new Y.Doc()
  const stored = { doc, acks: true, answers: true, updates: [] as Uint8Array[] }
  const serve = (peer: Peer, generation: string | null = null) => {
    peer.listeners.add((item) => item.kind === 'document' && hear(peer, item.message))
    return peer.welcome({ generation })
  }
  const hear = (peer: Peer, message: ClientDocumentMessage) => {
    const { name } = message
    if (message.kind === DocumentKind.update) {
      stored.updates.push(message.update)
      if (!stored.acks) return
      Y.applyUpdate(doc, message.update)
      return peer.sendDocument({ kind: DocumentKind.ack, name, seq: message.seq })
    }
    if (!stored.answers) return
    peer.sendDocument({ kind: DocumentKind.step2, name, update: Y.encodeStateAsUpdate(doc, message.stateVector) })
    peer.sendDocument({ kind: DocumentKind.step1, name, stateVector: Y.encodeStateVector(doc) })
  }
  return { ...stored, stored, serve }
}

const join = async (onConnection: (peer: Peer, index: number) => void) => {
  const server = await startScriptedRoom(onConnection)
  const errors: SyncForgeError[] = []
  const client = new SyncForge({ endpoint: server.endpoint, apiKey: 'pk', onError: (error) => errors.push(error) })
  stops.push(
    () => server.stop(),
    () => client.close(),
  )
  return { server, errors, room: await client.joinRoom('r') }
}
const textOf = (doc: Y.Doc) => doc.getText('content')
const code = (value: string) => expect.objectContaining({ code: value })

describe('a document', () => {
  test('[DO3] is complete after step 2 and says so; edits made before it are not lost', async () => {
    const { stored, serve } = createStored()
    textOf(stored.doc).insert(0, 'world')
    const { room } = await join((peer) => void serve(peer))
    expect(room.sync.get()).toBe('saved')
    const doc = room.getDocument()
    expect(room.getDocument('default')).toBe(doc)
    textOf(doc).insert(0, 'hello ')
    expect(room.sync.get()).toBe('synchronizing')
    await doc.whenSynced
    await room.flush()
    expect(room.sync.get()).toBe('saved')
    expect(textOf(stored.doc).toString()).toBe(textOf(doc).toString())
    expect([...textOf(doc).toString()].sort().join('')).toBe([...'hello world'].sort().join(''))
  })

  test('typing leaves at once, what follows within 16 ms leaves as one update', async () => {
    const { stored, serve } = createStored()
    const { room } = await join((peer) => void serve(peer))
    const text = textOf(room.getDocument())
    await room.getDocument().whenSynced
    await until('saved', () => room.sync.get() === 'saved')
    for (const letter of 'many letters at once') text.insert(text.length, letter)
    await room.flush()
    expect(stored.updates.length).toBe(2)
    expect(textOf(stored.doc).toString()).toBe('many letters at once')
  })

  test('thousands of edits in one turn leave as one small update, and quickly', async () => {
    const { stored, serve } = createStored()
    const { room } = await join((peer) => void serve(peer))
    const text = textOf(room.getDocument())
    await room.getDocument().whenSynced
    for (let i = 0; i < 20_000; i += 1) text.insert(i, 'x')
    for (let i = 0; i < 5_000; i += 1) text.delete(0, 1)
    await room.flush()
    expect(stored.updates.length).toBeLessThanOrEqual(3)
    expect(textOf(stored.doc).toString() === 'x'.repeat(15_000)).toBe(true)
  })

  test('a lost acknowledgement: the edit is sent again, flush waits through the reconnect, nothing doubles', async () => {
    const { stored, serve } = createStored()
    const { room, server } = await join((peer) => void serve(peer))
    const text = textOf(room.getDocument())
    await room.getDocument().whenSynced
    await until('saved', () => room.sync.get() === 'saved')
    stored.acks = false
    text.insert(0, 'precious')
    await until('sent', () => stored.updates.length === 1)
    const saved = room.flush()
    stored.acks = true
    server.peers[0]?.socket.terminate()
    await until('offline', () => room.sync.get() === 'offline')
    text.insert(8, ' and offline')
    text.delete(0, 3)
    await saved
    await room.flush()
    expect(server.peers.length).toBe(2)
    expect(textOf(stored.doc).toString()).toBe('cious and offline')
    expect(room.sync.get()).toBe('saved')
  })

  test('a room that forgot is given back what this client holds', async () => {
    const { stored, serve } = createStored()
    const { room, server } = await join((peer) => void serve(peer))
    textOf(room.getDocument()).insert(0, 'kept here')
    await room.flush()
    const forgetful = createStored()
    stored.answers = false
    server.peers[0]?.socket.terminate()
    const peer = await server.peer(1)
    await peer.next('document')
    peer.sendDocument({ kind: DocumentKind.step1, name: 'default', stateVector: Y.encodeStateVector(forgetful.doc) })
    const { message } = await peer.next('document', 1)
    Y.applyUpdate(forgetful.doc, (message as { update: Uint8Array }).update)
    expect(textOf(forgetful.doc).toString()).toBe('kept here')
  })

  test('a joiner with nothing of its own sends nothing back, however much was deleted', async () => {
    const { stored, serve } = createStored()
    textOf(stored.doc).insert(0, 'much text')
    textOf(stored.doc).delete(2, 5)
    const { room, server } = await join((peer) => void serve(peer))
    await room.getDocument().whenSynced
    room.cursors.update({ x: 0, y: 0 })
    await server.peers[0]!.next('cursor')
    expect(stored.updates).toEqual([])
    expect(room.sync.get()).toBe('saved')
  })

  test('a lasting refusal: flush rejects, it is reported once, `saved` is never shown', async () => {
    const { stored, serve } = createStored()
    const { room, server, errors } = await join((peer) => void serve(peer))
    const doc = room.getDocument()
    await doc.whenSynced
    await until('saved', () => room.sync.get() === 'saved')
    stored.acks = false
    textOf(doc).insert(0, 'bad')
    const peer = server.peers[0]!
    const { message } = await peer.next('document', 1)
    const { seq } = message as { seq: number }
    const saved = room.flush()
    peer.sendDocument({ kind: DocumentKind.refused, name: 'default', seq, code: 'LIMIT_EXCEEDED' })
    await expect(saved).rejects.toEqual(code('LIMIT_EXCEEDED'))
    textOf(doc).insert(3, '!')
    await expect(room.flush()).rejects.toEqual(code('LIMIT_EXCEEDED'))
    expect(errors).toEqual([code('LIMIT_EXCEEDED')])
    expect(room.sync.get()).toBe('refused')
    expect(textOf(doc).toString()).toBe('bad!')
  })

  test('a passing refusal, as a frame or as an error, is tried again until it is saved', async () => {
    const { stored, serve } = createStored()
    const { room, server } = await join((peer) => void serve(peer))
    const doc = room.getDocument()
    await doc.whenSynced
    await until('saved', () => room.sync.get() === 'saved')
    stored.acks = false
    textOf(doc).insert(0, 'patience')
    const peer = server.peers[0]!
    const first = (await peer.next('document', 1)).message as { seq: number }
    const saved = room.flush()
    peer.sendDocument({ kind: DocumentKind.refused, name: 'default', seq: first.seq, code: 'ROOM_UNAVAILABLE' })
    await until('a second try', () => stored.updates.length === 2)
    const second = peer.of('document').at(-1)!.message as { seq: number }
    stored.acks = true
    const details = { channel: 'document', document: 'default', seq: second.seq }
    peer.send({ type: 'error', error: { code: 'INTERNAL_ERROR', message: 'Oops', details }, request_id: 'req_1' })
    await saved
    expect(textOf(stored.doc).toString()).toBe('patience')
    expect(room.sync.get()).toBe('saved')
  })

  test('[DO6] a document that cannot be loaded is never complete, and is asked for again', async () => {
    const { stored, serve } = createStored()
    stored.answers = false
    textOf(stored.doc).insert(0, 'was there all along')
    const { room, server, errors } = await join((peer) => void serve(peer))
    const doc = room.getDocument()
    const peer = server.peers[0]!
    await peer.next('document')
    const details = { channel: 'document', document: 'default' }
    peer.send({ type: 'error', error: { code: 'ROOM_UNAVAILABLE', message: 'Damaged', details }, request_id: 'req_1' })
    await until('reported', () => errors.length === 1)
    expect(doc.isSynced).toBe(false)
    expect(room.sync.get()).toBe('synchronizing')
    stored.answers = true
    await doc.whenSynced
    expect(textOf(doc).toString()).toBe('was there all along')
  })

  test('an update whose parents got lost makes the client ask for what is missing', async () => {
    const { stored, serve } = createStored()
    const { room, server } = await join((peer) => void serve(peer))
    const doc = room.getDocument()
    await doc.whenSynced
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    const updates: Uint8Array[] = []
    stored.doc.on('update', (update: Uint8Array) => updates.push(update))
    textOf(stored.doc).insert(0, 'lost ')
    textOf(stored.doc).insert(5, 'found')
    server.peers[0]!.sendDocument({ kind: DocumentKind.update, name: 'default', update: updates[1]! })
    await until('the update that waits', () => doc.store.pendingStructs !== null)
    // It asks when what was missing has not come in time.
    await vi.advanceTimersByTimeAsync(5_000)
    await until('what was missing', () => doc.store.pendingStructs === null)
    expect(textOf(doc).toString()).toBe('lost found')
  })

  test('what was written while away leaves in pieces that the room can take one by one; a cut in between costs only the rest', async () => {
    const { stored, serve } = createStored()
    const sent: number[] = []
    const { room, server } = await join((peer, index) => {
      if (index === 1) {
        peer.listeners.add((item) => {
          if (item.kind !== 'document' || item.message.kind !== DocumentKind.update) return
          sent.push(item.message.update.length)
          if (sent.length === 4) peer.socket.terminate()
        })
      }
      void serve(peer)
    })
    const doc = room.getDocument()
    await doc.whenSynced
    server.peers[0]?.socket.terminate()
    await until('offline', () => room.sync.get() === 'offline')
    for (let page = 0; page < 20; page += 1) textOf(doc).insert(0, `page ${page} `.repeat(125_000))
    expect(Y.encodeStateAsUpdate(doc).length).toBeGreaterThan(17 * 2 ** 20)
    await room.flush()
    expect(textOf(stored.doc).toString() === textOf(doc).toString()).toBe(true)
    expect(stored.doc.store.pendingStructs).toBe(null)
    expect(Math.max(...stored.updates.map(({ length }) => length))).toBeLessThanOrEqual(2 ** 20)
    const bytes = stored.updates.reduce((sum, { length }) => sum + length, 0)
    expect(bytes - Y.encodeStateAsUpdate(doc).length).toBeLessThan(2 ** 20)
    expect(server.peers.length).toBe(3)
    expect(room.sync.get()).toBe('saved')
  })

  test('[L16] a room that was made anew while this client was away gets nothing of what it holds', async () => {
    const { stored, serve } = createStored()
    const anew = createStored()
    const { room, server, errors } = await join((peer, index) => {
      void (index === 0 ? serve(peer, 'gen_first') : anew.serve(peer, 'gen_second'))
    })
    expect(room.status.get()).toBe('connected')
    const doc = room.getDocument()
    textOf(doc).insert(0, 'of the first life')
    await room.flush()
    expect(textOf(stored.doc).toString()).toBe('of the first life')
    server.peers[0]?.socket.terminate()
    await until('disconnected', () => room.status.get() === 'disconnected')
    expect(errors).toEqual([code('ROOM_REPLACED')])
    await until('goodbye', () => server.peers[1]?.closed.code !== null)
    expect(server.peers[1]?.of('document')).toEqual([])
    await expect(room.flush()).rejects.toEqual(code('ROOM_REPLACED'))
    expect(textOf(doc).toString()).toBe('of the first life')
    expect(server.peers.length).toBe(2)
  })

  test('a value over 30 MiB is refused here', async () => {
    const { stored, serve } = createStored()
    const { room, errors } = await join((peer) => void serve(peer))
    const doc = room.getDocument()
    await doc.whenSynced
    doc.getArray<Uint8Array>('blobs').push([new Uint8Array(limits.documentUpdateMaxBytes + 1)])
    await expect(room.flush()).rejects.toEqual(code('PAYLOAD_TOO_LARGE'))
    expect(errors).toEqual([code('PAYLOAD_TOO_LARGE')])
    expect(stored.updates).toEqual([])
  })
})
