/** For tests in workerd: a real room, and clients that speak its dialects over real sockets. */
import { env } from 'cloudflare:workers'
import type { Contracts, FeatureName } from '@syncforge/protocol'
import type { ServerFrame } from '@syncforge/protocol/contract'
import { readCursorsMessage } from '@syncforge/protocol/cursor-frames'
import {
  DocumentKind,
  encodeDocumentMessage,
  readAwarenessMessage,
  readServerDocumentMessage,
} from '@syncforge/protocol/document-frames'
import type { Welcome } from '@syncforge/protocol/envelope'
import { type ErrorCode, errors, type WireError } from '@syncforge/protocol/errors'
import { Channel, encodeReceipt, readJsonFrame, readPack } from '@syncforge/protocol/frames'
import type { HelloInput } from '@syncforge/protocol/hello'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { subprotocol } from '@syncforge/protocol/version'
import * as decoding from 'lib0/decoding'
import { durableStorage } from './actor/durable-storage.ts'
import type { ActorStorage } from './actor/storage.ts'
import {
  type Actor,
  type Admission,
  type Answer,
  admissionHeader,
  type RoomAddress,
  type RoomSettings,
} from './room/admission.ts'
import type { RoomFiles } from './room/files/files.ts'
import { migrateRoom } from './room/open.ts'
import type { Room } from './room/room.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      ROOM: DurableObjectNamespace<Room>
    }
  }
}

/** A room that no other test has. */
export const freshRoom = () => env.ROOM.get(env.ROOM.idFromName(createId('rm')))

/** A room's tables in storage that nobody has opened. */
export const roomOnDisk = (storage: DurableObjectStorage): ActorStorage => {
  const disk = durableStorage(storage, migrateRoom)
  migrateRoom(disk)
  return disk
}

const none = (): never => {
  throw new Error('there are no files here')
}
/** For a feature that is opened without a room around it. */
export const noFiles: RoomFiles = { expect: none, take: none, drop: none, placeOf: () => null, adopt: none, open: none }

export const roomSettings = (overrides: Partial<RoomSettings> = {}): RoomSettings => ({
  maxParticipants: 100,
  graceMs: 10_000,
  presenceTimeoutMs: 30_000,
  historyMs: 86_400_000,
  persistence: 'durable',
  emptyAfterMs: 900_000,
  defaultAccess: 'none',
  info: { name: null, type: 'collaboration', metadata: {} },
  ownerId: null,
  revision: 0,
  ...overrides,
})

export const admissionFor = (overrides: Partial<Admission> = {}): Admission => ({
  organizationId: 'org_test',
  roomId: 'test',
  createdAt: 1,
  isNew: false,
  requestId: createId('req'),
  dialect: 'native',
  document: 'default',
  user: { userId: null, userInfo: {}, verified: false },
  access: 'write',
  link: null,
  email: null,
  credential: null,
  full: null,
  expiresAt: null,
  settings: roomSettings(),
  plan: { id: 'enterprise', revision: 0 },
  ...overrides,
})

export const actor = (overrides: Partial<Actor> = {}): Actor => ({
  organizationId: 'org_test',
  roomId: 'test',
  createdAt: 1,
  requestId: createId('req'),
  user: { userId: 'rest', userInfo: { name: 'Rest', color: '#000000' }, verified: true },
  access: 'moderate',
  settings: roomSettings(),
  plan: { id: 'enterprise', revision: 0 },
  ...overrides,
})

/** What the edge calls the room by, as `actor` and `admissionFor` do. */
export const roomAddress = (overrides: Partial<RoomAddress> = {}): RoomAddress => ({
  organizationId: 'org_test',
  roomId: 'test',
  createdAt: 1,
  settings: roomSettings(),
  plan: { id: 'enterprise', revision: 0 },
  ...overrides,
})

/** What a call was answered with; a refusal is thrown with its code. */
export const replyOf = async (answer: Promise<Answer>): Promise<unknown> => {
  const settled = await answer
  if (!settled.ok) throw Object.assign(new Error(settled.error.message), { code: settled.error.code })
  return settled.reply
}

/** Asks as the REST caller `userId`. */
export const askAs = (room: ReturnType<typeof freshRoom>, request: string, body: unknown, userId = 'rest') =>
  replyOf(
    room.ask(request, body, actor({ user: { userId, userInfo: { name: userId, color: '#000000' }, verified: true } })),
  )

type Nothing = null | undefined | false | 0

/** Waits until `read` gives something, at most `withinMs`. */
export const until = async <T>(
  read: () => Nothing | T | Promise<Nothing | T>,
  what: string,
  withinMs = 15_000,
): Promise<T> => {
  const endsAt = Date.now() + withinMs
  for (;;) {
    const value = await read()
    if (value) return value
    if (Date.now() > endsAt) throw new Error(`did not happen in ${withinMs} ms: ${what}`)
    await scheduler.wait(2)
  }
}

export interface Heard {
  readonly type: string
  readonly ref?: number
  readonly body?: unknown
  readonly error?: WireError['error']
}

/** A completed upgrade that is closed at once. */
const asTheEdgeRefuses = async (response: Response): Promise<WebSocket> => {
  const { error } = (await response.json()) as Extract<Answer, { ok: false }>
  const { 0: client, 1: edge } = new WebSocketPair()
  edge.accept()
  edge.close(errors[error.code as ErrorCode].close, error.code)
  return client
}

