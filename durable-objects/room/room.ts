/**
 * The room: one Durable Object, the single writer of everything in it. Each platform callback forwards to the file that
 * knows what to do, then lets delivery speak.
 */
import { DurableObject } from 'cloudflare:workers'
import { type ErrorCode, errors, RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import {
  type Actor,
  type Admission,
  type Answer,
  admissionHeader,
  type Moderation,
  type RoomSettings,
  type RoomStub,
} from './admission.ts'
import { type Admitter, createAdmitter } from './admit.ts'
import { createWakeups, type Wakeups } from './alarms.ts'
import { type Announcer, createAnnouncer } from './announce.ts'
import { callerFor } from './caller.ts'
import { encodeAttachment, type Greeting, type RoomConnection, readSocket } from './connection.ts'
import type { RoomContext } from './context.ts'
import { closeSocket, createDelivery, type Delivery } from './deliver.ts'
import { createDepartures, type Departures } from './depart.ts'
import { dialects } from './dialects/index.ts'
import { generationOf } from './generation.ts'
import { createLifeline, type Lifeline } from './lifeline.ts'
import { createMirror, mirrorOf, type RoomMirror } from './mirror.ts'
import { moderate } from './moderate.ts'
import { createNameStore, type NameStore, type RoomName } from './name.ts'
import { migrateRoom, type OpenRoom, openRoom } from './open.ts'
import { createOutbox } from './outbox.ts'
import { createReceiver, type Receiver } from './receive.ts'
import { createRights, type Rights } from './rights.ts'
import { createRoster, type Roster } from './roster.ts'
import { createSessionPaces } from './session-pace.ts'
import { createSettingsStore, type SettingsStore } from './settings.ts'

/** Refusals of something well said: no reason to end a connection that knows no other answer. */
const mayStay: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'RATE_LIMITED', 'LIMIT_EXCEEDED'])

/** A stock client’s sign of life is kept this often when traffic ends: it sends no pings that the runtime would remember. */
const keepSignsMs = 5_000

const sweepKey = 'room.sweep'
const greetingKey = 'room.greeting'

