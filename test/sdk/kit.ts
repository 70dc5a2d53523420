/** What the SDK's tests share: a started server with people in its rooms, and a network between them that can be cut. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type JoinOptions, type Room, SyncForge, type SyncForgeError, type SyncForgeOptions } from '@syncforge/client'
import { deriveSigningSecret } from '@syncforge/protocol/keys'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { afterEach } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { developmentKeys, type RunningServer } from '../kit/server.ts'

const waitLimitMs = 30_000

/** Waits until `holds`, or fails with what was waited for. */
export const until = async (what: string, holds: () => boolean, limitMs = waitLimitMs): Promise<void> => {
  const deadlineAt = Date.now() + limitMs
  while (!holds()) {
    if (Date.now() > deadlineAt) throw new Error(`waited ${limitMs} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const cleanups: (() => unknown)[] = []
/** Runs after the test, the last one asked for first. */
export const afterTest = (cleanup: () => unknown): void => void cleanups.push(cleanup)
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

let rooms = 0
/** A room that no other test knows. */
export const freshRoomId = (name: string): string => `${name}-${process.pid}-${++rooms}`

export interface Person {
  readonly room: Room
  readonly client: SyncForge
  readonly errors: readonly SyncForgeError[]
}

/** A person in a room, by the publishable key unless told otherwise. Leaves after the test. */
export const enter = async (
  endpoint: string,
  id: string,
  options: JoinOptions = {},
  access: Pick<SyncForgeOptions, 'apiKey' | 'authEndpoint'> = { apiKey: developmentKeys.publishable },
): Promise<Person> => {
  const errors: SyncForgeError[] = []
  const client = new SyncForge({ endpoint, ...access, onError: (error) => errors.push(error) })
  afterTest(() => client.close())
  return { room: await client.joinRoom(id, options), client, errors }
}

export const textOf = (room: Room, document?: string) => room.getDocument(document).getText('content')

/** A stock y-websocket client, unchanged. `address` is a room, or `room/document`. Leaves after the test. */
export const provide = (endpoint: string, address: string, token: string = developmentKeys.publishable) => {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${endpoint}/yjs`, address, doc, {
    WebSocketPolyfill: NodeWebSocket as unknown as typeof WebSocket,
    params: { token },
    disableBc: true,
  })
  // While it is connected its own timers hold it; one that a test has destroyed must not keep its document until the end.
  const held = new WeakRef(provider)
  afterTest(() => held.deref()?.destroy())
  return { doc, provider, text: doc.getText('content') }
}

/** Asks the REST API with the secret development key. */
export const rest = async (server: RunningServer, path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = {
    authorization: `Bearer ${developmentKeys.secret}`,
    ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const response = await fetch(`${server.url}/api/v1${path}`, { ...init, headers: { ...headers, ...init.headers } })
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`)
  return response
}

export const createRoom = (server: RunningServer, body: object) =>
  rest(server, '/rooms', { method: 'POST', body: JSON.stringify(body) })

export const createToken = async (
  server: RunningServer,
  userId: string,
  grants: Record<string, string[]>,
): Promise<string> => {
  const body = JSON.stringify({ userId, userInfo: { name: userId }, rooms: grants })
  const answer = await rest(server, '/tokens', { method: 'POST', body })
  return ((await answer.json()) as { token: string }).token
}

/** The same token, as its key would have signed it to end a minute ago, or in so many seconds. */
export const expireToken = async (token: string, inSeconds = -60): Promise<string> => {
  const { alg = '', ...header } = decodeProtectedHeader(token)
  const endsAt = Math.floor(Date.now() / 1_000) + inSeconds
  return new SignJWT({ ...decodeJwt(token), iat: endsAt - 60, exp: endsAt })
    .setProtectedHeader({ ...header, alg })
    .sign(await deriveSigningSecret(developmentKeys.secret))
}

/** The network between a person and the server: it can be cut without a word, be down for a while, and hold back what is on its way. */
export const openNetwork = async (server: RunningServer) => {
  const cables = new Set<Socket>()
  let isDown = false
  const proxy = createServer((near) => {
    if (isDown) {
      near.destroy()
      return
    }
    const far = connect(server.port, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      cables.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        cables.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of cables) socket.resetAndDestroy()
  }
  afterTest(() => {
    cut()
    proxy.close()
  })
  return {
    endpoint: `ws://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    /** Nothing arrives on either side, until what is returned is called. */
    hold() {
      const held = [...cables]
      for (const socket of held) socket.cork()
      return () => {
        for (const socket of held) socket.uncork()
      }
    },
    goDown() {
      isDown = true
      cut()
    },
    comeUp() {
      isDown = false
    },
  }
}
