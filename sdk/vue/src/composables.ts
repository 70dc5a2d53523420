/** What components follow of a room, each as a shallow ref, and the calls of each feature. */
import type {
  Access,
  ActivityEntry,
  ChatView,
  Checklist,
  ChecklistsView,
  CommentThread,
  Cursor,
  CursorPoint,
  DeclaredPresence,
  DeclaredUserInfo,
  Json,
  Lease,
  PresencePatch,
  PresenceUser,
  Self,
  Status,
  SyncStatus,
  TextRecord,
} from '@syncforge/client'
import { type UndoScope, type UndoState, undoOf } from '@syncforge/client/undo'
import {
  type ComputedRef,
  computed,
  type MaybeRefOrGetter,
  markRaw,
  type ShallowRef,
  shallowRef,
  toRaw,
  toValue,
  watch,
} from 'vue'
import type { Doc } from 'yjs'
import { type AnyRoom, type RoomSource, useRoomStore, whileJoined } from './store.ts'

type Shown<T> = Readonly<ShallowRef<T>>
type People<P, I> = readonly PresenceUser<P, I>[]

const nobody: readonly never[] = []
const now = (source: RoomSource): AnyRoom => toRaw(toValue(source))
const joined = (source: RoomSource): NonNullable<AnyRoom> => {
  const room = now(source)
  if (!room) throw new Error('The room is not joined yet')
  return room
}

/** Everybody but me, or what `select` picks of them. @example const count = useOthers(room, (others) => others.length) */
export const useOthers = <P = DeclaredPresence, I = DeclaredUserInfo, S = People<P, I>>(
  room: RoomSource,
  select?: (others: People<P, I>) => S,
  isEqual?: (a: S, b: S) => boolean,
): Shown<S> =>
  useRoomStore<People<P, I>, S>(
    room,
    nobody,
    (each, listener) => each.presence.subscribeOthers(listener),
    select,
    isEqual,
  )

/**
 * Everybody, everybody but me, and the way to say something about myself. A person is the same object until they change.
 *
 * @example const { users, others, updatePresence } = usePresence(room)
 */
export const usePresence = <P = DeclaredPresence, I = DeclaredUserInfo>(room: RoomSource) => ({
  users: useRoomStore<People<P, I>>(room, nobody, (each, listener) => each.presence.subscribe(listener)),
  others: useOthers<P, I>(room),
  updatePresence: (patch: PresencePatch<P>): void => now(room)?.presence.update(patch),
})

/** Who I am in the room, or what `select` picks of it. @example const mayWrite = useSelf(room, (self) => self?.access === 'write') */
export const useSelf = <S = Self | null>(room: RoomSource, select?: (self: Self | null) => S): Shown<S> =>
  useRoomStore<Self | null, S>(room, null, (each, listener) => each.me.subscribe(listener), select)

const noCursors: ReadonlyMap<string, Cursor> = new Map()

/** Where the others point, and the way to say where I do. @example const { cursors, updateCursor } = useCursors(room) */
export const useCursors = (room: RoomSource) => ({
  cursors: useRoomStore<ReadonlyMap<string, Cursor>>(room, noCursors, (each, listener) =>
    each.cursors.subscribe(listener),
  ),
  updateCursor: (point: CursorPoint | null): void => now(room)?.cursors.update(point),
})

/** @example const status = useStatus(room) */
export const useStatus = (room: RoomSource): Shown<Status> =>
  useRoomStore<Status>(room, 'connecting', (each, listener) => each.status.subscribe(listener))

/** Whether my edits are durable. @example const sync = useSync(room) */
export const useSync = (room: RoomSource): Shown<SyncStatus> =>
  useRoomStore<SyncStatus>(room, 'offline', (each, listener) => each.sync.subscribe(listener))

/** What I may do here. @example const access = useAccess(room) */
export const useAccess = (room: RoomSource): Shown<Access> =>
  useRoomStore<Access>(room, 'read', (each, listener) => each.access.subscribe(listener))

/** Hears events that others broadcast. @example useEvent(room, 'confetti', ({ x, y }) => celebrate(x, y)) */
export const useEvent = (room: RoomSource, event: string, listener: (payload: Json) => void): void =>
  whileJoined(
    room,
    (each) => each.on(event, listener),
    () => {},
  )

/** The way to broadcast; rejects while there is no room. @example const broadcast = useBroadcast(room) */
export const useBroadcast =
  (room: RoomSource) =>
  async (event: string, payload?: unknown): Promise<void> =>
    joined(room).broadcast(event, payload)

const noThreads: readonly CommentThread[] = []

/** The room's threads, how many comments are unread, and the calls. @example const { threads, comments } = useComments(room) */
export const useComments = (room: RoomSource) => ({
  threads: useRoomStore<readonly CommentThread[]>(room, noThreads, (each, listener) =>
    each.comments.subscribe(listener),
  ),
  unread: useRoomStore<number>(room, 0, (each, listener) => each.comments.unread.subscribe(listener)),
  comments: computed(() => now(room)?.comments ?? null),
})

