'use client'
/** Locks, records, checklists, the activity and the past of a room. */
import type {
  AcquireOptions,
  ActivityEntry,
  ActivityFeed,
  Checklist,
  Checklists,
  ChecklistsView,
  History,
  Lease,
  RecordHead,
  SaveOptions,
  SyncForgeError,
  TextRecord,
  Version,
  Versions,
} from '@syncforge/client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AnyRoom } from './base/any-room.ts'
import { useStore } from './base/store.ts'

const notJoined = () => Promise.reject(new Error('The room is not joined yet'))
const noLeases: readonly Lease[] = []

/**
 * Who holds a lock, and the way to have it. It is given back when the connection ends, not when the component goes: call `release`.
 *
 * @example
 * const { lease, isMine, acquire, release } = useLock(room, 'budget')
 * <input disabled={!isMine} onFocus={() => acquire()} onBlur={() => release()} />
 */
export const useLock = (
  room: AnyRoom,
  key: string,
): {
  readonly lease: Lease | null
  readonly isMine: boolean
  readonly acquire: (options?: AcquireOptions) => Promise<Lease>
  readonly release: () => Promise<void>
} => {
  const lease = useStore<readonly Lease[], Lease | null>(
    room?.locks ?? null,
    noLeases,
    (leases) => leases.find((each) => each.key === key) ?? null,
  )
  const acquire = useCallback(
    (options?: AcquireOptions) => (room ? room.locks.acquire(key, options) : notJoined()),
    [room, key],
  )
  const release = useCallback(() => (room ? room.locks.release(key) : notJoined()), [room, key])
  const isMine = lease !== null && lease.connectionId === room?.self.connectionId
  return { lease, isMine, acquire, release }
}

/**
 * A text under a key, `null` for none and until it is known, and the way to save it as a whole on the version that was seen.
 *
 * @example
 * const { record, save } = useRecord(room, 'brief')
 * await save(text) // VERSION_CONFLICT when somebody else has saved meanwhile
 */
export const useRecord = (
  room: AnyRoom,
  key: string,
): {
  readonly record: TextRecord | null
  readonly isLoading: boolean
  /** On the version that `record` has, unless told otherwise. */
  readonly save: (content: string, options?: Partial<SaveOptions>) => Promise<RecordHead>
} => {
  const [known, setKnown] = useState<{ readonly of: string; readonly record: TextRecord | null } | null>(null)
  useEffect(() => room?.records.subscribe(key, (record) => setKnown({ of: key, record })), [room, key])
  const record = known?.of === key ? known.record : null
  const save = useCallback(
    (content: string, options: Partial<SaveOptions> = {}) =>
      room ? room.records.save(key, content, { expectedVersion: record?.version ?? 0, ...options }) : notJoined(),
    [room, key, record],
  )
  return { record, isLoading: known?.of !== key, save }
}

const noLists: ChecklistsView = { lists: [], done: 0, total: 0, share: 0 }

/** One list of the room, and the calls. @example const { checklist, checklists } = useChecklist(room, 'launch') */
export const useChecklist = (
  room: AnyRoom,
  list: string,
): { readonly checklist: Checklist | null; readonly checklists: Checklists | null } => {
  const find = ({ lists }: ChecklistsView) => lists.find(({ name }) => name === list) ?? null
  return {
    checklist: useStore<ChecklistsView, Checklist | null>(room?.checklists ?? null, noLists, find),
    checklists: room?.checklists ?? null,
  }
}

/** All lists of the room with what is done of them. @example const { share } = useChecklists(room) */
export const useChecklists = (room: AnyRoom): ChecklistsView & { readonly checklists: Checklists | null } => ({
  ...useStore<ChecklistsView>(room?.checklists ?? null, noLists),
  checklists: room?.checklists ?? null,
})

const nothingHappened: readonly ActivityEntry[] = []

/** The newest of what happened, newest first. @example const { entries, activity } = useActivity(room) */
export const useActivity = (
  room: AnyRoom,
): { readonly entries: readonly ActivityEntry[]; readonly activity: ActivityFeed | null } => {
  const [entries, setEntries] = useState(nothingHappened)
  useEffect(() => room?.activity.subscribe(setEntries), [room])
  return { entries, activity: room?.activity ?? null }
}

interface Past {
  readonly versions: readonly Version[]
  readonly isLoading: boolean
  readonly error: SyncForgeError | null
}

const unknownPast: Past = { versions: [], isLoading: true, error: null }

/**
 * The versions of a document, newest first, and the calls. The list is read when the component comes, and anew by `refresh`.
 *
 * @param document without it, the document `default`
 * @example
 * const { versions, create, restore } = useHistory(room)
 * await create('Before the rewrite')
 */
export const useHistory = (
  room: AnyRoom,
  document?: string,
): Past & {
  readonly refresh: () => Promise<void>
  readonly create: (name: string) => Promise<Version>
  readonly restore: (id: string) => Promise<void>
  /** Authors and replay. */
  readonly history: History | null
  readonly calls: Versions | null
} => {
  const [past, setPast] = useState(unknownPast)
  const actions = useMemo(() => {
    const refresh = async () => {
      if (!room) return
      try {
        setPast({ versions: await room.versions.list(document), isLoading: false, error: null })
      } catch (error) {
        setPast((before) => ({ ...before, isLoading: false, error: error as SyncForgeError }))
      }
    }
    return {
      refresh,
      async create(name: string) {
        if (!room) return notJoined()
        const version = await room.versions.create(name, document)
        await refresh()
        return version
      },
      async restore(id: string) {
        if (!room) return notJoined()
        await room.versions.restore(id)
        await refresh()
      },
    }
  }, [room, document])
  useEffect(() => {
    setPast(unknownPast)
    void actions.refresh()
  }, [actions])
  return { ...past, ...actions, history: room?.history ?? null, calls: room?.versions ?? null }
}
