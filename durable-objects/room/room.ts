/**
 * The room: one Durable Object, the single writer of everything in it. Each platform callback forwards to the part that
 * knows what to do, then lets delivery speak.
 */
import { DurableObject } from 'cloudflare:workers'
import { RoomError } from '@syncforge/protocol/errors'
import {
  type Actor,
  type Admission,
  type Answer,
  admissionHeader,
  type Moderation,
  type RoomSettings,
  type RoomStub,
} from './admission.ts'
import { assembleRoom, type RoomParts } from './assemble.ts'
import { answerOf, callerFor } from './caller.ts'
import { type Carrier, createCarrier, keepMs } from './carry.ts'
import { closeSocket } from './deliver.ts'
import { moderate } from './moderate.ts'
import type { RoomName } from './name.ts'
import { migrateRoom, tableOwners } from './open.ts'

const log = (event: string, detail: Readonly<Record<string, unknown>>) => {
  console.error(JSON.stringify({ event, ...detail }))
}

export class Room extends DurableObject implements RoomStub {
  readonly #state: DurableObjectState
  readonly #carrier: Carrier
  #parts: RoomParts

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    this.#state = state
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#parts = this.#open()
    this.#carrier = createCarrier(state.storage, tableOwners, () => Date.now(), log)
  }

  #open(): RoomParts {
    migrateRoom(this.#state.storage)
    return assembleRoom(this.#state, log)
  }

  override async fetch(request: Request): Promise<Response> {
    const header = request.headers.get(admissionHeader)
    if (header === null || request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return new Response(null, { status: 426 })
    }
    const admission = JSON.parse(header) as Admission
    const { settings, name, doorstep, delivery } = this.#parts
    settings.learn(admission.settings)
    name.learn(admission)
    const { 0: client, 1: server } = new WebSocketPair()
    const protocol = request.headers.get('sec-websocket-protocol')
    const headers =
      admission.dialect === 'native' && protocol !== null ? { 'sec-websocket-protocol': protocol } : undefined
    this.#state.acceptWebSocket(server)
    doorstep.accept(server, admission)
    delivery.settle()
    return new Response(null, { status: 101, webSocket: client, ...(headers === undefined ? {} : { headers }) })
  }

  // No promise here: at ten thousand messages a second its cost would be felt.
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const { roster, receiver, doorstep, delivery } = this.#parts
    const connection = roster.bySocket(socket)
    if (connection !== undefined) {
      connection.heardAt = Date.now()
      receiver.receive(connection, message)
    } else doorstep.greet(socket, message)
    delivery.settle()
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
    const { roster, departures, delivery } = this.#parts
    const connection = roster.bySocket(socket)
    if (connection !== undefined) departures.closed(connection, code)
    delivery.settle()
  }

  override async alarm(): Promise<void> {
    const { wakeups, departures, doorstep, lifeline, room, announcer, delivery, mirror } = this.#parts
    const carrier = this.#carrier
    const now = Date.now()
    let due: ReadonlySet<string> = new Set()
    try {
      this.#state.storage.transactionSync(() => {
        due = new Set(wakeups.takeDue(now))
        if (due.has(departures.wakeKey)) wakeups.wakeAt(departures.wakeKey, departures.sweep(now))
        if (due.has(doorstep.wakeKey)) wakeups.wakeAt(doorstep.wakeKey, doorstep.endSilent(now))
        if (due.has(carrier.wakeKey)) wakeups.wakeAt(carrier.wakeKey, carrier.sweep(now))
        if (due.has(lifeline.wakeKey)) wakeups.wakeAt(lifeline.wakeKey, lifeline.check(now))
        for (const feature of room.features) {
          if (due.has(feature.name)) announcer.events(feature.onAlarm?.(now) ?? [], null)
        }
      })
    } catch (error) {
      wakeups.forget()
      throw error
    }
    wakeups.rang()
    delivery.settle()
    if (due.has(mirror.wakeKey)) await mirror.run()
  }

  async ask(name: string, body: unknown, actor: Actor): Promise<Answer> {
    const { receiver, delivery } = this.#parts
    this.#parts.name.learn(actor)
    const answer = await answerOf(() => receiver.ask(name, body, callerFor(actor)), log)
    delivery.settle()
    return answer
  }

  async exportFile(room: unknown, name: RoomName): Promise<Answer> {
    this.#parts.name.learn(name)
    // What waits for its tick has been typed already.
    this.#parts.delivery.flush()
    this.#carryUntilLater()
    return answerOf(() => this.#carrier.exports.open(room), log)
  }

  async stageImport(file: ReadableStream<Uint8Array>): Promise<Answer> {
    this.#carryUntilLater()
    return answerOf(() => this.#carrier.imports.stage(file), log)
  }

  async commitImport(id: string, settings: RoomSettings, name: RoomName): Promise<Answer> {
    const { roster, delivery, end } = this.#parts
    return answerOf(() => {
      // Nothing may wait in memory for rows that are about to be others.
      delivery.flush()
      this.#carrier.imports.commit(id)
      for (const connection of roster.all.values())
        end(connection, new RoomError('ROOM_UNAVAILABLE', 'The room was imported'))
      this.#parts = this.#open()
      this.#parts.name.learn(name)
      this.#parts.settings.learn(settings)
      for (const feature of this.#parts.room.features) feature.onImport?.()
      return null
    }, log)
  }

  #carryUntilLater() {
    this.#parts.wakeups.wakeAt(this.#carrier.wakeKey, Date.now() + keepMs)
  }

  async moderate(moderation: Moderation, name: RoomName): Promise<number> {
    const { roster, rights, delivery, end } = this.#parts
    this.#parts.name.learn(name)
    const met = moderate(moderation, {
      connections: [...roster.all.values()],
      rights,
      tell: (to, access) => delivery.tell(to, { kind: 'event', type: 'session.changed', body: { access }, origin: 0 }),
      end,
    })
    delivery.settle()
    return met
  }

  async configure(settings: RoomSettings): Promise<void> {
    this.#parts.settings.learn(settings)
  }

  async erase(): Promise<void> {
    for (const socket of this.#state.getWebSockets()) {
      socket.serializeAttachment(null)
      closeSocket(socket, new RoomError('ROOM_DELETED', 'The room was deleted'))
    }
    await this.#state.storage.deleteAlarm()
    await this.#state.storage.deleteAll()
    this.#parts = this.#open()
  }
}
