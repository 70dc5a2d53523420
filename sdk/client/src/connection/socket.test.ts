import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { subprotocol } from '@syncforge/protocol/version'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Peer, startScriptedRoom, until } from '../../test/scripted-room.ts'
import { SyncForge, SyncForgeError } from '../index.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const serve = async (onConnection: (peer: Peer, index: number) => void) => {
  const room = await startScriptedRoom(onConnection)
  stops.push(() => room.stop())
  return room
}
const createClient = (endpoint: string, options: Partial<ConstructorParameters<typeof SyncForge>[0]> = {}) => {
  const errors: SyncForgeError[] = []
  const onError = (error: SyncForgeError) => errors.push(error)
  const client = new SyncForge({
    endpoint,
    onError,
    ...(options.authEndpoint ? {} : { apiKey: 'pk_test' }),
    ...options,
  })
  stops.push(() => client.close())
  return { client, errors }
}
const code = (value: string) => expect.objectContaining({ code: value })

describe('joining', () => {
  test("says hello on the room's address with token, subprotocol, identity and presence", async () => {
    const room = await serve((peer) => void peer.welcome())
    const { client } = createClient(`${room.endpoint}/base/`)
    const presence = { status: 'here' }
    const joined = await client.joinRoom('a:b', { userId: 'ada', userInfo: { name: 'Ada' }, presence })
    const peer = room.peers[0]!
    expect(peer.url.pathname).toBe('/base/v1/rooms/a%3Ab/socket')
    expect(peer.url.searchParams.get('token')).toBe('pk_test')
    expect(peer.subprotocol).toBe(subprotocol)
    expect(await peer.hello()).toEqual({ userId: 'ada', userInfo: { name: 'Ada' }, presence })
    expect(joined.status.get()).toBe('connected')
    expect(joined.self).toEqual(expect.objectContaining({ connectionId: 'con_me', userId: 'ada', access: 'write' }))
  })

  test('a refusal rejects with what the room said, and no second attempt is made', async () => {
    const room = await serve(async (peer) => {
      await peer.hello()
      const error = { code: 'ROOM_FULL', message: 'Ten people are enough', details: { max: 10 } }
      peer.send({ type: 'error', error, request_id: 'req_1' })
      peer.socket.close(4_403, 'ROOM_FULL')
    })
    const { client, errors } = createClient(room.endpoint)
    const refusal = await client.joinRoom('full').catch((error) => error)
    expect(refusal).toBeInstanceOf(SyncForgeError)
    expect({ ...refusal }).toEqual(
      expect.objectContaining({ code: 'ROOM_FULL', requestId: 'req_1', details: { max: 10 } }),
    )
    expect(refusal.message).toBe('Ten people are enough')
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(room.peers.length).toBe(1)
    expect(errors).toEqual([])
  })

  test('a server that is not up yet is waited for', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    const { client } = createClient(`ws://127.0.0.1:${port}`)
    const joining = client.joinRoom('later')
    const room = await startScriptedRoom((peer) => void peer.welcome(), port)
    stops.push(() => room.stop())
    expect((await joining).status.get()).toBe('connected')
  })

  test('a server that never greets is given up after 15 s, with the last failure', async () => {
    const room = await serve(() => {})
    const { client } = createClient(room.endpoint)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    let refusal: unknown
    client.joinRoom('silent').catch((error) => {
      refusal = error
    })
    await room.peer(0)
    // The first attempt has 10 s, then another is made.
    await vi.advanceTimersByTimeAsync(10_000)
    await room.peer(1)
    expect(refusal).toBeUndefined()
    await vi.advanceTimersByTimeAsync(5_000)
    await until('the end', () => refusal !== undefined)
    expect(refusal).toEqual(code('NETWORK_ERROR'))
  })

  test('a server that is not there is given up within 5 s, with its address', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    const { client } = createClient(`ws://127.0.0.1:${port}`)
    const startedAt = performance.now()
    const refusal = await client.joinRoom('nowhere').catch((error) => error)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    expect(refusal).toEqual(code('NETWORK_ERROR'))
    expect(refusal.message).toContain(`ws://127.0.0.1:${port}/v1/rooms/nowhere/socket:`)
    expect(refusal.message).not.toContain('pk_test')
  })

  test('a greeting that nobody understands counts as a failed attempt', async () => {
    const greetings = ['{"type":', '[]', 'null', '{"type":"welcome","body":{}}']
    const room = await serve(async (peer, index) => {
      await peer.hello()
      const greeting = greetings[index]
      if (greeting === undefined) void peer.welcome()
      else peer.socket.send(greeting)
    })
    const { client } = createClient(room.endpoint)
    await client.joinRoom('garbled')
    expect(room.peers.length).toBe(greetings.length + 1)
  })
})

