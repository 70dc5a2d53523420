import { encodeCursorsFrame } from '@syncforge/protocol/cursor-frames'
import {
  type AwarenessMessage,
  DocumentKind,
  encodeAwarenessMessage,
  encodeDocumentMessage,
} from '@syncforge/protocol/document-frames'
import { encodeJsonFrame } from '@syncforge/protocol/frames'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { ownNumber, type Peer, person, startScriptedRoom, until } from '../test/scripted-room.ts'
import { SyncForge, type SyncForgeError } from './index.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const join = async (onConnection: (peer: Peer, index: number) => void = (peer) => void peer.welcome()) => {
  const server = await startScriptedRoom(onConnection)
  const errors: SyncForgeError[] = []
  const client = new SyncForge({ endpoint: server.endpoint, apiKey: 'pk', onError: (error) => errors.push(error) })
  stops.push(
    () => server.stop(),
    () => client.close(),
  )
  const room = await client.joinRoom('r')
  return { server, room, errors, peer: server.peers[0]! }
}
const participant = (userId: string, number: number, joinedAt: number, presence: object = {}) => ({
  ...person(userId),
  connectionId: `con_${number}`,
  number,
  presence,
  activity: 'active',
  joinedAt,
})

describe('presence', () => {
  test('[PR6] one entry per user, the newest connection speaks; my own tabs are not others', async () => {
    const presence = [participant('bob', 2, 20, { tab: 1 }), participant('ada', 1, 10), participant('me', 4, 5)]
    const { room, peer } = await join((each) => void each.welcome({ presence: presence as never }))
    const first = room.presence.get()
    expect(room.presence.get()).toBe(first)
    const joined = { type: 'presence.joined', body: participant('bob', 3, 30, { tab: 2 }) }
    peer.send(joined)
    await until('two tabs', () => room.presence.getOthers()[1]?.connections.length === 2)
    expect(room.presence.get().map(({ userId }) => userId)).toEqual(['me', 'ada', 'bob'])
    expect(room.presence.getOthers().map(({ userId }) => userId)).toEqual(['ada', 'bob'])
    expect(room.presence.getOthers()[1]).toEqual({
      ...person('bob'),
      presence: { tab: 2 },
      activity: 'active',
      connections: [
        { connectionId: 'con_2', presence: { tab: 1 }, activity: 'active', joinedAt: 20 },
        { connectionId: 'con_3', presence: { tab: 2 }, activity: 'active', joinedAt: 30 },
      ],
    })
    peer.send({ type: 'presence.left', body: { connectionId: 'con_3' } })
    await until('one tab', () => room.presence.getOthers()[1]?.connections.length === 1)
    expect(room.presence.getOthers()[1]?.presence).toEqual({ tab: 1 })
  })

  test('[PE1] who claims an id is another entry than who proves it, mine too', async () => {
    const proven = (userId: string, number: number) => ({ ...participant(userId, number, number), verified: true })
    const presence = [
      participant('me', 1, 1),
      proven('me', 2),
      participant('ada', 3, 3),
      proven('ada', 4),
      proven('ada', 5),
    ]
    const { room } = await join((each) => void each.welcome({ presence: presence as never }))
    const seen = (users: typeof room.presence) =>
      users.getOthers().map(({ userId, verified, connections }) => [userId, verified, connections.length])
    expect(room.self).toMatchObject({ userId: 'me', verified: false })
    expect(seen(room.presence)).toEqual([
      ['me', true, 1],
      ['ada', false, 1],
      ['ada', true, 2],
    ])
    expect(room.presence.get()).toHaveLength(4)
  })

  test('[PR3] update merges, undefined removes, the newest wins; it is in the next hello', async () => {
    const { room, server, peer } = await join()
    room.presence.update({ a: 1, b: { c: [1] }, gone: 'x' })
    for (let i = 0; i < 20; i += 1) room.presence.update({ a: i, gone: undefined, none: null })
    expect(room.presence.get()[0]?.presence).toEqual({ a: 19, b: { c: [1] }, none: null })
    const last = await peer.next('request', 1)
    expect(last).toEqual(
      expect.objectContaining({ type: 'presence.update', body: { presence: { a: 19, b: { c: [1] }, none: null } } }),
    )
    expect(peer.of('request').length).toBe(2)
    peer.socket.terminate()
    await until('offline', () => room.status.get() === 'reconnecting')
    room.presence.update({ a: 'offline' })
    const hello = await (await server.peer(1)).hello()
    expect(hello.presence).toEqual({ a: 'offline', b: { c: [1] }, none: null })
  })

  test('hundreds of changes in one message are heard as one', async () => {
    const { room, peer } = await join()
    let heard = 0
    room.presence.subscribeOthers(() => (heard += 1))
    const { encodePack, encodePackEntry } = await import('@syncforge/protocol/frames')
    const entries = Array.from({ length: 300 }, (_, i) =>
      encodePackEntry({
        origin: 0,
        frame: encodeJsonFrame({ type: 'presence.joined', body: participant(`u${i}`, 10 + i, i) }),
      }),
    )
    peer.socket.send(encodePack(entries))
    await until('all', () => room.presence.getOthers().length === 300)
    expect(heard).toBe(2)
  })
})

