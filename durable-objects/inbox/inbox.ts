/**
 * An inbox: one Durable Object for each verified person of an organization. Takes what they are told, keeps it until it was read and longer, and
 * pushes it to their tabs. Knows no room: who may hear of one is decided by whoever hands it over.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Body, Reply, RequestName, Snapshot } from '@syncforge/protocol/contract'
import { RoomError } from '@syncforge/protocol/errors'
import { inbox, inboxHeadMax, type ServerPreferencesPatch } from '@syncforge/protocol/inbox'
import type * as z from 'zod'
import { durableStorage } from '../actor/durable-storage.ts'
import { openSocketFor, readAdmission } from '../actor/handshake.ts'
import { createKeyValues, type KeyValues } from '../actor/key-values.ts'
import { createLog, describeFault, type Log } from '../actor/log.ts'
import { migrate } from '../actor/migrate.ts'
import { answerClose } from '../actor/sockets.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { createWakeups, type WakeHandler, type Wakeups } from '../actor/wakeups.ts'
import { type Answer, everyCredential } from '../room/admission.ts'
import {
  type InboxAdmission,
  type InboxEntry,
  type InboxOwner,
  type InboxStub,
  inboxAdmissionHeader,
  type ToldNotification,
} from './admission.ts'
import { type Changes, createChanges } from './changes.ts'
import { createDigest, type Digest } from './digest.ts'
import { createNotifications, type Notifications } from './notifications.ts'
import { createPreferences, type Preferences } from './preferences.ts'
import { quietUntil } from './quiet.ts'
import { migrations } from './schema.ts'
import { createTabs, type Tabs } from './tabs.ts'
import { createTelling, type Telling } from './telling.ts'

type Handlers = {
  readonly [N in RequestName<typeof inbox>]: (body: Body<typeof inbox, N>) => Reply<typeof inbox, N>
}

const ownerKey = 'owner'
const publicUrlKey = 'publicUrl'
const pruningKey = 'pruning'
const pruneEveryMs = 24 * 3_600_000

const organizationDeleted = () => new RoomError('ORGANIZATION_DELETED', 'The organization was deleted')

/** @throws RoomError VALIDATION_ERROR */
const parse = <S extends z.ZodType>(schema: S, body: unknown): z.output<S> => {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issues = result.error.issues
    .slice(0, 10)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const [first] = issues
  throw new RoomError('VALIDATION_ERROR', `${first?.path || 'body'}: ${first?.message ?? 'is not valid'}`, { issues })
}

export class Inbox extends DurableObject<object> implements InboxStub {
  readonly #state: DurableObjectState
  readonly #storage: ActorStorage
  readonly #values: KeyValues
  readonly #wakeups: Wakeups
  readonly #notifications: Notifications
  readonly #preferences: Preferences
  readonly #tabs: Tabs
  readonly #changes: Changes
  readonly #telling: Telling
  readonly #digest: Digest
  readonly #log: Log

