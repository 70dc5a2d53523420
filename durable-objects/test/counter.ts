/** A small object that knows no room, on the same kernel: it counts, tells a neighbour, and its socket hears the count. */
import { DurableObject, env } from 'cloudflare:workers'
import { RoomError, toWireError } from '@syncforge/protocol/errors'
import { createRepeatedCall, type RepeatedCall } from '../actor/calls.ts'
import { durableStorage } from '../actor/durable-storage.ts'
import { createHandshake, type Handshake, openSocketFor, readAdmission } from '../actor/handshake.ts'
import { createKeyValues, type KeyValues } from '../actor/key-values.ts'
import { createLiveness, type LiveConnection, type Liveness } from '../actor/liveness.ts'
import { migrate } from '../actor/migrate.ts'
import { answerClose, closeSocket, encodeAttachment, readAttachment, tellNow } from '../actor/sockets.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { createWakeups, type WakeHandler, type Wakeups } from '../actor/wakeups.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      COUNTER: DurableObjectNamespace<Counter>
    }
  }
}

export const counterHeader = 'syncforge-counter'

export interface CounterAdmission {
  readonly requestId: string
  readonly name: string
}

const migrations = [{ id: 'counter/1-steps', sql: 'CREATE TABLE counter_step (at INTEGER PRIMARY KEY, by INTEGER)' }]

class Listener implements LiveConnection {
  readonly expiresAt = null
  spokenAt = 0
  readonly name: string
  heardAt: number
  socket: WebSocket | null
  constructor(name: string, heardAt: number, socket: WebSocket) {
    this.name = name
    this.heardAt = heardAt
    this.socket = socket
  }
}

export class Counter extends DurableObject {
  readonly #storage: ActorStorage
  readonly #values: KeyValues
  readonly #wakeups: Wakeups
  readonly #handshake: Handshake<CounterAdmission>
  readonly #liveness: Liveness<Listener>
  readonly #telling: RepeatedCall
  readonly #state: DurableObjectState
  readonly #listeners = new Map<WebSocket, Listener>()
  /** A cache of the rows. */
  #sum: number | null = null

  constructor(state: DurableObjectState, bindings: Cloudflare.Env) {
    super(state, bindings)
    this.#state = state
    const clock = () => Date.now()
    const log = () => {}
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#storage = durableStorage(state.storage, (storage) => migrate(storage, migrations))
    migrate(this.#storage, migrations)
    this.#values = createKeyValues(this.#storage.sql)
    this.#wakeups = createWakeups({ storage: this.#storage, values: this.#values, clock, log })
    const wakeups = this.#wakeups
    this.#handshake = createHandshake<CounterAdmission>({
      wakeKey: 'greeting',
      helloTimeoutMs: 1_000,
      transactions: this.#storage,
      wakeups,
      tellRefusal: (socket, { requestId }, error) => tellNow(socket, toWireError(error, requestId)),
      sockets: () => state.getWebSockets(),
      enter: (socket, { name }, message) => {
        if (message !== 'hello') throw new RoomError('MALFORMED_MESSAGE', 'The first word is hello')
        this.#listen(new Listener(name, clock(), socket), socket)
        socket.send(String(this.sum()))
      },
      clock,
      log,
    })
    this.#liveness = createLiveness<Listener>({
      wakeKey: 'liveness',
      connections: () => this.#listeners.values(),
      pingedAt: (socket) => state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
      timeoutMs: () => 2_000,
      askAfterMs: () => 1_000,
      asks: () => false,
      ask: () => {},
      end: ({ socket }, error) => {
        if (socket === null) return
        this.#listeners.delete(socket)
        this.#storage.afterCommit(() => closeSocket(socket, error))
      },
      wakeups,
      clock,
    })
    this.#telling = createRepeatedCall({
      wakeKey: 'telling',
      wakeups,
      call: async () => {
        const { to, sum } = this.#values.get<{ to: string; sum: number }>('tell') ?? { to: '', sum: 0 }
        await env.COUNTER.get(env.COUNTER.idFromString(to)).hear(state.id.toString(), sum)
      },
      retryFirstMs: 20,
      retryMaxMs: 40,
      clock,
      log,
    })
    for (const socket of state.getWebSockets()) {
      const known = readAttachment<{ stage: string; name: string }>(socket)
      if (known?.stage === 'present') this.#listeners.set(socket, new Listener(known.name, clock(), socket))
    }
  }

  #listen(listener: Listener, socket: WebSocket) {
    socket.serializeAttachment(encodeAttachment({ stage: 'present', name: listener.name }))
    this.#listeners.set(socket, listener)
    this.#liveness.joined(listener)
  }

  /** @throws Error for a step by 13, after it was written and counted */
  step(by: number): number {
    return this.#storage.transactionSync(() => {
      const before = this.sum()
      const sum = before + by
      this.#storage.sql.exec('INSERT INTO counter_step SELECT COUNT(*), ? FROM counter_step', by)
      this.#storage.onRollback(() => {
        this.#sum = before
      })
      this.#sum = sum
      this.#storage.afterCommit(() => {
        for (const socket of this.#listeners.keys()) socket.send(String(sum))
      })
      if (by === 13) throw new Error('not this one')
      return sum
    })
  }

  sum(): number {
    this.#sum ??= this.#storage.sql
      .exec<{ sum: number }>('SELECT COALESCE(SUM(by), 0) AS sum FROM counter_step')
      .one().sum
    return this.#sum
  }

  /** Steps by one after `inMs`, or fails at that time, whenever the wake-up comes. */
  stepLater(inMs: number, isGood: boolean): void {
    this.#wakeups.wakeAt(isGood ? 'step' : 'bad', Date.now() + inMs)
  }

  tell(to: string): void {
    this.#storage.transactionSync(() => {
      this.#values.put('tell', { to, sum: this.sum() })
      this.#telling.soon()
    })
  }

  /** @throws Error for the first `refuse` tellings */
  hear(from: string, sum: number): void {
    const refuse = this.#values.get<number>('refuse') ?? 0
    this.#values.put('refuse', refuse - 1)
    if (refuse > 0) throw new Error('not now')
    this.#values.put(`heard/${from}`, sum)
  }

  refuse(times: number): void {
    this.#values.put('refuse', times)
  }

  heard(): readonly number[] {
    return this.#values.list<number>('heard/')
  }

  failing() {
    return this.#wakeups.failing()
  }

  override async fetch(request: Request): Promise<Response> {
    const admission = readAdmission<CounterAdmission>(request, counterHeader)
    if (admission === null) return new Response(null, { status: 426 })
    const { socket, response } = openSocketFor(this.#state, request)
    this.#handshake.accept(socket, admission)
    return response
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const listener = this.#listeners.get(socket)
    if (listener === undefined) this.#handshake.greet(socket, message)
    else listener.heardAt = Date.now()
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    answerClose(socket, code)
    this.#listeners.delete(socket)
  }

  override async alarm(): Promise<void> {
    const look =
      (key: string, next: (now: number) => number | null): WakeHandler =>
      (now) => {
        this.#wakeups.wakeAt(key, next(now))
        return undefined
      }
    await this.#wakeups.ring(
      new Map<string, WakeHandler>([
        ['bad', () => void this.step(13)],
        ['step', () => void this.step(1)],
        ['greeting', look('greeting', this.#handshake.endSilent)],
        ['liveness', look('liveness', this.#liveness.check)],
        ['telling', this.#telling.handler],
      ]),
    )
  }
}