export class Room extends DurableObject implements RoomStub {
  readonly #state: DurableObjectState
  #roster!: Roster
  #wakeups!: Wakeups
  #room!: OpenRoom
  #delivery!: Delivery
  #announcer!: Announcer
  #receiver!: Receiver
  #admitter!: Admitter
  #departures!: Departures
  #mirror!: RoomMirror
  #name!: NameStore
  #lifeline!: Lifeline
  #end!: (connection: RoomConnection, error: RoomError) => void
  #rights!: Rights
  #settings!: SettingsStore

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    this.#state = state
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#open()
  }

  /** Wires the room from its rows and sockets; nothing here waits, so no event can come in between. */
  #open() {
    const { storage } = this.#state
    const clock = () => Date.now()
    const log = this.#log
    migrateRoom(storage)
    const roster = createRoster(this.#state)
    const wakeups = createWakeups(storage)
    const context: RoomContext = {
      sql: storage.sql,
      clock,
      settings: () => this.#settings.get(),
      wakeAt: wakeups.wakeAt,
      mirrorLater: () => this.#mirror.later(),
      connections: () => [...roster.all.values()],
      log,
    }
    const room = openRoom(context)
    const close = (connection: RoomConnection, error: RoomError) => {
      const { socket } = connection
      const mayReturn = errors[error.code].advice === 'retry' && error.code !== 'PRESENCE_TIMEOUT'
      if (socket === null) return mayReturn ? undefined : this.#departures.leave(connection)
      // What was said before is heard before. A socket that does not read has nothing more to hear.
      if (error.code !== 'SLOW_CONSUMER') this.#delivery.flush()
      if (mayReturn) this.#departures.closed(connection, 1006)
      else this.#departures.leave(connection)
      closeSocket(socket, error)
    }
    this.#end = close
    const paces = createSessionPaces(clock, (body) =>
      this.#delivery.announce({ kind: 'event', type: 'session.paced', body, origin: 0 }, { key: 'session.paced' }),
    )
    const delivery = createDelivery({
      connections: () => roster.all.values(),
      collect: () => this.#collect(),
      quiet: () => this.#quiet(),
      fellBehind: (connection) => {
        for (const feature of room.features) feature.onBehind?.(connection)
      },
      mark: (connection) => {
        for (const feature of room.features) {
          const frame = feature.mark?.(connection)
          if (frame) return { kind: 'frame', frame, origin: 0 }
        }
        return null
      },
      caughtUp: (connection) => {
        for (const feature of room.features) {
          for (const item of feature.catchUp?.(connection) ?? []) {
            if ('event' in item) this.#announcer.events([item], connection)
            else this.#announcer.frames([item])
          }
        }
      },
      ticked(waitMs) {
        paces.counted(roster.all.size)
        paces.ticked(waitMs)
      },
      close,
      clock,
    })
    const lifeline = createLifeline({
      connections: () => roster.all.values(),
      pingedAt: (socket) => this.#state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
      presenceTimeoutMs: () => this.#settings.get().presenceTimeoutMs,
      end: close,
      wakesAt: () => wakeups.wakesAt(lifeline.wakeKey),
      wakeAt: (at) => wakeups.wakeAt(lifeline.wakeKey, at),
      clock,
    })
    this.#lifeline = lifeline
    this.#rights = createRights(storage.sql)
    const outbox = createOutbox(storage.sql)
    const announcer = createAnnouncer({ room, roster, delivery, outbox, clock })
    const { features } = room
    const name = createNameStore(storage.sql)
    this.#name = name
    this.#mirror = createMirror({
      features,
      outbox,
      wakeups,
      target: mirrorOf(this.#state),
      name: name.get,
      clock,
      log,
    })
    const refuse = (from: RoomConnection, error: RoomError, ref: number | null) => {
      if (dialects[from.dialect].closesOnError && !mayStay.has(error.code)) return close(from, error)
      delivery.tell(from, { kind: 'error', error, ref, requestId: from.requestId })
    }
    this.#roster = roster
    this.#wakeups = wakeups
    this.#room = room
    this.#delivery = delivery
    this.#announcer = announcer
    this.#receiver = createReceiver({
      room,
      storage,
      announcer,
      refuse,
      close,
      confirmed: delivery.confirmed,
      clock,
      log,
    })
    this.#settings = createSettingsStore(storage.sql)
    this.#admitter = createAdmitter({
      room,
      roster,
      rights: this.#rights,
      lifeline,
      delivery,
      announcer,
      settings: this.#settings.get,
      generation: generationOf(storage.sql),
      pace: paces.get,
      clock,
    })
    const sweepAt = (at: number | null) => wakeups.wakeAt(sweepKey, at)
    this.#departures = createDepartures({ room, roster, announcer, storage, sweepAt, clock })
  }

  override async fetch(request: Request): Promise<Response> {
    const header = request.headers.get(admissionHeader)
    if (header === null || request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return new Response(null, { status: 426 })
    }
    const admission = JSON.parse(header) as Admission
    this.#settings.learn(admission.settings)
    this.#name.learn(admission)
    const { 0: client, 1: server } = new WebSocketPair()
    const protocol = request.headers.get('sec-websocket-protocol')
    const headers =
      admission.dialect === 'native' && protocol !== null ? { 'sec-websocket-protocol': protocol } : undefined
    this.#state.acceptWebSocket(server)
    this.#accept(server, admission)
    this.#delivery.settle()
    return new Response(null, { status: 101, webSocket: client, ...(headers === undefined ? {} : { headers }) })
  }

  #accept(socket: WebSocket, admission: Admission) {
    try {
      if (this.#state.getWebSockets().length > limits.connectionsPerRoom) {
        throw new RoomError('ROOM_FULL', 'The room has as many connections as it may have')
      }
      if (admission.dialect === 'yjs') return this.#admitter.enter(socket, admission)
      const greeting: Greeting = { stage: 'greeting', admission, since: Date.now() }
      socket.serializeAttachment(encodeAttachment(greeting))
      this.#wakeups.wakeAt(greetingKey, greeting.since + limits.helloTimeoutMs)
    } catch (error) {
      this.#reject(socket, error, admission.requestId)
    }
  }

  // No promise here: at ten thousand messages a second its cost would be felt.
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const connection = this.#roster.bySocket(socket)
    if (connection !== undefined) {
      connection.heardAt = Date.now()
      this.#receiver.receive(connection, message)
    } else this.#greet(socket, message)
    this.#delivery.settle()
  }

  #greet(socket: WebSocket, message: string | ArrayBuffer) {
    const held = readSocket(socket, this.#state.storage.sql)
    // Messages that were on their way when the room let this socket go.
    if (held === null || held.stage !== 'greeting') return
    if (message === 'ping') return
    try {
      this.#admitter.greet(socket, held, message)
    } catch (error) {
      this.#reject(socket, error, held.admission.requestId)
    }
  }

  /** Ends a socket that never became anybody. */
  #reject(socket: WebSocket, cause: unknown, requestId: string) {
    const error = cause instanceof RoomError ? cause : new RoomError('INTERNAL_ERROR', 'The room could not let you in')
    if (cause !== error)
      this.#log('admit_failed', { requestId, error: cause instanceof Error ? (cause.stack ?? '') : String(cause) })
    socket.serializeAttachment(null)
    closeSocket(socket, error)
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // The other side waits for our half of the closing handshake; these three codes may not be sent.
    if (code !== 1005 && code !== 1006 && code !== 1015) socket.close(code)
    else socket.close()
    this.#lost(socket, code)
  }

  override webSocketError(socket: WebSocket): void {
    this.#lost(socket, 1006)
  }

  #lost(socket: WebSocket, code: number) {
    const connection = this.#roster.bySocket(socket)
    if (connection !== undefined) this.#departures.closed(connection, code)
    this.#delivery.settle()
  }

  override async alarm(): Promise<void> {
    const now = Date.now()
    let due: ReadonlySet<string> = new Set()
    try {
      this.#state.storage.transactionSync(() => {
        due = new Set(this.#wakeups.takeDue(now))
        if (due.has(sweepKey)) this.#wakeups.wakeAt(sweepKey, this.#departures.sweep(now))
        if (due.has(greetingKey)) this.#wakeups.wakeAt(greetingKey, this.#endSilentGreetings(now))
        if (due.has(this.#lifeline.wakeKey)) this.#wakeups.wakeAt(this.#lifeline.wakeKey, this.#lifeline.check(now))
        for (const feature of this.#room.features) {
          if (due.has(feature.name)) this.#announcer.events(feature.onAlarm?.(now) ?? [], null)
        }
      })
    } catch (error) {
      this.#wakeups.forget()
      throw error
    }
    this.#wakeups.rang()
    this.#delivery.settle()
    if (due.has(this.#mirror.wakeKey)) await this.#mirror.run()
  }

  /** Closes sockets that never said hello; returns when to look again. */
  #endSilentGreetings(now: number): number | null {
    let nextAt: number | null = null
    for (const socket of this.#state.getWebSockets()) {
      const held = readSocket(socket, this.#state.storage.sql)
      if (held?.stage !== 'greeting') continue
      const endsAt = held.since + limits.helloTimeoutMs
      if (endsAt <= now) this.#reject(socket, new RoomError('HELLO_TIMEOUT', 'No hello came'), held.admission.requestId)
      else nextAt = Math.min(nextAt ?? endsAt, endsAt)
    }
    return nextAt
  }

  async ask(name: string, body: unknown, actor: Actor): Promise<Answer> {
    this.#name.learn(actor)
    try {
      const reply = this.#receiver.ask(name, body, callerFor(actor))
      return { ok: true, reply }
    } catch (cause) {
      const error = cause instanceof RoomError ? cause : new RoomError('INTERNAL_ERROR', 'The room could not do this')
      return { ok: false, error: { code: error.code, message: error.message, details: error.details } }
    } finally {
      this.#delivery.settle()
    }
  }

  async moderate(moderation: Moderation, name: RoomName): Promise<number> {
    this.#name.learn(name)
    const met = moderate(moderation, {
      connections: [...this.#roster.all.values()],
      rights: this.#rights,
      tell: (to, access) =>
        this.#delivery.tell(to, { kind: 'event', type: 'session.changed', body: { access }, origin: 0 }),
      end: (connection, error) => this.#end(connection, error),
    })
    this.#delivery.settle()
    return met
  }

  async configure(settings: RoomSettings): Promise<void> {
    this.#settings.learn(settings)
  }

  async erase(): Promise<void> {
    for (const socket of this.#state.getWebSockets()) {
      socket.serializeAttachment(null)
      closeSocket(socket, new RoomError('ROOM_DELETED', 'The room was deleted'))
    }
    await this.#state.storage.deleteAlarm()
    await this.#state.storage.deleteAll()
    this.#open()
  }

  /** One tick of every feature, in one transaction. A failure leaves no trace: everyone comes back and synchronises again. */
  #collect() {
    try {
      const outcomes = this.#state.storage.transactionSync(() => {
        const ticked = this.#room.features.flatMap((feature) => feature.onTick?.() ?? [])
        const consequences = this.#announcer.facts(ticked.flatMap(({ facts }) => facts ?? []))
        return { ticked, consequences }
      })
      for (const { announce } of outcomes.ticked) this.#announcer.frames(announce ?? [])
      this.#announcer.events(outcomes.consequences, null)
    } catch (error) {
      this.#log('tick_failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      for (const feature of this.#room.features) feature.forget?.()
      for (const { socket } of this.#roster.all.values()) {
        if (socket !== null) closeSocket(socket, new RoomError('INTERNAL_ERROR', 'The room could not store a change'))
      }
    }
  }

  #quiet() {
    for (const feature of this.#room.features) feature.onQuiet?.()
    for (const connection of this.#roster.all.values()) {
      if (connection.dialect === 'yjs' && connection.heardAt - connection.savedSignAt > keepSignsMs) connection.save()
    }
  }

  readonly #log = (event: string, detail: Readonly<Record<string, unknown>>) => {
    console.error(JSON.stringify({ event, ...detail }))
  }
}
