/**
 * The room: one Durable Object, the single writer of everything in it. Each platform callback forwards to the part that
 * knows what to do, then lets delivery speak.
 */
import { DurableObject } from 'cloudflare:workers'
import { RoomError } from '@syncforge/protocol/errors'
import { personKey } from '@syncforge/protocol/person'
import type { HeldPlan } from '@syncforge/protocol/plans'
import { createLogGatherer, type LogGatherer } from '../../telemetry/live-log.ts'
import type { Fields } from '../../telemetry/log.ts'
import type { Telling } from '../../telemetry/metrics/analytics.ts'
import { metrics, tellingOf } from '../../telemetry/metrics/index.ts'
import { originFields } from '../../telemetry/request.ts'
import { openSocketFor, readAdmission } from '../actor/handshake.ts'
import { createLog, describeFault, fieldsOf, type Log } from '../actor/log.ts'
import { answerClose } from '../actor/sockets.ts'
import {
  type Actor,
  type Admission,
  type AgentShown,
  type Answer,
  admissionHeader,
  type DecidedBy,
  type Moderation,
  type RoomAddress,
  type RoomHealth,
  type RoomRequest,
  type RoomSettings,
  type RoomStub,
  type Sharing,
  type StoredFile,
} from './admission.ts'
import type { RoomParts } from './assemble.ts'
import { lifeFields } from './connections/socket-life.ts'
import { fileKeeperOf } from './files/target.ts'
import { learnPlan, learnSettings, learnShare } from './learn.ts'
import { createOpening, type Opening } from './lifecycle.ts'
import { newsOf } from './live/news.ts'
import { type LiveReport, type LiveSource, liveTargetOf, type Reading } from './live/target.ts'
import { idsOf } from './record/name.ts'
import { publicLink } from './record/sharing.ts'
import { readingOf } from './sessions/authorize.ts'
import { answerOf, refusalOf, visitorFor } from './sessions/caller.ts'
import { deciding, moderate, publicDecision, share } from './sessions/moderate.ts'
import { endRevoked } from './sessions/revoke.ts'
import { known, pack, unpack } from './transfer/branch.ts'
import { takeImport } from './transfer/take-import.ts'
import { keepMs } from './transfer/transfer.ts'

const madeAnew = () => new RoomError('ROOM_UNAVAILABLE', 'The room was made anew in this moment')
const deleted = () => new RoomError('ROOM_DELETED', 'The room was deleted')

