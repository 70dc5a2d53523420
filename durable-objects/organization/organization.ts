/**
 * The organization: one Durable Object for each, named by its id. Holds who is in which room now, pushes it to whoever watches, and tells rooms
 * which keys have ended. Knows nothing of what is written in a room.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Person } from '@syncforge/protocol/person'
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { LogReport } from '../../telemetry/live-log.ts'
import { durableStorage } from '../actor/durable-storage.ts'
import { openSocketFor, readAdmission } from '../actor/handshake.ts'
import { createKeyValues, type KeyValues } from '../actor/key-values.ts'
import { createLog, describeFault, type Log } from '../actor/log.ts'
import { migrate } from '../actor/migrate.ts'
import { answerClose } from '../actor/sockets.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { withinTime } from '../actor/timeout.ts'
import { createWakeups, type WakeHandler, type Wakeups } from '../actor/wakeups.ts'
import type { EndpointEvent } from '../endpoint/admission.ts'
import type { InboxOwner } from '../inbox/admission.ts'
import type { InboxListener } from '../inbox/target.ts'
import { everyCredential, type RoomName, roomObjectName } from '../room/admission.ts'
import type { ChangeBatch, FactBatch, FactTarget } from '../room/facts/target.ts'
import type { FileKeeper } from '../room/files/target.ts'
import type { LiveReport, LiveSource } from '../room/live/target.ts'
import {
  type LiveRoom,
  type OrganizationAdmission,
  type OrganizationStub,
  type OrganizationUsage,
  organizationAdmissionHeader,
} from './admission.ts'
import { type Books, createBooks } from './books.ts'
import { eachOf } from './each-of.ts'
import { createErasing, type Erasing } from './erasure.ts'
import { consumerMigrations } from './facts/consumers.ts'
import { intakeMigrations } from './facts/intake.ts'
import { lobbyTag } from './lobby/index.ts'
import { noticeMigrations } from './notices/rows.ts'
import { createPlan, type PlanOfOrganization } from './plan.ts'
import { createRenewal, type Renewal } from './renewal.ts'
import { createRevoking, type Revoking } from './revoking.ts'
import { createLiveRooms, type LiveRooms } from './rooms.ts'
import { migrations } from './schema.ts'
import { createWatchers, type Watchers, watchingTag } from './watchers.ts'

interface Bindings {
  readonly ROOM: {
    idFromName(name: string): DurableObjectId
    get(id: DurableObjectId): LiveSource
  }
}

/** A room that is silent for so long is asked whether it is as it said, when somebody looks. */
const doubtMs = 10 * 60_000
const emptyKeptMs = 60 * 60_000
const callTimeoutMs = 10_000
const nameKey = 'name'

