import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { startScriptedRoom } from '../test/scripted-room.ts'
import { SyncForge, SyncForgeError, type SyncForgeOptions } from './index.ts'

const caught = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
const isInvalid = (error: unknown) => error instanceof SyncForgeError && error.code === 'VALIDATION_ERROR'

let room: Awaited<ReturnType<typeof startScriptedRoom>>
beforeAll(async () => {
  room = await startScriptedRoom((peer) => void peer.welcome())
})
afterAll(() => room.stop())

describe('wrong arguments are VALIDATION_ERROR at once', () => {
  const endpoint = 'wss://collab.example.com'
  const wrongOptions: Record<string, unknown> = {
    'nothing at all': undefined,
    'neither key nor endpoint for tokens': { endpoint },
    both: { endpoint, apiKey: 'pk', authEndpoint: '/token' },
    'an empty key': { endpoint, apiKey: '' },
    'a token source that is neither text nor function': { endpoint, authEndpoint: 7 },
    'no endpoint': { apiKey: 'pk' },
    'an endpoint that is no address': { apiKey: 'pk', endpoint: 'collab' },
    'an endpoint of another scheme': { apiKey: 'pk', endpoint: 'ftp://example.com' },
    'an endpoint with a query': { apiKey: 'pk', endpoint: 'wss://example.com/?a=1' },
    'an onError that is no function': { apiKey: 'pk', endpoint, onError: 'log' },
    'a warnBeforeClose that is no switch': { apiKey: 'pk', endpoint, warnBeforeClose: 'yes' },
  }
  for (const [name, options] of Object.entries(wrongOptions)) {
    test(`constructor: ${name}`, () => {
      expect(caught(() => new SyncForge(options as SyncForgeOptions))).toSatisfy(isInvalid)
    })
  }

  const wrongJoins: Record<string, readonly [unknown, object?]> = {
    'an empty id': [''],
    'an id with a slash': ['a/b'],
    'an id of 129 characters': ['a'.repeat(129)],
    'no text as id': [7],
    'an empty userId': ['ok', { userId: '' }],
    'userInfo that is no object': ['ok', { userInfo: ['Ada'] }],
    'userInfo over 4 KiB': ['ok', { userInfo: { bio: 'x'.repeat(4_096) } }],
    'presence that is no object': ['ok', { presence: 'here' }],
    'presence over 64 KiB': ['ok', { presence: { note: 'é'.repeat(40_000) } }],
    'offline without saying whose copy it is': ['ok', { offline: true }],
    'an offline that is no switch': ['ok', { userId: 'ada', offline: 'yes' }],
    'presence that JSON cannot say': ['ok', { presence: { big: 1n } }],
  }
  for (const [name, [id, options]] of Object.entries(wrongJoins)) {
    test(`joinRoom: ${name}, and nothing is sent`, async () => {
      const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
      const before = room.peers.length
      await expect(client.joinRoom(id as string, options)).rejects.toSatisfy(isInvalid)
      expect(room.peers.length).toBe(before)
    })
  }

  test('in a room: cursors, presence, document names, events', async () => {
    const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
    const joined = await client.joinRoom('arguments', { presence: { kept: true } })
    const peer = room.peers.at(-1)!
    const before = peer.heard.length
    const { cursors, presence } = joined
    const wrongPoint = { x: 1 } as { x: number; y: number }
    const wrong: (() => unknown)[] = [
      () => cursors.update({ x: Number.NaN, y: 0 }),
      () => cursors.update({ x: 0, y: Number.POSITIVE_INFINITY }),
      () => cursors.update(wrongPoint),
      () => cursors.update({ x: 0, y: 0, anchor: 'a'.repeat(257) }),
      () => presence.update({ note: 'x'.repeat(65_536) }),
      () => presence.update('away' as never),
      () => joined.getDocument(''),
      () => joined.getDocument('a b'),
      () => joined.getAwareness('../secret'),
      () => joined.on('', () => {}),
    ]
    for (const work of wrong) expect(caught(work), String(work)).toSatisfy(isInvalid)
    await expect(joined.broadcast('')).rejects.toSatisfy(isInvalid)
    await expect(joined.broadcast('big', 'x'.repeat(2 ** 20))).rejects.toSatisfy(isInvalid)
    await expect(joined.broadcast('no-json', () => {})).rejects.toSatisfy(isInvalid)
    expect(presence.get()[0]?.presence).toEqual({ kept: true })
    expect(peer.heard.length).toBe(before)
    client.close()
  })
})

