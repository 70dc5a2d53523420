/** Owns the room as customers see it: puts session and features together. Refuses any logic of its own. */
import type { Access } from '@syncforge/protocol/access'
import { Channel } from '@syncforge/protocol/frames'
import { defaultDocument } from '@syncforge/protocol/ids'
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { createSession, type Link, type Self, type SessionPlan, type Status } from './connection/session.ts'
import type { SyncForgeError } from './errors.ts'
import { type BroadcastListener, createBroadcast } from './features/broadcast.ts'
import { type Cursors, createCursors } from './features/cursors/cursors.ts'
import { createDocuments, type Keeping, type SyncStatus } from './features/documents/documents.ts'
import { createRoster } from './features/presence/connections.ts'
import { createPresence, type Presence } from './features/presence/presence.ts'
import type { createSeeds, SeedWriter } from './features/seed.ts'
import { createVersions, type History, type Versions } from './features/versions.ts'
import type { Store, Unsubscribe } from './store.ts'

/**
 * A room that was joined. It survives lost connections by itself: `status` and `sync` tell.
 *
 * @example
 * const room = await client.joinRoom('plans', { userInfo: { name: 'Ada' } })
 * const text = room.getDocument().getText('content')
 * text.insert(0, 'Hello')
 * await room.flush() // durable
 * room.leave()
 */
export interface Room {
  readonly id: string
  /**
   * Who I am here: `{ connectionId, userId, userInfo, verified, access }`. In a room joined with `offline` that has not answered yet it
   * is who I was there the last time, with an empty `connectionId`; on the first visit who `joinRoom` was told, with `write`.
   */
  readonly self: Self
  /** @example room.status.subscribe((status) => banner.toggle(status !== 'connected')) */
  readonly status: Store<Status>
  /** What I may do here: `read`, `comment`, `write` or `moderate`. It may change at any time. @example room.access.subscribe((access) => toolbar.toggle(access === 'write')) */
  readonly access: Store<Access>
  /** @example room.sync.subscribe((sync) => (sign.textContent = sync)) */
  readonly sync: Store<SyncStatus>
  readonly presence: Presence
  readonly cursors: Cursors
  /**
   * The room's Yjs document of that name, the same object on every call. Bind it to any editor; edits travel by
   * themselves. Its `whenSynced` resolves once it is complete, its `whenLoaded` already when the copy that `offline` keeps is in it.
   *
   * @param name 1–128 letters, digits or _ . : @ ~ - /; without it, the document `default`
   * @throws SyncForgeError VALIDATION_ERROR for a bad name, CLOSED after the room was left
   * @example const title = room.getDocument('meta').getText('title')
   */
  getDocument(name?: string): Y.Doc
  /**
   * The awareness of that document: carets and selections for an editor binding. States end with their connection.
   *
   * @example new MonacoBinding(text, model, new Set([editor]), room.getAwareness())
   */
  getAwareness(name?: string): Awareness
  /**
   * Gives a document its first content, once however many call this at the same time: one of them writes it into an empty document of its
   * own, the others wait. Resolves when the content is in this room's copy; where the document has content already, `write` is not called.
   * Who may not write waits until somebody has. `write` runs again, at somebody else, only when its caller fails or is gone.
   *
   * @throws what `write` throws; SyncForgeError PAYLOAD_TOO_LARGE past 780 kB, MALFORMED_MESSAGE, CLOSED after the room was left
   * @example await room.seed((doc) => doc.getText('content').insert(0, template))
   */
  seed(write: SeedWriter, options?: { readonly document?: string }): Promise<void>
  /** @example const [newest] = await room.versions.list() */
  readonly versions: Versions
  /** @example const runs = await room.history.blame() */
  readonly history: History
  /**
   * Sends an event to everyone else in the room; nobody keeps it. Resolves when the room has passed it on. Waits up to
   * 10 s for a connection.
   *
   * @throws SyncForgeError VALIDATION_ERROR, FORBIDDEN without `write`, NETWORK_ERROR, TIMEOUT, CLOSED
   * @example await room.broadcast('confetti', { x: 120, y: 80 })
   */
  broadcast(event: string, payload?: unknown): Promise<void>
  /**
   * Hears the events that others broadcast, in the order each of them sent. Returns the way to stop.
   *
   * @example const stop = room.on('confetti', ({ x, y }, { user }) => celebrate(x, y, user.userInfo.name))
   */
  on(event: string, listener: BroadcastListener): Unsubscribe
  /**
   * Resolves when every local edit so far is durable in the room's storage, however many reconnects that takes.
   *
   * @throws SyncForgeError the refusal (FORBIDDEN, PAYLOAD_TOO_LARGE …) when an edit cannot be saved, CLOSED after leaving
   * @example await room.flush()
   */
  flush(): Promise<void>
  /**
   * Says goodbye: others see me leave at once. Documents stay readable and keep what they hold. Edits that were made
   * offline and not sent yet stay on this side: `await room.flush()` first where that matters. When the same client
   * joined the room several times, the last `leave()` counts.
   *
   * @example room.leave()
   */
  leave(): void
}