describe('tokens', () => {
  test('a function is asked for every connection; a refused token is renewed once, at once', async () => {
    const room = await serve((peer, index) => {
      if (index === 0) peer.socket.close(4_401, 'TOKEN_EXPIRED')
      else void peer.welcome()
    })
    let issued = 0
    const { client } = createClient(room.endpoint, { authEndpoint: async (id) => ({ token: `${id}-${++issued}` }) })
    await client.joinRoom('tokens')
    room.peers[1]?.socket.terminate()
    await (await room.peer(2)).hello()
    expect(room.peers.map(({ url }) => url.searchParams.get('token'))).toEqual(['tokens-1', 'tokens-2', 'tokens-3'])
  })

  test('two refusals in a row are final', async () => {
    const room = await serve((peer) => peer.socket.close(4_401, 'UNAUTHORIZED'))
    const { client } = createClient(room.endpoint, { authEndpoint: async () => ({ token: 'stale' }) })
    await expect(client.joinRoom('tokens')).rejects.toEqual(code('UNAUTHORIZED'))
    expect(room.peers.length).toBe(2)
  })

  test('a key cannot be renewed: one refusal is final', async () => {
    const room = await serve((peer) => peer.socket.close(4_401, 'UNAUTHORIZED'))
    const { client } = createClient(room.endpoint)
    await expect(client.joinRoom('tokens')).rejects.toEqual(code('UNAUTHORIZED'))
    expect(room.peers.length).toBe(1)
  })

  test('an address is asked by POST; its outage is retried, its refusal is not', async () => {
    const answers = [503, 200, 403]
    const asked: string[] = []
    const auth = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      asked.push(`${request.method} ${body}`)
      response.statusCode = answers[asked.length - 1] ?? 500
      response.end(JSON.stringify({ token: 'from-address' }))
    }).listen(0, '127.0.0.1')
    stops.push(() => auth.close())
    await new Promise((resolve) => auth.once('listening', resolve))
    const room = await serve((peer) => void peer.welcome())
    const authEndpoint = `http://127.0.0.1:${(auth.address() as AddressInfo).port}/token`
    const { client } = createClient(room.endpoint, { authEndpoint })
    await client.joinRoom('one')
    expect(room.peers[0]?.url.searchParams.get('token')).toBe('from-address')
    await expect(client.joinRoom('two')).rejects.toEqual(code('FORBIDDEN'))
    expect(asked).toEqual(['POST {"room":"one"}', 'POST {"room":"one"}', 'POST {"room":"two"}'])
  })

  test('a token that ends is renewed before, on a second connection that takes the place; the app sees nothing of it', async () => {
    const room = await serve(async (peer, index) => {
      if (index === 0) return peer.welcome({ expiresAt: 3_000 })
      await peer.hello()
      // As the room does it: the old connection goes a moment before the new one is greeted.
      const old = room.peers[0]?.socket
      old?.close(1_000, 'resumed elsewhere')
      old?.once('close', () => void peer.welcome())
    })
    let issued = 0
    const { client, errors } = createClient(room.endpoint, { authEndpoint: async () => ({ token: `t${++issued}` }) })
    const startedAt = performance.now()
    const joined = await client.joinRoom('renewed')
    const statuses: string[] = []
    joined.status.subscribe((status) => statuses.push(status))
    const second = await room.peer(1)
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(second.url.searchParams.get('token')).toBe('t2')
    expect((await second.hello()).session).toEqual({ connectionId: 'con_me', secret: 'ses_secret' })
    await until('the old connection to end', () => room.peers[0]?.closed.code !== null)
    const asking = joined.broadcast('on the new connection')
    const { ref } = await second.next('request')
    second.send({ type: 'reply', ref, body: null })
    await asking
    expect(statuses).toEqual(['connected'])
    expect(errors).toEqual([])
    expect(room.peers.length).toBe(2)
  })

  test('an app that cannot renew in time: the session ends with its token, and goes on as soon as there is another', async () => {
    const room = await serve(async (peer, index) => {
      await peer.welcome({ expiresAt: index === 0 ? 1_000 : null })
      if (index === 0) setTimeout(() => peer.socket.close(4_501, 'SESSION_EXPIRED'), 1_000)
    })
    let asked = 0
    const { client, errors } = createClient(room.endpoint, {
      authEndpoint: async () => {
        asked += 1
        if (asked === 2 || asked === 3) throw new Error('the login service is down')
        return { token: `t${asked}` }
      },
    })
    const joined = await client.joinRoom('late-token')
    const statuses: string[] = []
    joined.status.subscribe((status) => statuses.push(status))
    const second = await room.peer(1)
    expect(second.url.searchParams.get('token')).toBe('t4')
    await until('connected again', () => joined.status.get() === 'connected')
    expect(statuses).toEqual(['connected', 'reconnecting', 'connected'])
    expect(errors).toEqual([])
  })

  test.each(['KICKED', 'BANNED'])('%s is final: no other token is asked for', async (reason) => {
    const room = await serve(async (peer) => {
      await peer.welcome()
      peer.socket.close(4_403, reason)
    })
    let asked = 0
    const { client, errors } = createClient(room.endpoint, { authEndpoint: async () => ({ token: `t${++asked}` }) })
    const joined = await client.joinRoom('out')
    await until('the end', () => joined.status.get() === 'disconnected')
    expect(errors).toEqual([code(reason)])
    expect([asked, room.peers.length]).toEqual([1, 1])
  })

  test("a token source that gives no token is the customer's mistake", async () => {
    const room = await serve(() => {})
    const { client } = createClient(room.endpoint, { authEndpoint: async () => ({}) as { token: string } })
    await expect(client.joinRoom('tokens')).rejects.toEqual(code('VALIDATION_ERROR'))
    expect(room.peers.length).toBe(0)
  })
})