describe('any platform', () => {
  afterEach(() => vi.unstubAllGlobals())
  const options = () => ({ apiKey: 'pk', endpoint: room.endpoint })

  test('without a WebSocket or URL.canParse a client is made all the same; joining says what is missing', async () => {
    vi.stubGlobal('WebSocket', undefined)
    vi.stubGlobal('URL', class extends URL {})
    Object.defineProperty(URL, 'canParse', { value: undefined })
    const client = new SyncForge(options())
    await expect(client.joinRoom('bare')).rejects.toSatisfy(isInvalid)
    const equipped = new SyncForge({ ...options(), WebSocket: NodeWebSocket })
    const joined = await equipped.joinRoom('bare')
    expect(joined.status.get()).toBe('connected')
    joined.cursors.update({ x: 1, y: 2 })
    await vi.waitFor(() => expect(room.peers.at(-1)!.of('cursor').length).toBe(1))
    equipped.close()
  })

  test('a WebSocket that says errors aloud ends no process', async () => {
    const client = new SyncForge({ apiKey: 'pk', endpoint: 'ws://127.0.0.1:9', WebSocket: NodeWebSocket })
    const joining = client.joinRoom('nowhere')
    await new Promise((resolve) => setTimeout(resolve, 500))
    client.close()
    await expect(joining).rejects.toEqual(expect.objectContaining({ code: 'CLOSED' }))
  })

  test('in a proxy, as frameworks make it, client and room work', async () => {
    const deep = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(of, key, self) {
          const value = Reflect.get(of, key, self)
          return typeof value === 'object' && value !== null ? deep(value) : value
        },
      })
    const client = deep(new SyncForge(options()))
    const joined = deep(await client.joinRoom('proxy', { presence: { a: 1 } }))
    joined.presence.update({ b: 2 })
    joined.cursors.update({ x: 1, y: 1 })
    expect(joined.presence.get()[0]?.presence).toEqual({ a: 1, b: 2 })
    expect(joined.self.connectionId).toBe('con_me')
    client.close()
    expect(joined.status.get()).toBe('disconnected')
  })

  test('a secret key is refused before anything is sent', async () => {
    const before = room.peers.length
    const client = new SyncForge({ ...options(), apiKey: 'sk_live_0123456789' })
    const refusal = await client.joinRoom('secret').catch((error) => error)
    expect(refusal).toSatisfy(isInvalid)
    expect(refusal.message).toMatch(/secret key.*publishable key \(pk_…\)/)
    expect(refusal.message).not.toContain('0123456789')
    expect(room.peers.length).toBe(before)
  })
})

describe('one Room per room', () => {
  test('joining twice shares the room; each join leaves once, the last one leaves it', async () => {
    const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
    const before = room.peers.length
    const [first, second] = await Promise.all([client.joinRoom('twice', { userId: 'ada' }), client.joinRoom('twice')])
    expect(second.getDocument()).toBe(first.getDocument())
    expect(room.peers.length).toBe(before + 1)
    await expect(client.joinRoom('twice', { userId: 'bob' })).rejects.toSatisfy(isInvalid)
    first.leave()
    first.leave()
    expect(second.status.get()).toBe('connected')
    second.leave()
    expect(first.status.get()).toBe('disconnected')
    await vi.waitFor(() => expect(room.peers.at(-1)!.closed.code).toBe(1_000))
    const again = await client.joinRoom('twice', { userId: 'bob' })
    expect(again).not.toBe(first)
    expect(again.self.userId).toBe('bob')
    client.close()
    expect(again.status.get()).toBe('disconnected')
  })

  test('a later join is obeyed where that is possible, and refused aloud where not', async () => {
    const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
    const userInfo = { name: 'Ada', team: { id: 7 } }
    const first = await client.joinRoom('later', { userId: 'ada', userInfo, presence: { page: 1 } })
    await expect(client.joinRoom('later', { userInfo: { name: 'Bob' } })).rejects.toSatisfy(isInvalid)
    await expect(client.joinRoom('later', { userId: 'ada', offline: true })).rejects.toSatisfy(isInvalid)
    const gone = AbortSignal.abort()
    await expect(client.joinRoom('later', { signal: gone })).rejects.toEqual(
      expect.objectContaining({ code: 'ABORTED' }),
    )
    const again = await client.joinRoom('later', { userInfo: { team: { id: 7 }, name: 'Ada' }, presence: { tab: 2 } })
    expect(first.presence.get()[0]?.presence).toEqual({ page: 1, tab: 2 })
    first.leave()
    expect(again.status.get()).toBe('connected')
    client.close()
  })

  test('after leaving: what waits for an answer is CLOSED', async () => {
    const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
    const joined = await client.joinRoom('left')
    const answer = joined.broadcast('wave')
    joined.leave()
    const closed = expect.objectContaining({ code: 'CLOSED' })
    await expect(answer).rejects.toEqual(closed)
    await expect(joined.broadcast('wave')).rejects.toEqual(closed)
    await expect(joined.flush()).rejects.toEqual(closed)
    expect(caught(() => joined.getDocument('new'))).toEqual(closed)
    expect(joined.sync.get()).toBe('offline')
  })
})