describe('cursors', () => {
  test('[CU1] the first move leaves at once, then only the newest; null hides', async () => {
    const { room, peer } = await join()
    for (let i = 0; i <= 100; i += 1) room.cursors.update({ x: i, y: -i / 4, anchor: 'a' })
    await peer.next('cursor', 1)
    room.cursors.update(null)
    await peer.next('cursor', 2)
    const samples = peer.of('cursor').map(({ sample }) => sample)
    expect(samples).toEqual([{ x: 0, y: -0, anchor: 'a' }, { x: 100, y: -25, anchor: 'a' }, null])
  })

  test('[CU3] [CU4] who was there is shown, who left is not, mine never; what did not move stays the same object', async () => {
    const ada = participant('ada', 1, 10)
    const bob = participant('bob', 2, 20)
    const cursors = [{ number: 1, x: 5, y: 6, anchor: 'fig', movedAt: 1 }]
    const { room, peer } = await join((each) => void each.welcome({ presence: [ada, bob] as never, cursors }))
    const first = room.cursors.get()
    expect([...first]).toEqual([['con_1', { user: person('ada'), x: 5, y: 6, anchor: 'fig', movedAt: 1 }]])
    const moved = [
      { number: 2, ageMs: 0, sample: { x: 1.5, y: 2 } },
      { number: ownNumber, ageMs: 0, sample: { x: 9, y: 9 } },
      { number: 99, ageMs: 0, sample: { x: 0, y: 0 } },
    ]
    peer.sendFrame(encodeCursorsFrame({ at: 1, moved }))
    await until('bob', () => room.cursors.get().has('con_2'))
    expect([...room.cursors.get().keys()]).toEqual(['con_1', 'con_2'])
    expect(room.cursors.get().get('con_1')).toBe(first.get('con_1'))
    peer.send({ type: 'presence.left', body: { connectionId: 'con_1' } })
    peer.sendFrame(encodeCursorsFrame({ at: 2, moved: [{ number: 2, ageMs: 0, sample: null }] }))
    await until('nobody', () => room.cursors.get().size === 0)
  })

  test('entries that I caused are skipped', async () => {
    const { room, peer } = await join((each) => void each.welcome({ presence: [participant('ada', 1, 10)] as never }))
    const frame = (x: number) => encodeCursorsFrame({ at: 1, moved: [{ number: 1, ageMs: 0, sample: { x, y: x } }] })
    peer.sendFrame(frame(1), ownNumber)
    peer.sendFrame(frame(2), 1)
    await until('a cursor', () => room.cursors.get().size === 1)
    expect(room.cursors.get().get('con_1')?.x).toBe(2)
  })
})