export class Room extends DurableObject implements RoomStub, LiveSource {
  readonly #state: DurableObjectState
  readonly #opening: Opening
  readonly #log: Log
  readonly #telling: Telling | null
  readonly #news: LogGatherer

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    this.#state = state
    this.#telling = tellingOf(env)
    const write = createLog(() => idsOf(this.#opening?.current()?.names.get()))
    this.#log = (event, fields, level = 'error') => {
      write(event, fields, level)
      this.#tellNews(event, fields, level)
    }
    this.#news = createLogGatherer(async (report) => {
      try {
        const organizationId = this.#opening.current()?.names.get()?.organizationId
        if (organizationId !== undefined) await liveTargetOf(state, organizationId)?.tellLog(organizationId, report)
      } catch (error) {
        write('live_log_untold', { error: describeFault(error) }, 'warn')
      }
    })
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    const { TOKEN_SECRET = '' } = env as { readonly TOKEN_SECRET?: string }
    this.#opening = createOpening(state, () => this.alarm(), TOKEN_SECRET, this.#log)
  }

  /** The room, open, the one that is meant, and complete: nobody comes in before. @throws RoomError */
  async #prepare(room: RoomAddress, isNew = false): Promise<RoomParts> {
    const held = this.#opening.current()?.restorer.standing(room)
    if (held === 'later') throw madeAnew()
    if (held === 'outlived') await this.#opening.erase(deleted())
    const parts = await this.#opening.open(room.settings)
    if (parts.restorer.standing(room) !== 'ready') await parts.restorer.restore(room, isNew)
    learnPlan(parts, room.plan)
    return parts
  }

  /** What its organization is to see goes there behind whatever is under way. */
  #tellNews(event: string, fields: Fields, level: 'info' | 'warn' | 'error') {
    const parts = this.#opening?.current()
    const news = newsOf(event, { ...fieldsOf(() => idsOf(parts?.names.get())), ...fields }, level)
    if (parts === null || news === null) return
    const isEphemeral = parts.storage.persistence === 'memory'
    const work = this.#news.add({ at: Date.now(), ...news, isEphemeral })
    if (work) this.#state.waitUntil(work)
  }

  /** After whatever was not a message: says what there is to say, and tells how many people are here now. */
  #settle(parts = this.#opening.current()) {
    parts?.delivery.settle()
    const people = new Set(Array.from(parts?.registry.all.values() ?? [], ({ user }) => personKey(user)))
    metrics.participants.set(this.#state.id.toString(), people.size)
    this.#telling?.due(Date.now())
  }

  /** Answers a call, and lets everybody hear what has come of it. */
  async #answer(call: string, room: RoomAddress, work: (parts: RoomParts) => unknown, isNew = false): Promise<Answer> {
    const startedAt = Date.now()
    const ofRequest = (parts: RoomParts) => parts.outbox.within(room.origin?.traceparent, () => work(parts))
    const answer = await answerOf(async () => ofRequest(await this.#prepare(room, isNew)), this.#log)
    this.#settle()
    const code = answer.ok ? undefined : answer.error.code
    const durationMs = Date.now() - startedAt
    this.#log('call', { ...idsOf(room), ...originFields(room.origin), call, code, durationMs }, 'info')
    return answer
  }

  override async fetch(request: Request): Promise<Response> {
    const admission = readAdmission<Admission>(request, admissionHeader)
    if (admission === null) return new Response(null, { status: 426 })
    let parts: RoomParts
    try {
      parts = await this.#prepare(admission, admission.isNew)
      learnSettings(parts, admission.settings)
      learnShare(parts, admission)
      await parts.handshake.require(admission)
      if (parts !== this.#opening.current()) throw madeAnew()
      parts.use.begin()
    } catch (cause) {
      return Response.json(refusalOf(cause, this.#log))
    }
    const { socket, response } = openSocketFor(this.#state, request)
    parts.handshake.accept(socket, admission)
    this.#settle(parts)
    return response
  }

  // No promise here: at ten thousand messages a second its cost would be felt.
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const parts = this.#opening.current()
    // On its way when the room was erased.
    if (parts === null) return
    const { registry, receiver, handshake, delivery } = parts
    const connection = registry.bySocket(socket)
    const bytes = typeof message === 'string' ? message.length : message.byteLength
    if (connection === undefined) {
      handshake.greet(socket, message)
      this.#settle(parts)
      return
    }
    const now = Date.now()
    connection.heard(bytes, now)
    receiver.receive(connection, message)
    delivery.settle(bytes, now)
    this.#telling?.due(now)
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    answerClose(socket, code)
    this.#lost(socket, code)
  }

  override webSocketError(socket: WebSocket): void {
    this.#lost(socket, 1006)
  }

  #lost(socket: WebSocket, code: number) {
    const parts = this.#opening.current()
    if (parts === null) return
    const { registry, departures, receiver } = parts
    const connection = registry.bySocket(socket)
    if (connection !== undefined) receiver.settle(connection)
    if (connection !== undefined)
      this.#log('socket_closed', { ...lifeFields(connection, Date.now()), closeCode: code }, 'info')
    try {
      if (connection !== undefined) departures.closed(connection, code)
    } catch (error) {
      // It is tried again when liveness finds that nothing is heard from it.
      this.#log('leave_failed', { error: describeFault(error) })
    }
    this.#settle(parts)
  }

  override async alarm(): Promise<void> {
    const parts = this.#opening.current()
    // Of a room that is no more: opening has cleaned up.
    if (parts === null) return
    const { delivery, wakeups, wakeHandlers } = parts
    // What was said before is heard before somebody is ended.
    delivery.flush()
    const rest = wakeups.ring(wakeHandlers)
    this.#settle(parts)
    await rest
  }

  async ask(name: string, body: unknown, actor: Actor): Promise<Answer> {
    return this.#answer(name, actor, ({ receiver, use, emptyTimeout, ...parts }) => {
      use.begin()
      const reply = receiver.ask(name, body, visitorFor(actor, parts))
      emptyTimeout.called(parts.room.routes.get(name)?.entry.access !== 'read')
      return reply
    })
  }

  async showAgent(agent: AgentShown, requests: readonly RoomRequest[], actor: Actor): Promise<Answer> {
    return this.#answer('agent.show', actor, ({ agents, delivery, use }) => {
      use.begin()
      // What was collected so far was before it came.
      delivery.flush()
      return agents.show(agent, requests, actor.requestId)
    })
  }

  async hideAgent(userId: string, room: RoomAddress): Promise<Answer> {
    return this.#answer('agent.hide', room, ({ agents, delivery }) => {
      delivery.flush()
      return agents.hide(userId)
    })
  }

  async exportFile(registration: unknown, room: RoomAddress): Promise<Answer> {
    return this.#answer('export', room, ({ delivery, lineage, wakeups, transfer }) => {
      // What waits for its tick has been typed already.
      delivery.flush()
      // In the file, so that a copy is known as one.
      lineage.get()
      wakeups.wakeAt(transfer.wakeKey, Date.now() + keepMs)
      return transfer.exports.open(registration)
    })
  }

  async stageImport(file: ReadableStream<Uint8Array>, room: RoomAddress, isNew: boolean): Promise<Answer> {
    const stage = (parts: RoomParts) => {
      const { transfer, wakeups } = parts
      wakeups.wakeAt(transfer.wakeKey, Date.now() + keepMs)
      return transfer.imports.stage(file).catch((error: unknown) => {
        // Its rows went with the room that they were for.
        if (parts.transfer !== this.#opening.current()?.transfer) throw madeAnew()
        throw error
      })
    }
    return this.#answer('import', room, stage, isNew)
  }

  async commitImport(id: string, room: RoomAddress): Promise<Answer> {
    return this.#answer('import.commit', room, (parts) => takeImport(parts, this.#opening, id, room.settings))
  }

  async known(room: RoomAddress): Promise<Answer> {
    return this.#answer('known', room, known)
  }

  async pack(
    room: RoomAddress,
    what: Parameters<RoomStub['pack']>[1],
    theirs: ReadableStream<Uint8Array> | null,
  ): Promise<Answer> {
    return this.#answer('pack', room, (parts) => pack(parts, what, theirs))
  }

  async unpack(content: ReadableStream<Uint8Array>, actor: Actor, isNew: boolean): Promise<Answer> {
    const takeInto = (parts: RoomParts) =>
      unpack(parts, content, { actor, isNew, isOpen: () => parts === this.#opening.current() })
    return this.#answer('unpack', actor, takeInto, isNew)
  }

  async moderate(moderation: Moderation, room: RoomAddress, by: DecidedBy | null = null): Promise<Answer> {
    return this.#answer(moderation.kind, room, (parts) => {
      // What was said before is heard before somebody is ended.
      parts.delivery.flush()
      parts.live.changed()
      return parts.commit(() => moderate(moderation, { ...parts, ...deciding(parts), by }))
    })
  }

  async revoke(credentials: readonly string[]): Promise<Answer> {
    const answer = await answerOf(() => {
      const parts = this.#opening.current()
      // Nobody is in a room that is not open.
      if (parts === null) return 0
      const { registry, delivery, end } = parts
      // What was said before is heard before somebody is ended.
      delivery.flush()
      return endRevoked(credentials, { connections: [...registry.all.values()], end })
    }, this.#log)
    this.#settle()
    return answer
  }

  async changePlan(plan: HeldPlan): Promise<void> {
    const parts = this.#opening.current()
    // A room that is not open is told with the next admission or call.
    if (parts !== null) learnPlan(parts, plan)
  }

  async live(createdAt: number): Promise<LiveReport | null> {
    return this.#opening.since(createdAt)?.live.report() ?? null
  }

  async readers(createdAt: number, userIds: readonly string[]): Promise<Readonly<Record<string, Reading>> | null> {
    const parts = this.#opening.since(createdAt)
    return parts && Object.fromEntries(userIds.map((userId) => [userId, readingOf(userId, parts, Date.now())]))
  }

  async lobby(...[createdAt, viewers]: Parameters<LiveSource['lobby']>): ReturnType<LiveSource['lobby']> {
    return this.#opening.since(createdAt)?.lobby.look(viewers) ?? null
  }

  async decision(userId: string, room: RoomAddress): Promise<Answer> {
    return this.#answer('decision', room, ({ rights }) => publicDecision(rights.of(userId, Date.now())))
  }

  async decisions(after: string | null, limit: number, room: RoomAddress): Promise<Answer> {
    return this.#answer('decisions', room, ({ rights }) => rights.page(after, limit).map(publicDecision))
  }

  async share(sharing: Sharing, room: RoomAddress, by: DecidedBy): Promise<Answer> {
    return this.#answer(sharing.kind, room, (parts) => {
      parts.delivery.flush()
      parts.live.changed()
      return parts.commit(() => share(sharing, { ...parts, ...deciding(parts), store: parts.sharing, by }))
    })
  }

  async shared(room: RoomAddress): Promise<Answer> {
    return this.#answer('shared', room, ({ sharing }) => {
      const { links, shares } = sharing.all()
      return { links: links.map(publicLink), shares }
    })
  }

  async configure(settings: RoomSettings): Promise<void> {
    const parts = this.#opening.current()
    // A room that is not open is told with the next admission or call.
    if (parts === null) return
    learnSettings(parts, settings)
    this.#settle(parts)
  }

  async health(): Promise<RoomHealth> {
    const parts = this.#opening.current()
    return { failing: parts?.wakeups.failing() ?? [], factsWaiting: parts?.outbox.waiting() ?? 0 }
  }

  async fileStored(stored: StoredFile, room: RoomAddress): Promise<Answer> {
    return this.#answer('file.stored', room, ({ commit, files }) => commit(() => files.stored(stored), []))
  }

  async erase(): Promise<void> {
    const parts = this.#opening.current()
    const [room, place] = [parts?.names.get(), parts?.files.ownPlace()]
    // Before the rows that tell of them: one that fails is asked again.
    if (room && place)
      await fileKeeperOf(this.#state, room.organizationId)?.dropFilesBelow(room.organizationId, [place])
    const tell = this.#opening.current()?.live.end()
    await this.#opening.erase(deleted())
    this.#settle()
    await tell?.()
  }

  async abandon(room: RoomAddress): Promise<boolean> {
    const parts = this.#opening.current()
    if (parts === null || parts.restorer.standing(room) !== 'ready') return true
    if (parts.use.hasBegun()) return false
    await this.#opening.erase(deleted())
    return true
  }
}
