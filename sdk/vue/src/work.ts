/** Locks, texts that are saved as a whole, checklists, and what has happened in a room. */
import type {
  AcquireOptions,
  ActivityEntry,
  ActivityFeed,
  Checklist,
  Checklists,
  ChecklistsView,
  Lease,
  RecordHead,
  SaveOptions,
  TextRecord,
} from '@syncforge/client'
import { type ComputedRef, computed, type MaybeRefOrGetter, toValue } from 'vue'
import { joined, now, type RoomSource, type Shown, useRoomStore } from './store.ts'

const noLeases: readonly Lease[] = []

/**
 * Who holds a lock, and the way to have it.
 *
 * @example const { lease, isMine, acquire, release } = useLock(room, () => `document:${props.id}`)
 */
export const useLock = (
  room: RoomSource,
  key: MaybeRefOrGetter<string>,
): {
  readonly lease: ComputedRef<Lease | null>
  readonly isMine: ComputedRef<boolean>
  readonly acquire: (options?: AcquireOptions) => Promise<Lease>
  readonly release: () => Promise<void>
} => {
  const leases = useRoomStore<readonly Lease[]>(room, noLeases, (each, listener) => each.locks.subscribe(listener))
  const lease = computed(() => leases.value.find((each) => each.key === toValue(key)) ?? null)
  return {
    lease,
    isMine: computed(() => lease.value !== null && lease.value.connectionId === now(room)?.self.connectionId),
    acquire: async (options) => joined(room).locks.acquire(toValue(key), options),
    release: async () => joined(room).locks.release(toValue(key)),
  }
}

interface RecordState {
  readonly record: TextRecord | null
  readonly isLoading: boolean
}

const unknownRecord: RecordState = { record: null, isLoading: true }

/**
 * A text under a key, `null` for none and until it is known, and the way to save it on the version that was seen.
 *
 * @example
 * const { record, isLoading, save } = useRecord(room, 'brief')
 * await save(text) // VERSION_CONFLICT when somebody else has saved meanwhile
 */
export const useRecord = (
  room: RoomSource,
  key: MaybeRefOrGetter<string>,
): {
  readonly record: ComputedRef<TextRecord | null>
  readonly isLoading: ComputedRef<boolean>
  /** On the version that `record` has, unless told otherwise. */
  readonly save: (content: string, options?: Partial<SaveOptions>) => Promise<RecordHead>
} => {
  const follow = (each: ReturnType<typeof joined>, listener: (state: RecordState) => void) =>
    each.records.subscribe(toValue(key), (record) => listener({ record, isLoading: false }))
  const state = useRoomStore<RecordState>(room, unknownRecord, follow, undefined, undefined, key)
  return {
    record: computed(() => state.value.record),
    isLoading: computed(() => state.value.isLoading),
    save: async (content, options = {}) =>
      joined(room).records.save(toValue(key), content, {
        expectedVersion: state.value.record?.version ?? 0,
        ...options,
      }),
  }
}

const noLists: ChecklistsView = { lists: [], done: 0, total: 0, share: 0 }

/** All lists of the room with what is done of them, and the calls. @example const { view } = useChecklists(room) */
export const useChecklists = (
  room: RoomSource,
): { readonly view: Shown<ChecklistsView>; readonly checklists: ComputedRef<Checklists | null> } => ({
  view: useRoomStore<ChecklistsView>(room, noLists, (each, listener) => each.checklists.subscribe(listener)),
  checklists: computed(() => now(room)?.checklists ?? null),
})

/** One list, `null` for none of that name, and the calls. @example const { checklist, checklists } = useChecklist(room, 'launch') */
export const useChecklist = (
  room: RoomSource,
  list: MaybeRefOrGetter<string>,
): { readonly checklist: ComputedRef<Checklist | null>; readonly checklists: ComputedRef<Checklists | null> } => {
  const { view, checklists } = useChecklists(room)
  return { checklist: computed(() => view.value.lists.find(({ name }) => name === toValue(list)) ?? null), checklists }
}

const nothingHappened: readonly ActivityEntry[] = []

/** The newest of what happened. @example const { entries } = useActivity(room) */
export const useActivity = (
  room: RoomSource,
): { readonly entries: Shown<readonly ActivityEntry[]>; readonly activity: ComputedRef<ActivityFeed | null> } => ({
  entries: useRoomStore<readonly ActivityEntry[]>(room, nothingHappened, (each, listener) =>
    each.activity.subscribe(listener),
  ),
  activity: computed(() => now(room)?.activity ?? null),
})