test('[PR7] without a page, using the room is being there; awareness, which repeats itself, is not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true })
  stops.push(() => vi.useRealTimers())
  const { room, peer } = await join()
  const told = () =>
    peer.of('request').flatMap(({ type, body }) => (type === 'presence.activity' ? Object.values(body as object) : []))
  const uses = [
    () => room.cursors.update({ x: 1, y: 1 }),
    () => room.presence.update({ page: 2 }),
    () => room.getDocument().getText('content').insert(0, 'x'),
    () => void room.broadcast('wave').catch(() => {}),
  ]
  const document = room.getDocument()
  await peer.next('document')
  peer.sendDocument({ kind: DocumentKind.step2, name: 'default', update: Uint8Array.of(0, 0) })
  peer.sendDocument({ kind: DocumentKind.step1, name: 'default', stateVector: Uint8Array.of(0) })
  await document.whenSynced
  for (const [i, use] of uses.entries()) {
    vi.advanceTimersByTime(121_000)
    await until('idle', () => told().length === 2 * i + 1)
    room.getAwareness().setLocalStateField('step', i)
    await peer.next('awareness', i)
    expect(told().length).toBe(2 * i + 1)
    use()
    await until('active', () => told().length === 2 * i + 2)
  }
  expect(told()).toEqual(uses.flatMap(() => ['idle', 'active']))
})