export interface RoomPlan extends Pick<SessionPlan, 'authorize' | 'canRefresh' | 'standIn'> {
  readonly id: string
  readonly identity: { readonly userId?: string; readonly userInfo?: JsonObject }
  readonly presence: JsonObject
  readonly keeping?: Keeping | undefined
  report(error: SyncForgeError): void
  leave(): void
}

export interface OpenRoom {
  readonly room: Room
  /** Whether closing the page would take work along that the room does not have. */
  readonly unsaved: Store<boolean>
  /** Resolves with the first welcome, or without one where the room is kept here. */
  start(): Promise<void>
  close(error?: SyncForgeError): void
}

/** What features say is a sign that the app is in use; not so awareness, which repeats itself. */
const touching = (link: Link, touched: () => void): Link => ({
  ...link,
  ask(type, body) {
    touched()
    return link.ask(type, body)
  },
  sendFrame(frame) {
    if (frame[0] !== Channel.awareness) touched()
    return link.sendFrame(frame)
  },
})

export const openRoom = (plan: RoomPlan): OpenRoom => {
  const session = createSession({
    authorize: plan.authorize,
    canRefresh: plan.canRefresh,
    standIn: plan.standIn,
    report: plan.report,
    introduce: () => ({ ...plan.identity, presence: presence.mine() }),
  })
  const roster = createRoster(session, plan.presence, {
    presenceChanged: () => presence.changed(),
    peopleChanged(left) {
      presence.changed()
      cursors.changed(left)
    },
  })
  const presence = createPresence(session, roster, plan.presence)
  const link = touching(session, presence.touched)
  const cursors = createCursors(link, roster)
  const documents = createDocuments(link, plan.keeping ?? null)
  const broadcast = createBroadcast(link)
  const past = createVersions(link)
  let seeds: Promise<ReturnType<typeof createSeeds>> | undefined
  /** Few ever seed: the code for it comes with the first call. */
  const loadSeeds = () => {
    seeds ??= import('./features/seed.ts').then((loaded) =>
      loaded.createSeeds({ ask: link.ask, attach: session.attach }, documents.getDocument),
    )
    seeds.catch(() => {
      seeds = undefined
    })
    return seeds
  }
  // The roster first: the others read it.
  for (const { feature } of [roster, presence, cursors, documents, broadcast]) session.attach(feature)

  return {
    unsaved: documents.unsaved,
    start: session.start,
    close: session.close,
    room: {
      id: plan.id,
      get self() {
        const { connectionId, userId, userInfo, verified, access } = session.me()
        return { connectionId, userId, userInfo, verified, access }
      },
      status: { get: session.status.get, subscribe: session.status.subscribe },
      access: { get: session.access.get, subscribe: session.access.subscribe },
      sync: { get: documents.sync.get, subscribe: documents.sync.subscribe },
      presence: presence.store,
      cursors: cursors.store,
      getDocument: documents.getDocument,
      getAwareness: documents.getAwareness,
      async seed(write, { document = defaultDocument } = {}) {
        // Checks the name, and opens the document before anything else happens to it.
        documents.getDocument(document)
        const seed = await loadSeeds()
        return seed(document, write)
      },
      versions: past.versions,
      history: past.history,
      broadcast: broadcast.broadcast,
      on: broadcast.on,
      flush: documents.flush,
      leave: plan.leave,
    },
  }
}
