// Owns one person who speaks y-protocols to a server: opens, syncs once, then hands over what arrives. It keeps no
// document; the scenario decides how much of the traffic is looked at.
import type { Dialect } from '../servers/server.ts'
import { ByteCursor } from './byte-cursor.ts'
import { BenchSocket, clientFrame } from './socket.ts'

const messageSync = 0
const messageAwareness = 1
const messageAuth = 2
const messageSyncReply = 4
const syncStep1 = 0
const syncStep2 = 1
const update = 2
const authTokenMessage = [0, 0]
const syncedWithinMs = 30_000

export interface YClientEvents {
  /** A document update, or a whole state while joining; a view that is valid only during the call. */
  update?(bytes: Uint8Array): void
  /** The body of an awareness message. */
  awareness?(cursor: ByteCursor): void
  /** After each read of the socket. */
  received?(totalBytes: number): void
}

/** What the dialect puts before every message: Hocuspocus names the document. */
export const messagePrefix = (dialect: Dialect, room: string): Uint8Array => {
  if (dialect === 'y-websocket') return new Uint8Array()
  const name = Buffer.from(room)
  return Buffer.concat([Buffer.from([name.length]), name])
}

/** The finished WebSocket frame of one document update. */
export const updateFrame = (prefix: Uint8Array, bytes: Uint8Array): Buffer => {
  const length: number[] = []
  let rest = bytes.length
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) length.push((rest & 0x7f) | 0x80)
  length.push(rest)
  return clientFrame(Buffer.concat([prefix, Buffer.from([messageSync, update, ...length]), bytes]))
}

export class YClient {
  readonly socket: BenchSocket
  /** Resolves when the server answered the first sync step. */
  readonly synced: Promise<void>
  readonly #prefix: Uint8Array
  readonly #events: YClientEvents
  readonly #synced = Promise.withResolvers<void>()

  constructor(url: string, dialect: Dialect, room: string, events: YClientEvents) {
    this.#prefix = messagePrefix(dialect, room)
    this.#events = events
    this.synced = this.#synced.promise
    this.synced.catch(() => {})
    this.socket = new BenchSocket(url, {
      message: (payload) => this.#onMessage(payload),
      received: (totalBytes) => events.received?.(totalBytes),
    })
    const timer = setTimeout(() => this.#synced.reject(new Error('not synced in time')), syncedWithinMs)
    this.synced.finally(() => clearTimeout(timer)).catch(() => {})
    this.socket.opened.then(
      () => {
        if (dialect === 'hocuspocus') this.#send([messageAuth, ...authTokenMessage])
        this.#send([messageSync, syncStep1, 1, 0])
      },
      (error: unknown) => this.#synced.reject(error),
    )
  }

  #send(message: readonly number[]): void {
    this.socket.send(clientFrame(Buffer.concat([this.#prefix, Buffer.from(message)])))
  }

  #onMessage(payload: Uint8Array): void {
    const cursor = new ByteCursor(payload, this.#prefix.length)
    const type = cursor.varUint()
    if (type === messageAwareness) return this.#events.awareness?.(cursor)
    if (type === messageSync || type === messageSyncReply) this.#onSync(cursor)
  }

  #onSync(cursor: ByteCursor): void {
    const step = cursor.varUint()
    // All that this person wrote was sent already, so there is nothing to add: an empty update.
    if (step === syncStep1) return this.#send([messageSync, syncStep2, 2, 0, 0])
    this.#events.update?.(cursor.run())
    if (step === syncStep2) this.#synced.resolve()
  }
}