/** One thread, or `null`. @example const { thread } = useThread(room, () => props.id) */
export const useThread = (room: RoomSource, threadId: MaybeRefOrGetter<string>) => {
  const { threads, comments } = useComments(room)
  return { thread: computed(() => threads.value.find(({ id }) => id === toValue(threadId)) ?? null), comments }
}

const noChat: ChatView = { messages: [], hasMore: false, unread: 0, read: 0, typing: [] }

/** The conversation, and the calls. @example const { view, chat } = useChat(room) */
export const useChat = (room: RoomSource) => ({
  view: useRoomStore<ChatView>(room, noChat, (each, listener) => each.chat.subscribe(listener)),
  chat: computed(() => now(room)?.chat ?? null),
})

const noLeases: readonly Lease[] = []

/** Who holds a lock, and the way to have it. @example const { lease, isMine, acquire, release } = useLock(room, 'budget') */
export const useLock = (room: RoomSource, key: string) => {
  const lease = useRoomStore<readonly Lease[], Lease | null>(
    room,
    noLeases,
    (each, listener) => each.locks.subscribe(listener),
    (leases) => leases.find((each) => each.key === key) ?? null,
  )
  return {
    lease,
    isMine: computed(() => lease.value !== null && lease.value.connectionId === now(room)?.self.connectionId),
    acquire: async (options?: Parameters<NonNullable<AnyRoom>['locks']['acquire']>[1]) =>
      joined(room).locks.acquire(key, options),
    release: async () => joined(room).locks.release(key),
  }
}

/** A text under a key, and the way to save it on the version that was seen. @example const { record, save } = useRecord(room, 'brief') */
export const useRecord = (room: RoomSource, key: string) => {
  const record = useRoomStore<TextRecord | null>(room, null, (each, listener) => each.records.subscribe(key, listener))
  return {
    record,
    save: async (content: string, expectedVersion = record.value?.version ?? 0) =>
      joined(room).records.save(key, content, { expectedVersion }),
  }
}

const noLists: ChecklistsView = { lists: [], done: 0, total: 0, share: 0 }

/** One list, and the calls. @example const { checklist, checklists } = useChecklist(room, 'launch') */
export const useChecklist = (room: RoomSource, list: string) => ({
  checklist: useRoomStore<ChecklistsView, Checklist | null>(
    room,
    noLists,
    (each, listener) => each.checklists.subscribe(listener),
    ({ lists }) => lists.find(({ name }) => name === list) ?? null,
  ),
  checklists: computed(() => now(room)?.checklists ?? null),
})

/** All lists of the room with what is done of them, and the calls. @example const { view } = useChecklists(room) */
export const useChecklists = (room: RoomSource) => ({
  view: useRoomStore<ChecklistsView>(room, noLists, (each, listener) => each.checklists.subscribe(listener)),
  checklists: computed(() => now(room)?.checklists ?? null),
})

const nothingHappened: readonly ActivityEntry[] = []

/** The newest of what happened. @example const { entries } = useActivity(room) */
export const useActivity = (room: RoomSource) => ({
  entries: useRoomStore<readonly ActivityEntry[]>(room, nothingHappened, (each, listener) =>
    each.activity.subscribe(listener),
  ),
  activity: computed(() => now(room)?.activity ?? null),
})

/** The room's Yjs document, which Vue must not wrap. @example const doc = useDocument(room) */
export const useDocument = (room: RoomSource, name?: string): ComputedRef<Doc | null> =>
  computed(() => {
    const doc = now(room)?.getDocument(name)
    return doc ? markRaw(doc) : null
  })

/** Carets and selections for an editor binding. @example const awareness = useAwareness(room) */
export const useAwareness = (room: RoomSource, name?: string) =>
  computed(() => {
    const awareness = now(room)?.getAwareness(name)
    return awareness ? markRaw(awareness) : null
  })

const nothingToUndo: UndoState = { canUndo: false, canRedo: false }

/** Undo and redo of what I did in a shared type. @example const { state, undo } = useUndo(() => doc.value?.getArray('todos')) */
export const useUndo = (scope: MaybeRefOrGetter<UndoScope | null | undefined>) => {
  const state = shallowRef(nothingToUndo)
  const stack = () => {
    const type = toRaw(toValue(scope))
    return type ? undoOf(type) : null
  }
  watch(
    stack,
    (found, _, onCleanup) => {
      state.value = nothingToUndo
      const stop = found?.state.subscribe((next) => {
        state.value = next
      })
      if (stop) onCleanup(stop)
    },
    { immediate: true },
  )
  return { state: state as Shown<UndoState>, undo: () => stack()?.undo(), redo: () => stack()?.redo() }
}
