/**
 * The room: one Durable Object, the single writer of everything in it. Each platform callback forwards to the part that
 * knows what to do, then lets delivery speak.
 */
import { DurableObject } from 'cloudflare:workers'
import { RoomError } from '@syncforge/protocol/errors'
import {
  type Actor,
  type AddressedRoom,
  type Admission,
  type Answer,
  admissionHeader,
  type Moderation,
  type RoomSettings,
  type RoomStub,
} from './admission.ts'
import type { RoomParts } from './assemble.ts'
import { known, pack, unpack } from './branch.ts'
import { answerOf, callerFor } from './caller.ts'
import { keepMs } from './carry.ts'
import { moderate } from './moderate.ts'
import { createOpening, type Opening } from './opening.ts'
import { unload } from './unload.ts'

const log = (event: string, detail: Readonly<Record<string, unknown>>) => {
  console.error(JSON.stringify({ event, ...detail }))
}

export class Room extends DurableObject implements RoomStub {
  readonly #state: DurableObjectState
  readonly #opening: Opening

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    this.#state = state
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#opening = createOpening(state, () => this.alarm(), log)
  }

  override async fetch(request: Request): Promise<Response> {
    const header = request.headers.get(admissionHeader)
    if (header === null || request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return new Response(null, { status: 426 })
    }
    const admission = JSON.parse(header) as Admission
    const { settings, name, doorstep, delivery } = await this.#opening.open(admission.settings)
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
    const parts = this.#opening.current()
    // On its way when the room was erased.
    if (parts === null) return
    const { roster, receiver, doorstep, delivery } = parts
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
    const parts = this.#opening.current()
    if (parts === null) return
    const { roster, departures, delivery } = parts
    const connection = roster.bySocket(socket)
    if (connection !== undefined) departures.closed(connection, code)
    delivery.settle()
  }

  override async alarm(): Promise<void> {
    const parts = this.#opening.current()
    // Rows of a room that never came to be: a file that was sent and not put in its place.
    if (parts === null) return this.#opening.erase(new RoomError('ROOM_UNAVAILABLE', 'There is no room here yet'))
    const {
      storage,
      wakeups,
      departures,
      doorstep,
      lifeline,
      room,
      announcer,
      delivery,
      vacancy,
      roster,
      carrier,
      mirror,
    } = parts
    const now = Date.now()
    let due: ReadonlySet<string> = new Set()
    try {
      storage.transactionSync(() => {
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
    if (due.has(vacancy.wakeKey) && roster.all.size === 0) {
      if (doorstep.isOccupied()) vacancy.postpone()
      else await this.#cleanUp(parts)
    }
    if (due.has(mirror.wakeKey)) await mirror.run()
  }

  /** Nobody has come back: what is in memory is erased, what is stored is unloaded. */
  async #cleanUp(parts: RoomParts) {
    if (parts.storage.persistence === 'durable') return unload(parts)
    await this.#opening.erase(new RoomError('ROOM_UNAVAILABLE', 'The room was empty and is being cleaned up'))
  }

  async ask(name: string, body: unknown, actor: Actor): Promise<Answer> {
    const { storage, roster, vacancy, receiver, delivery, name: ownName } = await this.#opening.open(actor.settings)
    ownName.learn(actor)
    // Of a room in memory that is only called, nobody's leave says when it can go.
    if (storage.persistence === 'memory' && roster.all.size === 0) vacancy.begin()
    const answer = await answerOf(() => receiver.ask(name, body, callerFor(actor)), log)
    delivery.settle()
    return answer
  }

  async exportFile(registration: unknown, room: AddressedRoom): Promise<Answer> {
    const parts = await this.#opening.open(room.settings)
    parts.name.learn(room)
    // What waits for its tick has been typed already.
    parts.delivery.flush()
    // In the file, so that a copy is known as one.
    parts.lineage.get()
    parts.wakeups.wakeAt(parts.carrier.wakeKey, Date.now() + keepMs)
    return answerOf(() => parts.carrier.exports.open(registration), log)
  }

  async stageImport(file: ReadableStream<Uint8Array>, settings: RoomSettings): Promise<Answer> {
    const { carrier, wakeups } = await this.#opening.open(settings)
    wakeups.wakeAt(carrier.wakeKey, Date.now() + keepMs)
    return answerOf(() => carrier.imports.stage(file), log)
  }

  async commitImport(id: string, room: AddressedRoom): Promise<Answer> {
    const { roster, delivery, carrier, end } = await this.#opening.open(room.settings)
    return answerOf(() => {
      // Nothing may wait in memory for rows that are about to be others.
      delivery.flush()
      carrier.imports.commit(id)
      for (const connection of roster.all.values())
        end(connection, new RoomError('ROOM_UNAVAILABLE', 'The room was imported'))
      const parts = this.#opening.reopen()
      parts.name.learn(room)
      parts.settings.learn(room.settings)
      for (const feature of parts.room.features) feature.onImport?.()
      return null
    }, log)
  }

  async known(room: AddressedRoom): Promise<Answer> {
    const parts = await this.#opening.open(room.settings)
    parts.name.learn(room)
    return answerOf(() => known(parts), log)
  }

  async pack(
    room: AddressedRoom,
    what: Parameters<RoomStub['pack']>[1],
    theirs: ReadableStream<Uint8Array> | null,
  ): Promise<Answer> {
    const parts = await this.#opening.open(room.settings)
    parts.name.learn(room)
    return answerOf(() => pack(parts, what, theirs), log)
  }

  async unpack(content: ReadableStream<Uint8Array>, actor: Actor, isNew: boolean): Promise<Answer> {
    const parts = await this.#opening.open(actor.settings)
    parts.name.learn(actor)
    const isOpen = () => parts === this.#opening.current()
    return answerOf(() => unpack(parts, content, { actor, isNew, isOpen }), log)
  }

  async moderate(moderation: Moderation, room: AddressedRoom): Promise<number> {
    const { roster, rights, delivery, end, name } = await this.#opening.open(room.settings)
    name.learn(room)
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
    const parts = this.#opening.current()
    // A room that is not open is told with the next admission or call.
    if (parts === null) return
    const { emptyAfterMs } = parts.settings.get()
    parts.settings.learn(settings)
    parts.vacancy.retime(emptyAfterMs)
  }

  async erase(): Promise<void> {
    await this.#opening.erase(new RoomError('ROOM_DELETED', 'The room was deleted'))
  }
}