describe('interest', () => {
  const watched = (peer: Peer) =>
    peer
      .of('request')
      .flatMap(({ type, body }) => (type === 'cursors.watch' ? [(body as { interest: unknown }).interest] : []))

  test('[CU6] the first leaves at once, then only the newest; it is said again after a reconnect', async () => {
    const { room, server, peer } = await join()
    room.cursors.watch({ anchor: 'page-0' })
    for (let i = 1; i <= 50; i += 1) room.cursors.watch({ anchor: `page-${i}` })
    await until('the newest', () => watched(peer).length === 2)
    expect(watched(peer)).toEqual([{ anchor: 'page-0' }, { anchor: 'page-50' }])
    room.cursors.watch({ area: { x: 0, y: -5.5, width: 100, height: 0 } })
    peer.socket.terminate()
    const again = await server.peer(1)
    await until('the same interest', () => watched(again).length === 1)
    expect(watched(again)).toEqual([{ area: { x: 0, y: -5.5, width: 100, height: 0 } }])
    room.cursors.watch(null)
    await until('none', () => watched(again).length === 2)
    expect(watched(again)[1]).toBe(null)
  })

  test('who never watched says nothing about it, and what makes no sense is refused at once', async () => {
    const { room, server, peer } = await join()
    const senseless = [
      {},
      { area: { x: 0, y: 0, width: 1 } },
      { area: { x: 0, y: 0, width: -1, height: 1 } },
      { area: { x: Number.NaN, y: 0, width: 1, height: 1 } },
      { anchor: 'x'.repeat(257) },
      undefined,
    ]
    for (const interest of senseless) {
      expect(() => room.cursors.watch(interest as never)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
    }
    peer.socket.terminate()
    const again = await server.peer(1)
    await until('back', () => room.status.get() === 'connected')
    room.cursors.update({ x: 1, y: 1 })
    await again.next('cursor')
    expect([...watched(peer), ...watched(again)]).toEqual([])
  })
})

describe('broadcast', () => {
  test('resolves with the reply, rejects with the refusal, keeps its order through a reconnect', async () => {
    const { room, server, peer } = await join()
    const accepted = room.broadcast('a', { n: 1 })
    const { ref, body } = await peer.next('request')
    expect(body).toEqual({ event: 'a', payload: { n: 1 } })
    peer.sendFrame(encodeJsonFrame({ type: 'reply', ref, body: {} }))
    await expect(accepted).resolves.toBeUndefined()

    const refused = room.broadcast('b')
    const second = await peer.next('request', 1)
    const error = { code: 'FORBIDDEN', message: 'Not you', details: null }
    peer.send({ type: 'error', ref: second.ref, error, request_id: 'req_9' })
    await expect(refused).rejects.toEqual(expect.objectContaining({ code: 'FORBIDDEN', requestId: 'req_9' }))

    const unanswered = room.broadcast('c')
    await peer.next('request', 2)
    peer.socket.terminate()
    await expect(unanswered).rejects.toEqual(expect.objectContaining({ code: 'NETWORK_ERROR' }))
    const kept = [room.broadcast('d'), room.broadcast('e'), room.broadcast('f')]
    const fresh = await server.peer(1)
    await fresh.next('request', 2)
    const events = fresh.of('request').map((request) => (request.body as { event: string }).event)
    expect(events).toEqual(['d', 'e', 'f'])
    for (const request of fresh.of('request')) fresh.send({ type: 'reply', ref: request.ref, body: {} })
    await Promise.all(kept)
  })

  test('a question that is never answered times out', async () => {
    const { room } = await join()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    const refused = expect(room.broadcast('void')).rejects.toEqual(expect.objectContaining({ code: 'TIMEOUT' }))
    await vi.advanceTimersByTimeAsync(10_000)
    await refused
  })
})

describe('awareness', () => {
  const apply = (into: Awareness, { update }: AwarenessMessage) => applyAwarenessUpdate(into, update, null)

  test('[DO7] my state leaves and comes back after a reconnect; nothing from the room overwrites it', async () => {
    const { room, server, peer } = await join()
    const awareness = room.getAwareness()
    awareness.setLocalState({ caret: 1 })
    await peer.next('awareness')

    const intruder = new Awareness(new Y.Doc())
    stops.push(() => intruder.destroy())
    intruder.clientID = awareness.clientID
    intruder.setLocalState({ caret: 'stolen' })
    for (let i = 0; i < 9; i += 1) intruder.setLocalState({ caret: 'stolen' })
    const update = encodeAwarenessUpdate(intruder, [awareness.clientID])
    peer.sendFrame(encodeAwarenessMessage({ name: 'default', update }))
    const answer = await peer.next('awareness', 1)
    expect(awareness.getLocalState()).toEqual({ caret: 1 })
    const viewer = new Awareness(new Y.Doc())
    stops.push(() => viewer.destroy())
    applyAwarenessUpdate(viewer, update, null)
    apply(viewer, answer)
    expect(viewer.getStates().get(awareness.clientID)).toEqual({ caret: 1 })

    peer.socket.terminate()
    apply(viewer, await (await server.peer(1)).next('awareness'))
    expect(viewer.getStates().get(awareness.clientID)).toEqual({ caret: 1 })
  })

  test('[DO15] mine starts with my name and colour, before its code is there; what an editor sets wins', async () => {
    const { room, peer } = await join()
    const awareness = room.getAwareness()
    expect(awareness.getLocalState()).toEqual({ user: { name: 'me', color: '#102030' } })
    await peer.next('awareness')
    awareness.setLocalStateField('user', { name: 'Ada' })
    const viewer = new Awareness(new Y.Doc())
    stops.push(() => viewer.destroy())
    apply(viewer, await peer.next('awareness', 1))
    expect(viewer.getStates().get(awareness.clientID)).toEqual({ user: { name: 'Ada' } })
  })

  test('[DO16] a provider tells what is so now and what changes, hides my caret and shows it again', async () => {
    const { room, server, peer } = await join()
    const provider = room.provider()
    expect(provider).toBe(room.provider('default'))
    expect([provider.doc, provider.awareness]).toEqual([room.getDocument(), room.getAwareness()])
    const heard: unknown[] = []
    const hear = (about: unknown) => void heard.push(about)
    const faulty = () => {
      throw new Error('a fault of an app')
    }
    const faults: unknown[] = []
    const keep = (fault: unknown) => faults.push(fault)
    process.on('uncaughtException', keep)
    onTestFinished(() => void process.off('uncaughtException', keep))
    provider.on('status', faulty)
    provider.on('status', hear)
    provider.on('sync', hear)
    provider.on('update', hear)
    await until('what is so', () => heard.length === 2)
    expect(heard.splice(0)).toEqual([{ status: 'connected' }, false])
    expect(provider.synced).toBe(false)
    peer.sendFrame(encodeDocumentMessage({ kind: DocumentKind.step2, name: 'default', update: Uint8Array.of(0, 0) }))
    await until('synced', () => heard.length === 1)
    expect([heard.splice(0), provider.synced]).toEqual([[true], true])

    provider.awareness.setLocalStateField('cursor', 1)
    provider.disconnect()
    await until('hidden', () => heard.length === 1)
    expect([provider.awareness.getLocalState(), heard.splice(0)]).toEqual([null, [{ status: 'disconnected' }]])
    provider.connect()
    await until('shown', () => heard.length === 1)
    expect(provider.awareness.getLocalState()).toEqual({ user: { name: 'me', color: '#102030' }, cursor: 1 })
    expect(heard.splice(0)).toEqual([{ status: 'connected' }])

    peer.socket.terminate()
    await server.peer(1)
    await until('back', () => room.status.get() === 'connected' && heard.length > 2)
    expect(heard.splice(0)).toEqual([false, { status: 'connecting' }, { status: 'connected' }])
    provider.off('sync', hear)
    room.leave()
    await until('over', () => heard.length > 0)
    expect(heard).toEqual([{ status: 'disconnected' }])
    expect(faults.length).toBeGreaterThan(2)
    expect(() => room.provider('no name')).toThrow('A document name')
  })

  test('[DO8] without `comment` nothing of mine leaves, and others are still seen', async () => {
    const { room, peer } = await join((each) => void each.welcome({ access: 'read' }))
    const awareness = room.getAwareness('notes')
    awareness.setLocalState({ caret: 1 })
    const other = new Awareness(new Y.Doc())
    stops.push(() => other.destroy())
    other.setLocalState({ caret: 2 })
    const update = encodeAwarenessUpdate(other, [other.clientID])
    peer.sendFrame(encodeAwarenessMessage({ name: 'notes', update }))
    await until('the other', () => awareness.getStates().has(other.clientID))
    room.cursors.update({ x: 1, y: 1 })
    await peer.next('cursor')
    expect(peer.of('awareness')).toEqual([])
    expect(peer.of('document').map(({ message }) => message.kind)).toEqual([DocumentKind.step1])
  })

  test('who left while I was away is gone after the reconnect', async () => {
    const { room, server, peer } = await join()
    const awareness = room.getAwareness()
    const other = new Awareness(new Y.Doc())
    stops.push(() => other.destroy())
    other.setLocalState({ caret: 2 })
    const update = encodeAwarenessUpdate(other, [other.clientID])
    peer.sendFrame(encodeAwarenessMessage({ name: 'default', update }))
    await until('the other', () => awareness.getStates().has(other.clientID))
    peer.socket.terminate()
    await (await server.peer(1)).next('awareness')
    expect([...awareness.getStates().keys()]).toEqual([awareness.clientID])
    // The same state, told again, is taken again.
    server.peers[1]?.sendFrame(encodeAwarenessMessage({ name: 'default', update }))
    await until('the other again', () => awareness.getStates().has(other.clientID))
  })

  test('leaving takes my state along and says so before goodbye', async () => {
    const { room, peer } = await join()
    const awareness = room.getAwareness()
    awareness.setLocalState({ caret: 1 })
    await peer.next('awareness')
    room.leave()
    const last = await peer.next('awareness', 1)
    const viewer = new Awareness(new Y.Doc())
    stops.push(() => viewer.destroy())
    for (const message of peer.of('awareness')) apply(viewer, message)
    expect(viewer.getStates().has(awareness.clientID)).toBe(false)
    expect(last.name).toBe('default')
  })
})
