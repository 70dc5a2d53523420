/** Owns what this side knows of the room's records, and who follows which. Rules RC1–RC8 are in the contract. */
import type { RecordHead, TextRecord } from '@syncforge/protocol/records'
import type { Link } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { CreateStore, Unsubscribe } from '../../store.ts'
import { type Autosave, createAutosave } from './autosave.ts'

export type { Autosave, RecordHead, TextRecord }

export interface SaveOptions {
  /** The version that I have seen; 0 for a record that is not there yet. */
  readonly expectedVersion: number
  /** That of my lock of the same key: without the lock the save is LOCK_LOST. */
  readonly token?: number
}

/**
 * Whole texts under a key, saved as a whole, each save on the version that its author has seen.
 *
 * @example
 * const { version } = await room.records.save('brief', text, { expectedVersion: 0 })
 * room.records.subscribe('brief', (record) => show(record?.content ?? ''))
 * const autosave = await room.records.autosave('brief') // 2 s after the last change
 * editor.oninput = () => autosave.update(editor.value)
 */
export interface Records {
  /** `null` when there is none. */
  get(key: string): Promise<TextRecord | null>
  /** Heads of all: key, version, when, by whom. */
  list(): Promise<readonly RecordHead[]>
  /**
   * Needs `write`.
   *
   * @throws SyncForgeError VERSION_CONFLICT when somebody has saved meanwhile: `details.current` is what they wrote; LOCK_LOST; VALIDATION_ERROR past
   * 512 KiB; LIMIT_EXCEEDED past 1,000 records or 64 MiB with their history
   */
  save(key: string, content: string, options: SaveOptions): Promise<RecordHead>
  /** Newest first, those before the version `before`; at most `limit`, 50 unless told otherwise, 100 at most. */
  history(
    key: string,
    page?: { readonly before?: number; readonly limit?: number },
  ): Promise<{ readonly versions: readonly RecordHead[]; readonly hasMore: boolean }>
  /** @throws SyncForgeError NOT_FOUND */
  version(key: string, version: number): Promise<TextRecord>
  /** Saves what a version said: nothing that came after it is lost. Without options on what is there now. */
  restore(key: string, version: number, options?: SaveOptions): Promise<RecordHead>
  /** With its history. Needs `moderate`. @throws SyncForgeError NOT_FOUND */
  remove(key: string): Promise<void>
  /** Calls back soon with the record, `null` for none, then whenever it is saved or removed. Returns the way to stop. */
  subscribe(key: string, listener: (record: TextRecord | null) => void): Unsubscribe
  /** Saves a text by itself, also what an earlier visit of this browser left unsaved. */
  autosave(key: string, options?: { token?(): number | undefined }): Promise<Autosave>
}

interface Follower {
  readonly key: string
  readonly listener: (record: TextRecord | null) => void
  /** What it was told last; -1 for nothing yet. */
  version: number
}

export const createRecords = (link: Link, createStore: CreateStore, roomId: string): Records => {
  const followers = new Set<Follower>()
  /** Those that save. */
  const autosaves = new Set<{ stop(): void }>()

  const get = async (key: string): Promise<TextRecord | null> => {
    try {
      return await link.ask('records.get', { key })
    } catch (error) {
      if ((error as SyncForgeError).code === 'NOT_FOUND') return null
      throw error
    }
  }
  const tell = (key: string, record: TextRecord | null, isTold = (_: Follower) => true) => {
    for (const follower of followers) {
      const version = record?.version ?? 0
      if (follower.key !== key || version === follower.version || !isTold(follower)) continue
      follower.version = version
      // What the listener throws is its own, not the room's.
      queueMicrotask(() => followers.has(follower) && follower.listener(record))
    }
  }
  const look = async (key: string) => {
    try {
      // In its turn: it may have been saved again, or removed, since.
      await link.ask('records.get', { key }, (record) => tell(key, record))
    } catch (error) {
      const { code } = error as SyncForgeError
      if (code === 'NOT_FOUND') {
        // A refusal comes after what was heard meanwhile: whoever knows something by now knows better.
        tell(key, null, ({ version }) => version === -1)
      }
      // After a lost connection the next welcome looks again.
      else if (code !== 'NETWORK_ERROR' && code !== 'CLOSED') link.report(error as SyncForgeError)
    }
  }
  const isFollowed = (key: string) => [...followers].some((follower) => follower.key === key)

  const save = (key: string, content: string, options: SaveOptions & { readonly isAutomatic?: boolean }) =>
    link.ask('records.save', { key, content, ...options })

  link.attach({
    events: {
      'records.saved'({ record, content }) {
        if (content !== null) tell(record.key, { ...record, content })
        else if (isFollowed(record.key)) look(record.key)
      },
      'records.removed': ({ key }) => tell(key, null),
    },
    welcomed({ snapshots }) {
      const heads = new Map(snapshots.records.map(({ key, version }) => [key, version]))
      for (const key of new Set([...followers].map((follower) => follower.key))) {
        const version = heads.get(key) ?? 0
        if (version === 0) tell(key, null)
        else if ([...followers].some((each) => each.key === key && each.version !== version)) look(key)
      }
    },
    ended() {
      for (const autosave of autosaves) autosave.stop()
    },
  })

  return {
    get,
    list: () => link.ask('records.list', {}),
    save,
    history: (key, page = {}) => link.ask('records.history', { key, ...page }),
    version: (key, version) => link.ask('records.version', { key, version }),
    async restore(key, version, options) {
      const on = options ?? { expectedVersion: (await get(key))?.version ?? 0 }
      return link.ask('records.restore', { key, version, ...on })
    },
    async remove(key) {
      await link.ask('records.remove', { key })
    },
    subscribe(key, listener) {
      const follower = { key, listener, version: -1 }
      followers.add(follower)
      look(key)
      return () => {
        followers.delete(follower)
      }
    },
    autosave: (key, options) => createAutosave({ link, createStore, roomId, key, get, save, autosaves, ...options }),
  }
}