describe('reconnecting', () => {
  test('a lost connection comes back by itself and asks for its place again', async () => {
    const room = await serve((peer) => void peer.welcome())
    const { client, errors } = createClient(room.endpoint)
    const joined = await client.joinRoom('back')
    const heard: string[] = []
    joined.status.subscribe((status) => heard.push(status))
    room.peers[0]?.socket.terminate()
    const hello = await (await room.peer(1)).hello()
    expect(hello.session).toEqual({ connectionId: 'con_me', secret: 'ses_secret' })
    expect(hello.userId).toBe('me')
    await until('connected', () => joined.status.get() === 'connected')
    expect(heard).toEqual(['connected', 'reconnecting', 'connected'])
    expect(errors).toEqual([])
  })

  test('the pace that the server asks for is kept', async () => {
    const room = await serve((peer, index) => {
      if (index > 0) return void peer.welcome()
      void peer.welcome().then(() => peer.socket.close(4_503, 'ROOM_UNAVAILABLE;retry-after-ms=800'))
    })
    const { client } = createClient(room.endpoint)
    await client.joinRoom('paced')
    await room.peer(1)
    const waitedMs = room.connectedAt[1]! - room.connectedAt[0]!
    expect(waitedMs).toBeGreaterThanOrEqual(400)
    expect(waitedMs).toBeLessThan(1_200)
  })

  test('4403 in the middle is final: disconnected, reported, work rejected', async () => {
    const room = await serve((peer) => void peer.welcome())
    const { client, errors } = createClient(room.endpoint)
    const joined = await client.joinRoom('kicked')
    const answer = joined.broadcast('wave')
    await room.peers[0]!.next('request')
    room.peers[0]?.socket.close(4_403, 'FORBIDDEN')
    await expect(answer).rejects.toEqual(code('FORBIDDEN'))
    expect(joined.status.get()).toBe('disconnected')
    expect(errors).toEqual([code('FORBIDDEN')])
    expect(room.peers.length).toBe(1)
  })

  test('late words and the late close of a superseded socket change nothing', async () => {
    const room = await serve((peer) => void peer.welcome())
    const { client } = createClient(room.endpoint)
    const joined = await client.joinRoom('late')
    const old = room.peers[0]!
    // Holds back its half of the closing handshake, as a stuck server does.
    const raw = (old.socket as unknown as { _socket: { pause(): void; resume(): void } })._socket
    raw.pause()
    old.socket.send(Uint8Array.of(9, 9, 9))
    const fresh = await room.peer(1)
    await until('connected', () => joined.status.get() === 'connected')
    old.send({ type: 'presence.left', body: { connectionId: 'con_other' } })
    old.socket.close(4_403, 'FORBIDDEN')
    raw.resume()
    await until('the old socket is closed', () => old.closed.code !== null)
    const answer = joined.broadcast('still-here')
    const { ref } = await fresh.next('request')
    fresh.send({ type: 'reply', ref, body: {} })
    await answer
    expect(joined.status.get()).toBe('connected')
    expect(room.peers.length).toBe(2)
    // Not 1000: a room must not take it for a goodbye.
    expect(old.closed.code).toBe(4_000)
  })

  test('garbage in a pack starts over; garbage in text, unknown events and bad entries are survived', async () => {
    const room = await serve((peer) => void peer.welcome())
    const { client, errors } = createClient(room.endpoint)
    const joined = await client.joinRoom('garbage')
    const peer = room.peers[0]!
    peer.socket.send('{"type":')
    peer.socket.send('null')
    peer.send({ type: 'constellations.moved', body: {} })
    peer.sendFrame(Uint8Array.of(2, 250, 1))
    peer.sendFrame(Uint8Array.of(77))
    peer.send({ type: 'broadcast.sent', body: { event: 'ok', payload: 1, user: {}, connectionId: 'x' } })
    const heard = await new Promise((resolve) => joined.on('ok', resolve))
    expect(heard).toBe(1)
    expect(errors).toEqual([code('MALFORMED_MESSAGE'), code('MALFORMED_MESSAGE'), code('MALFORMED_MESSAGE')])
    expect(room.peers.length).toBe(1)
    peer.socket.send(Uint8Array.of(0, 1, 200))
    await room.peer(1)
    expect(errors.length).toBe(4)
  })
})