  constructor(state: DurableObjectState, bindings: object) {
    super(state, bindings)
    this.#state = state
    const clock = () => Date.now()
    const log = createLog(() => ({ organizationId: this.#values?.get<InboxOwner>(ownerKey)?.organizationId }))
    this.#log = log
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    const prepare = (storage: ActorStorage) => migrate(storage, migrations)
    this.#storage = durableStorage(state.storage, prepare)
    prepare(this.#storage)
    const { sql } = this.#storage
    this.#values = createKeyValues(sql)
    this.#wakeups = createWakeups({ storage: this.#storage, values: this.#values, clock, log })
    this.#notifications = createNotifications(sql, this.#values)
    this.#preferences = createPreferences(sql, this.#values)
    const owner = () => this.#owner()
    this.#telling = createTelling({
      sql,
      values: this.#values,
      wakeups: this.#wakeups,
      state,
      owner,
      end: (credentials) => this.#end(credentials),
      clock,
      log,
    })
    this.#digest = createDigest({
      storage: this.#storage,
      wakeups: this.#wakeups,
      notifications: this.#notifications,
      preferences: this.#preferences,
      state,
      owner,
      publicUrl: () => this.#values.get<string>(publicUrlKey),
      clock,
      log,
    })
    this.#tabs = createTabs({
      state,
      transactions: this.#storage,
      wakeups: this.#wakeups,
      snapshot: (admission) => this.#comeIn(admission),
      answer: (name, body) => this.#handle(name, body),
      clock,
      log,
    })
    this.#changes = createChanges({
      isHeard: () => !this.#tabs.isEmpty(),
      find: (ids) => this.#notifications.find(ids),
      sayChanged: (notifications, removed) =>
        this.#tabs.say({ type: 'inbox.changed', body: { notifications, removed, ...this.#counts() } }),
      sayEverything: () => this.#tabs.say({ type: 'inbox.reset', body: this.#snapshot() }),
    })
  }

  #owner(): InboxOwner {
    const owner = this.#values.get<InboxOwner>(ownerKey)
    if (owner === null) throw new Error('nobody has called this inbox by its name')
    return owner
  }

  #learn({ organizationId, userId }: InboxOwner, publicUrl?: string) {
    if (publicUrl !== undefined && this.#values.get(publicUrlKey) !== publicUrl)
      this.#values.put(publicUrlKey, publicUrl)
    if (this.#values.get(ownerKey) !== null) return
    this.#values.put(ownerKey, { organizationId, userId } satisfies InboxOwner)
    this.#telling.opened()
  }

  #counts() {
    const quiet = quietUntil(this.#preferences.get().doNotDisturb, Date.now()) !== null
    return { unread: this.#notifications.unread(), quiet }
  }

  #snapshot(): Snapshot<typeof inbox> {
    return { ...this.#counts(), ...this.#notifications.page({ limit: inboxHeadMax }) }
  }

  #comeIn(admission: InboxAdmission): Snapshot<typeof inbox> {
    this.#learn(admission, admission.publicUrl)
    this.#telling.listening(true)
    if (admission.email !== null) this.#preferences.learnEmail(admission.email)
    return this.#snapshot()
  }

  readonly #handlers: Handlers = {
    'inbox.list': (filter) => ({ ...this.#notifications.page(filter), ...this.#unread() }),
    'inbox.read': ({ ids }) => {
      const changed = this.#notifications.read(ids, Date.now())
      if (changed.length > 0) this.#storage.afterCommit(() => this.#changes.changed(changed))
      return this.#unread()
    },
    'inbox.readAll': ({ upTo = Number.MAX_SAFE_INTEGER }) => {
      const changed = this.#notifications.readAll(upTo, Date.now())
      if (changed > 0) this.#storage.afterCommit(() => this.#changes.everything())
      return this.#unread()
    },
    'inbox.remove': ({ ids }) => {
      const removed = this.#notifications.remove(ids)
      if (removed.length > 0) this.#storage.afterCommit(() => this.#changes.removed(removed))
      return this.#unread()
    },
    'inbox.preferences': () => this.#preferences.get(),
    'inbox.prefer': (patch) => this.#prefer(patch),
  }

  #unread() {
    return { unread: this.#notifications.unread() }
  }

  #prefer(patch: ServerPreferencesPatch) {
    this.#preferences.update(patch)
    // Whether it is quiet may be another thing now.
    this.#storage.afterCommit(() => this.#changes.everything())
    return this.#preferences.get()
  }

  /** @throws RoomError */
  #handle(name: string, body: unknown): unknown {
    if (!Object.hasOwn(inbox.requests, name))
      throw new RoomError('UNKNOWN_MESSAGE', `An inbox is not asked ${name.slice(0, 64)}`, { type: name.slice(0, 64) })
    const known = name as RequestName<typeof inbox>
    const parsed = parse(inbox.requests[known].body, body)
    // Which body goes with which handler is in the contract; the compiler cannot follow a name that it does not know.
    const handler = this.#handlers[known] as (body: unknown) => unknown
    return this.#storage.transactionSync(() => handler(parsed))
  }

  /** Takes one that nobody has told before. Returns its id, `null` when its owner wants none such. In a transaction. */
  #add(told: ToldNotification, now: number): string | null {
    const { kind, roomId, threadId } = told
    if (!this.#notifications.isNews(told.id, now)) return null
    const { inApp } = this.#preferences.channelsOf(kind)
    const mailAt = this.#digest.dueFor(kind, now)
    if (this.#preferences.isMuted(roomId, threadId) || !(inApp || mailAt !== null)) return null
    const { id, isNew, gone } = this.#notifications.add(told, { inApp, mailAt }, now)
    if (isNew) this.#telling.made({ id, kind, at: told.at })
    this.#digest.plan()
    if (this.#wakeups.wakesAt(pruningKey) === null) this.#wakeups.wakeAt(pruningKey, now + pruneEveryMs)
    this.#storage.afterCommit(() => {
      this.#changes.changed([id])
      if (gone.length > 0) this.#changes.removed(gone)
    })
    return id
  }

  #answer(owner: InboxOwner, work: () => unknown): Answer {
    try {
      const reply = this.#storage.transactionSync(() => {
        this.#learn(owner)
        return work()
      })
      return { ok: true, reply }
    } catch (cause) {
      const isRefusal = cause instanceof RoomError
      if (!isRefusal) this.#log('call_failed', { error: describeFault(cause) })
      const error = isRefusal ? cause : new RoomError('INTERNAL_ERROR', 'The inbox could not do this')
      return { ok: false, error: { code: error.code, message: error.message, details: error.details } }
    }
  }

  async take(owner: InboxOwner, entries: readonly InboxEntry[]): Promise<void> {
    this.#storage.transactionSync(() => {
      this.#learn(owner)
      const now = Date.now()
      for (const entry of entries) this.#takeOne(entry, now)
    })
  }

  #takeOne(entry: InboxEntry, now: number) {
    if (entry.does === 'tell') {
      this.#add(entry.told, now)
    } else if (entry.does === 'end') {
      this.#end(entry.credentials)
    } else if (entry.does === 'bar' || entry.does === 'forget') {
      const { roomId } = entry
      const met =
        entry.does === 'bar' ? this.#notifications.bar(roomId, entry.isBarred) : this.#notifications.forget(roomId)
      if (met > 0) this.#storage.afterCommit(() => this.#changes.everything())
    } else {
      const { changed, gone } = this.#notifications.reword(entry.about, entry.does === 'reword' ? entry.text : null)
      this.#storage.afterCommit(() => {
        if (changed.length > 0) this.#changes.changed(changed)
        if (gone.length > 0) this.#changes.removed(gone)
      })
    }
  }

  #end(credentials: readonly string[]) {
    if (credentials.includes(everyCredential)) this.#tabs.end(organizationDeleted())
    else this.#tabs.end(new RoomError('KEY_REVOKED', 'The key that signed your token has ended'), credentials)
  }

  async create(owner: InboxOwner, told: ToldNotification, publicUrl: string): Promise<Answer> {
    return this.#answer(owner, () => {
      this.#learn(owner, publicUrl)
      const id = this.#add(told, Date.now())
      return id === null ? null : (this.#notifications.find([id])[0] ?? null)
    })
  }

  async ask(owner: InboxOwner, name: string, body: unknown): Promise<Answer> {
    return this.#answer(owner, () => this.#handle(name, body))
  }

  async prefer(owner: InboxOwner, patch: ServerPreferencesPatch): Promise<Answer> {
    return this.#answer(owner, () => this.#prefer(patch))
  }

  async unsubscribe(owner: InboxOwner): Promise<Answer> {
    return this.#answer(owner, () => this.#preferences.unsubscribe())
  }

  async erase(): Promise<void> {
    this.#tabs.end(organizationDeleted())
    await this.#storage.erase()
    this.#wakeups.forget()
  }

  override async fetch(request: Request): Promise<Response> {
    const admission = readAdmission<InboxAdmission>(request, inboxAdmissionHeader)
    if (admission === null) return new Response(null, { status: 426 })
    const { socket, response } = openSocketFor(this.#state, request)
    this.#tabs.handshake.accept(socket, admission)
    return response
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#tabs.receive(socket, message)
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    answerClose(socket, code)
  }

  override async alarm(): Promise<void> {
    const { handshake, liveness } = this.#tabs
    const look =
      (wakeKey: string, check: (now: number) => number | null): WakeHandler =>
      (now) => {
        this.#wakeups.wakeAt(wakeKey, check(now))
        return undefined
      }
    const checkTabs = (now: number) => {
      const next = liveness.check(now)
      if (this.#tabs.isEmpty()) this.#telling.listening(false)
      return next
    }
    const prune: WakeHandler = (now) => {
      if (this.#notifications.prune(now) > 0) this.#storage.afterCommit(() => this.#changes.everything())
      this.#wakeups.wakeAt(pruningKey, now + pruneEveryMs)
      return undefined
    }
    await this.#wakeups.ring(
      new Map([
        [handshake.wakeKey, look(handshake.wakeKey, handshake.endSilent)],
        [liveness.wakeKey, look(liveness.wakeKey, checkTabs)],
        [pruningKey, prune],
        [this.#telling.wakeKey, this.#telling.handler],
        ...this.#digest.wakeHandlers,
      ]),
    )
  }
}
