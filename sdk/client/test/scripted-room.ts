/** A room whose every word a test decides, behind a real WebSocket server: for what a true room would never do. */
import type { AddressInfo } from 'node:net'
import { type CursorSample, readCursorSample } from '@syncforge/protocol/cursor-frames'
import {
  type ClientDocumentMessage,
  encodeDocumentMessage,
  readAwarenessMessage,
  readClientDocumentMessage,
  type ServerDocumentMessage,
} from '@syncforge/protocol/document-frames'
import type { Hello, Welcome } from '@syncforge/protocol/envelope'
import { Channel, encodePack, encodePackEntry } from '@syncforge/protocol/frames'
import { createDecoder, readUint8 } from 'lib0/decoding'
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'

export type Heard =
  | { readonly kind: 'hello'; readonly body: Hello['body'] }
  | { readonly kind: 'request'; readonly type: string; readonly ref: number; readonly body: unknown }
  | { readonly kind: 'document'; readonly message: ClientDocumentMessage }
  | { readonly kind: 'awareness'; readonly name: string; readonly update: Uint8Array }
  | { readonly kind: 'cursor'; readonly sample: CursorSample }

const waitLimitMs = 5_000

export const until = async (what: string, holds: () => boolean): Promise<void> => {
  const deadlineAt = Date.now() + waitLimitMs
  while (!holds()) {
    if (Date.now() > deadlineAt) throw new Error(`waited ${waitLimitMs} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** The item of that index, once there is one. */
const itemOf = async <T>(what: string, index: number, items: () => readonly T[]): Promise<T> => {
  await until(`${what} number ${index}`, () => items().length > index)
  return items()[index] as T
}

const read = (data: Buffer, isBinary: boolean): Heard => {
  if (!isBinary) {
    const envelope = JSON.parse(data.toString())
    return envelope.type === 'hello' ? { kind: 'hello', body: envelope.body } : { kind: 'request', ...envelope }
  }
  const decoder = createDecoder(new Uint8Array(data))
  const channel = readUint8(decoder)
  if (channel === Channel.document) return { kind: 'document', message: readClientDocumentMessage(decoder) }
  if (channel === Channel.awareness) return { kind: 'awareness', ...readAwarenessMessage(decoder) }
  return { kind: 'cursor', sample: readCursorSample(decoder) }
}

export const person = (userId: string) => ({ userId, userInfo: { name: userId, color: '#102030' }, verified: false })

export const ownNumber = 7

/** One connection, seen from the room. */
export const createPeer = (socket: ServerSocket, url: URL, subprotocol: string) => {
  const heard: Heard[] = []
  const listeners = new Set<(item: Heard) => void>()
  const closed: { code: number | null } = { code: null }
  socket.on('message', (data, isBinary) => {
    // Pings are answered as the platform does it, without waking anybody.
    if (!isBinary && String(data) === 'ping') return socket.send('pong')
    const item = read(data as Buffer, isBinary)
    heard.push(item)
    for (const listener of listeners) listener(item)
  })
  socket.on('close', (code) => {
    closed.code = code
  })
  const send = (envelope: object) => socket.send(JSON.stringify(envelope))
  const of = <K extends Heard['kind']>(kind: K) =>
    heard.filter((item): item is Heard & { kind: K } => item.kind === kind)

  return {
    socket,
    url,
    subprotocol,
    heard,
    closed,
    listeners,
    send,
    of,
    hello: async (): Promise<Hello['body']> => (await itemOf('hello', 0, () => of('hello'))).body,
    next: <K extends Heard['kind']>(kind: K, index = 0) => itemOf(kind, index, () => of(kind)),
    /** Greets after the hello has come. */
    async welcome({
      access = 'write',
      generation = null,
      expiresAt = null,
      ...rest
    }: Partial<
      Omit<Welcome['body']['self'], 'documents'> &
        Welcome['body']['snapshots'] &
        Pick<Welcome['body']['room'], 'generation'> &
        Pick<Welcome['body']['session'], 'expiresAt'>
    > = {}) {
      const { userId = 'me', presence = {} } = await this.hello()
      const self = { ...person(userId), connectionId: 'con_me', number: ownNumber, access, ...rest }
      const mine = {
        ...person(userId),
        connectionId: 'con_me',
        number: ownNumber,
        presence,
        activity: 'active' as const,
        joinedAt: 1,
      }
      const snapshots = { presence: [mine], cursors: [], documents: null, broadcast: null, ...rest }
      const pace = { sendIntervalMs: 16, returnWithinMs: 250 }
      const session = {
        secret: 'ses_secret',
        graceMs: 10_000,
        resumed: false,
        heartbeatMs: 15_000,
        expiresAt,
        pace,
      }
      send({ type: 'welcome', body: { self, session, room: { id: 'r', generation }, serverTime: 1, snapshots } })
    },
    sendFrame(frame: Uint8Array, origin = 0) {
      socket.send(encodePack([encodePackEntry({ origin, frame })]))
    },
    sendDocument(message: ServerDocumentMessage) {
      this.sendFrame(encodeDocumentMessage(message))
    },
  }
}
export type Peer = ReturnType<typeof createPeer>

/** `onConnection` hears every connection with its number, from 0. */
export const startScriptedRoom = async (onConnection: (peer: Peer, index: number) => void, port = 0) => {
  const peers: Peer[] = []
  const connectedAt: number[] = []
  const server = new WebSocketServer({ port, host: '127.0.0.1' })
  server.on('connection', (socket, request) => {
    const peer = createPeer(socket, new URL(request.url ?? '', 'http://room'), socket.protocol)
    connectedAt.push(performance.now())
    peers.push(peer)
    onConnection(peer, peers.length - 1)
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    endpoint: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    peers,
    connectedAt,
    peer: (index: number): Promise<Peer> => itemOf('connection', index, () => peers),
    async stop() {
      for (const { socket } of peers) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