describe('the page and the network', () => {
  const stubPage = () => {
    const page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    stops.push(() => vi.unstubAllGlobals())
    return page
  }

  test('`online` ends the wait, but not one that the server asked for', async () => {
    const page = stubPage()
    vi.spyOn(Math, 'random').mockReturnValue(1)
    stops.push(() => vi.restoreAllMocks())
    const room = await serve((peer, index) => {
      if (index === 4) peer.socket.close(4_503, 'ROOM_UNAVAILABLE;retry-after-ms=700')
      else if (index < 4) peer.socket.close(1_012)
      else void peer.welcome()
    })
    const { client } = createClient(room.endpoint)
    const joining = client.joinRoom('network')
    // Waits of 250, 500 and 1,000 ms would come before the fourth; each is cut short.
    for (const index of [0, 1, 2, 3]) {
      await (await room.peer(index)).socket.readyState
      await until('closed', () => room.peers[index]!.closed.code !== null)
      await new Promise((resolve) => setTimeout(resolve, 20))
      page.dispatchEvent(new Event('online'))
    }
    await until('the paced close', () => room.peers[4] !== undefined && room.peers[4].closed.code !== null)
    expect(room.connectedAt[4]! - room.connectedAt[0]!).toBeLessThan(1_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    page.dispatchEvent(new Event('online'))
    await joining
    expect(room.connectedAt[5]! - room.connectedAt[4]!).toBeGreaterThan(600)
  })

  test('a page that goes for good says goodbye; one that may return does not', async () => {
    const page = stubPage()
    const room = await serve((peer) => void peer.welcome())
    const { client } = createClient(room.endpoint)
    const joined = await client.joinRoom('page')
    page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }))
    expect(joined.status.get()).toBe('connected')
    page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }))
    expect(joined.status.get()).toBe('disconnected')
    await until('goodbye', () => room.peers[0]!.closed.code === 1_000)
  })
})