export const openSocket = async (room: DurableObjectStub<Room>, admission: Admission) => {
  const response = await room.fetch('http://room/', {
    headers: {
      upgrade: 'websocket',
      [admissionHeader]: JSON.stringify(admission),
      ...(admission.dialect === 'native' ? { 'sec-websocket-protocol': subprotocol } : {}),
    },
  })
  const messages: (string | ArrayBuffer)[] = []
  const closed: { code: number; reason: string }[] = []
  const socket = response.webSocket ?? (await asTheEdgeRefuses(response))
  socket.binaryType = 'arraybuffer'
  socket.accept()
  socket.addEventListener('message', ({ data }) => void messages.push(data as string | ArrayBuffer))
  socket.addEventListener('close', ({ code, reason }) => void closed.push({ code, reason }))
  return { socket, messages, closed }
}

type AnyServerFrame = { [F in FeatureName]: ServerFrame<Contracts[F]> }[FeatureName]

const readFrame = (bytes: Uint8Array): AnyServerFrame | { channel: typeof Channel.json; message: Heard } => {
  const decoder = decoding.createDecoder(bytes)
  const channel = decoding.readUint8(decoder)
  if (channel === Channel.json) return { channel, message: readJsonFrame(decoder) as Heard }
  if (channel === Channel.document) return { channel, message: readServerDocumentMessage(decoder) }
  if (channel === Channel.awareness) return { channel, message: readAwarenessMessage(decoder) }
  if (channel === Channel.cursors) return { channel, message: readCursorsMessage(decoder) }
  throw new Error(`unknown channel ${channel}`)
}

/** A native client: says hello, sorts what it hears, skips its own entries as the SDK does. */
export const joinNative = async (
  room: DurableObjectStub<Room>,
  { hello = {}, receipts = true, ...overrides }: Partial<Admission> & { hello?: HelloInput; receipts?: boolean } = {},
) => {
  const { socket, messages, closed } = await openSocket(room, admissionFor(overrides))
  let unreceipted = 0
  const unproven: Uint8Array[] = []
  const prove = () => {
    for (const frame of unproven.splice(0)) socket.send(frame)
  }
  socket.addEventListener('message', ({ data }) => {
    // A proof comes alone.
    if (typeof data !== 'string' && (data as ArrayBuffer).byteLength < 16) {
      for (const { frame } of readPack(new Uint8Array(data as ArrayBuffer)))
        if (frame[0] === Channel.proof) unproven.push(frame)
      if (receipts) prove()
    }
    unreceipted += typeof data === 'string' ? 0 : (data as ArrayBuffer).byteLength
    if (!receipts || unreceipted < limits.receiptEveryBytes || socket.readyState !== WebSocket.OPEN) return
    socket.send(encodeReceipt(unreceipted))
    unreceipted = 0
  })
  socket.send(JSON.stringify({ type: 'hello', body: hello }))
  const texts = () => messages.filter((message) => typeof message === 'string').map((text) => JSON.parse(text) as Heard)
  const welcome = (await until(
    () => texts().find(({ type }) => type === 'welcome') ?? closed[0],
    'a welcome or a close',
  )) as Heard & Welcome
  if (welcome.type !== 'welcome') throw new Error(`refused: ${JSON.stringify(welcome)}`)
  const read: ReturnType<typeof readFrame>[] = []
  let readMessages = 0
  /** Each message is decoded once, however often a test that waits looks. */
  const frames = () => {
    for (; readMessages < messages.length; readMessages++) {
      const message = messages[readMessages]
      if (message === undefined || typeof message === 'string') continue
      for (const { origin, frame } of readPack(new Uint8Array(message))) {
        if (origin !== welcome.body.self.number && frame[0] !== Channel.proof) read.push(readFrame(frame))
      }
    }
    return read.slice()
  }
  const heard = () => frames().flatMap((frame) => (frame.channel === Channel.json ? [frame.message] : []))
  const events = (type: string) => heard().filter((message) => message.type === type)
  const documentMessages = (kind: number) =>
    frames().flatMap((frame) =>
      frame.channel === Channel.document && frame.message.kind === kind ? [frame.message] : [],
    )
  let ref = 0
  let seq = 0
  return {
    socket,
    messages,
    closed,
    /** Sends back the proofs that it has heard; done by itself with `receipts`. */
    prove,
    welcome: welcome.body,
    self: welcome.body.self,
    frames,
    heard,
    events,
    documentMessages,
    /** Asks and waits for the reply or the error. */
    async ask(type: string, body: unknown): Promise<Heard> {
      ref += 1
      const mine = ref
      socket.send(JSON.stringify({ type, ref: mine, body }))
      return until(() => heard().find((message) => message.ref === mine), `an answer to ${type}`)
    },
    errors: () => heard().filter(({ type }) => type === 'error'),
    step1(stateVector: Uint8Array = Uint8Array.of(0), name = 'default') {
      socket.send(encodeDocumentMessage({ kind: DocumentKind.step1, name, stateVector }))
    },
    update(update: Uint8Array, name = 'default'): number {
      seq += 1
      socket.send(encodeDocumentMessage({ kind: DocumentKind.update, name, seq, update }))
      return seq
    },
    acked: () =>
      Math.max(0, ...documentMessages(DocumentKind.ack).map((message) => ('seq' in message ? message.seq : 0))),
  }
}