export class Organization
  extends DurableObject<Bindings>
  implements OrganizationStub, FactTarget, InboxListener, FileKeeper
{
  readonly #state: DurableObjectState
  readonly #bindings: Bindings
  readonly #storage: ActorStorage
  readonly #values: KeyValues
  readonly #wakeups: Wakeups
  readonly #rooms: LiveRooms
  readonly #watchers: Watchers
  readonly #revoking: Revoking
  readonly #plan: PlanOfOrganization
  readonly #books: Books
  readonly #renewal: Renewal
  readonly #erasing: Erasing
  readonly #log: Log

  constructor(state: DurableObjectState, bindings: Bindings) {
    super(state, bindings)
    this.#state = state
    this.#bindings = bindings
    const clock = () => Date.now()
    const log = createLog(() => ({ organizationId: state.id.name ?? this.#values?.get<string>(nameKey) }))
    this.#log = log
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    const prepare = (storage: ActorStorage) =>
      migrate(storage, [...migrations, ...intakeMigrations, ...consumerMigrations, ...noticeMigrations])
    this.#storage = durableStorage(state.storage, prepare)
    prepare(this.#storage)
    const { sql } = this.#storage
    this.#values = createKeyValues(sql)
    this.#wakeups = createWakeups({ storage: this.#storage, values: this.#values, clock, log })
    this.#rooms = createLiveRooms(sql, clock)
    this.#revoking = createRevoking({
      sql,
      wakeups: this.#wakeups,
      rooms: () => this.#rooms.ids(),
      tell: async (roomId, credentials) => {
        const answer = await withinTime(this.#room(roomId).revoke(credentials), callTimeoutMs)
        if (!answer.ok) throw new Error(answer.error.message)
      },
      ended: (credentials) => {
        this.#books.consumers.inboxes.end(credentials)
        this.#books.consumers.lobby.end(credentials)
      },
      retryFirstMs: callTimeoutMs,
      clock,
      log,
    })
    this.#plan = createPlan({
      sql,
      values: this.#values,
      wakeups: this.#wakeups,
      each: eachOf,
      tell: (roomId, plan) => withinTime(this.#room(roomId).changePlan(plan), callTimeoutMs),
      retryFirstMs: callTimeoutMs,
      clock,
      log,
    })
    this.#books = createBooks({
      storage: this.#storage,
      values: this.#values,
      wakeups: this.#wakeups,
      rooms: this.#rooms,
      organizationId: () => this.#values.get<string>(nameKey) ?? '',
      limitsChanged: () => this.#watchers.limitsChanged(),
      numbersChanged: () => this.#watchers.numbersChanged(),
      state,
      clock,
      log,
    })
    this.#renewal = createRenewal({
      state,
      wakeups: this.#wakeups,
      organizationId: () => this.#values.get<string>(nameKey) ?? '',
    })
    this.#erasing = createErasing({
      state,
      storage: this.#storage,
      values: this.#values,
      wakeups: this.#wakeups,
      files: this.#books.files,
      organizationId: () => this.#values.get<string>(nameKey) ?? '',
      forget: () => this.#rooms.forget(),
      clock,
    })
    const { liveLog } = this.#books.consumers
    const { limits } = this.#books
    this.#watchers = createWatchers(state, this.#rooms, { books: this.#books, log: liveLog, limits })
    liveLog.listen(this.#watchers.logged)
    this.#books.consumers.lobby.use((roomId) => this.#rooms.find(roomId))
  }

  #room(roomId: string) {
    const name = roomObjectName(this.#values.get<string>(nameKey) ?? '', roomId)
    return this.#bindings.ROOM.get(this.#bindings.ROOM.idFromName(name))
  }

  #learnName(organizationId: string) {
    this.#erasing.requireStanding()
    if (this.#values.get(nameKey) !== organizationId) this.#values.put(nameKey, organizationId)
  }

  /** Rooms that were killed with people in them, or erased while we were away, tell nothing by themselves. */
  async #askSilent(): Promise<void> {
    await eachOf(this.#rooms.silentSince(Date.now() - doubtMs), async ({ roomId, createdAt }) => {
      try {
        const report = await withinTime(this.#room(roomId).live(createdAt), callTimeoutMs)
        const room = report === null ? this.#rooms.empty(roomId) : this.#rooms.take(report)
        this.#rooms.heard(roomId)
        if (room !== null) this.#watchers.changed(room)
      } catch (error) {
        this.#log('room_not_asked', { roomId, error: describeFault(error) })
      }
    })
    this.#rooms.prune(Date.now() - emptyKeptMs)
  }

  async report(report: LiveReport): Promise<readonly string[]> {
    const changed = this.#storage.transactionSync((): LiveRoom | null => {
      this.#learnName(report.room.organizationId)
      this.#storage.afterRollback(() => this.#rooms.forget())
      const room = this.#rooms.take(report)
      if (room !== null) this.#books.present(room)
      return room
    })
    if (changed === null) this.#watchers.numbersChanged()
    else this.#watchers.changed(changed)
    this.#books.consumers.lobby.changed(report.room)
    return this.#revoking.recent()
  }

  async unreadChanged(room: RoomName): Promise<boolean> {
    this.#learnName(room.organizationId)
    return this.#books.consumers.lobby.changed(room)
  }

  async tellLog(organizationId: string, report: LogReport): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#books.consumers.liveLog.add(report)
    })
  }

  async takeFacts(batch: FactBatch): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(batch.room.organizationId)
      this.#books.takeFacts(batch)
    })
  }

  async collect(organizationId: string): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#books.collect()
    })
  }

  async webhooksChanged(organizationId: string): Promise<void> {
    this.#learnName(organizationId)
    await this.#books.consumers.webhooks.refresh()
  }

  async hears(room: RoomName, type: string): Promise<boolean> {
    this.#learnName(room.organizationId)
    return this.#books.consumers.webhooks.hears(room.roomId, type)
  }

  async documentsChanged(batch: ChangeBatch): Promise<boolean> {
    return this.#storage.transactionSync(() => {
      this.#learnName(batch.room.organizationId)
      return this.#books.consumers.webhooks.tellChanges(batch)
    })
  }

  async tellInbox(
    { organizationId, userId }: InboxOwner,
    events: readonly EndpointEvent[],
    isListening: boolean,
  ): Promise<readonly string[]> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#books.consumers.inboxes.met(userId, isListening)
      this.#books.consumers.webhooks.tell(events)
    })
    return this.#revoking.recent()
  }

  async inboxes(limit: number): Promise<readonly string[]> {
    return this.#books.consumers.inboxes.some(limit)
  }

  async forgetInboxes(userIds: readonly string[]): Promise<void> {
    this.#books.consumers.inboxes.forget(userIds)
  }

  async usage(): Promise<OrganizationUsage> {
    return this.#books.usage()
  }

  async isCounted(person: Person): Promise<boolean> {
    return this.#books.consumers.counting.isCounted(person)
  }

  async counts(roomIds: readonly string[]): Promise<Readonly<Record<string, number>>> {
    return this.#rooms.counts(roomIds)
  }

  async revoke(credentials: readonly string[]): Promise<void> {
    this.#storage.transactionSync(() => this.#revoking.end(credentials))
  }

  async learnEndings(ended: readonly string[], held: readonly string[]): Promise<void> {
    this.#storage.transactionSync(() => {
      for (const credential of held) this.#revoking.withdraw(credential)
      this.#revoking.end(ended)
    })
  }

  async deleted(): Promise<void> {
    await this.revoke([everyCredential])
  }

  async restored(): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#revoking.withdraw(everyCredential)
      this.#erasing.at(null)
    })
  }

  async retire(credentials: readonly string[], endsAt: number): Promise<void> {
    this.#storage.transactionSync(() => this.#revoking.retire(credentials, endsAt))
  }

  async changePlan(organizationId: string, plan: HeldPlan): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#plan.change(plan, this.#rooms.ids())
      this.#books.limits.planChanged(plan)
      this.#books.billingChanged()
      // Postgres has written down what changed, in the transaction that changed it.
      this.#books.collect()
    })
    // What its endpoints may hear of is another as well.
    await this.#books.consumers.webhooks.refresh()
  }

  async eraseAt(organizationId: string, at: number): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#erasing.at(at)
    })
  }

  async refreshBillingAt(organizationId: string, at: number | null): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#renewal.at(at)
      this.#books.billingChanged()
    })
  }

  async keepFile(organizationId: string, place: string, bytes: number): Promise<boolean> {
    return this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      return this.#books.files.keep(place, bytes)
    })
  }

  async dropFilesBelow(organizationId: string, places: readonly string[]): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learnName(organizationId)
      this.#books.files.dropBelow(places)
    })
  }

  async dismiss(callerId: string): Promise<void> {
    this.#watchers.dismiss(callerId)
  }

  override async fetch(request: Request): Promise<Response> {
    const admission = readAdmission<OrganizationAdmission>(request, organizationAdmissionHeader)
    if (admission === null) return new Response(null, { status: 426 })
    this.#learnName(admission.organizationId)
    const { lobby } = this.#books.consumers
    if (admission.lobby) lobby.requirePlace()
    const { socket, response } = openSocketFor(this.#state, request, [admission.lobby ? lobbyTag : watchingTag])
    if (admission.lobby) lobby.accept(socket, admission, admission.lobby)
    else this.#watchers.accept(socket, admission)
    const set = this.#wakeups.wakesAt('watching')
    if (set === null || set > admission.expiresAt) this.#wakeups.wakeAt('watching', admission.expiresAt)
    if (!admission.lobby) this.#state.waitUntil(this.#askSilent())
    return response
  }

  /** Watchers only listen. */
  override webSocketMessage(): void {}

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#books.consumers.lobby.closed(socket)
    answerClose(socket, code)
  }

  override async alarm(): Promise<void> {
    const endOverdue: WakeHandler = (now) => {
      this.#wakeups.wakeAt('watching', this.#watchers.endOverdue(now))
      return undefined
    }
    await this.#wakeups.ring(
      new Map([
        [this.#renewal.wakeKey, this.#renewal.handler],
        ['watching', endOverdue],
        ...this.#revoking.wakeHandlers,
        [this.#plan.telling.wakeKey, this.#plan.telling.handler],
        ...this.#books.wakeHandlers,
        // Last: the others may still write.
        [this.#erasing.wakeKey, this.#erasing.handler],
      ]),
    )
  }
}
