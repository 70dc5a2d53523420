/**
 * Owns a text that saves itself: two seconds after its last change, ten after the first at the latest. What is not saved is kept in this browser,
 * by room, person and key, and saved by the next visit.
 */
import type { RecordHead, TextRecord } from '@syncforge/protocol/records'
import type { Link } from '../../connection/link.ts'
import { mayRetry, type SyncForgeError } from '../../errors.ts'
import type { CreateStore, Store } from '../../store.ts'

const quietMs = 2_000
const longestMs = 10_000

/** `conflict`: somebody has saved meanwhile; `refused`: the room does not take it, such as without the lock. Both wait for a call. */
export interface AutosaveState {
  readonly status: 'saved' | 'waiting' | 'saving' | 'conflict' | 'refused'
  /** The version that the text is based on; 0 for none. */
  readonly version: number
  /** The text as it is here. */
  readonly content: string
  /** Why it is not saved. In a conflict its `details.current` is what the other one wrote. */
  readonly error: SyncForgeError | null
}

export interface Autosave extends Store<AutosaveState> {
  /** The text is this now. */
  update(content: string): void
  /** Saves now what is not saved. @throws SyncForgeError why it could not be */
  flush(): Promise<void>
  /** Ends a conflict: saves mine over what the other one wrote, or takes theirs and drops mine. */
  resolve(choice: 'mine' | 'theirs'): Promise<void>
  /** Saves no more. What is not saved stays in this browser. */
  stop(): void
}

interface Kept {
  readonly content: string
  readonly version: number
}

interface AutosavePlan {
  readonly link: Link
  readonly createStore: CreateStore
  readonly roomId: string
  readonly key: string
  get(key: string): Promise<TextRecord | null>
  save(
    key: string,
    content: string,
    options: { readonly expectedVersion: number; readonly token?: number; readonly isAutomatic: true },
  ): Promise<RecordHead>
  token?(): number | undefined
  /** Those that save: they stop with the room. */
  readonly autosaves: Set<{ stop(): void }>
}

/** A page may be forbidden to keep anything: even to ask throws then. */
const keptBy = (): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null => {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

export const createAutosave = async (plan: AutosavePlan): Promise<Autosave> => {
  const { link, key, get, save, token } = plan
  const { userId, verified } = link.me()
  const place = `syncforge.record:${JSON.stringify([plan.roomId, userId, verified, key])}`
  const keep = (kept: Kept | null) => {
    try {
      if (kept) keptBy()?.setItem(place, JSON.stringify(kept))
      else keptBy()?.removeItem(place)
    } catch {
      // Full, or forbidden: it lasts as long as the page.
    }
  }
  const left = (): Kept | null => {
    try {
      return JSON.parse(keptBy()?.getItem(place) ?? 'null') as Kept | null
    } catch {
      return null
    }
  }

  const current = await get(key)
  const kept = left()
  const state = plan.createStore<AutosaveState>({
    status: 'saved',
    version: kept?.version ?? current?.version ?? 0,
    content: kept?.content ?? current?.content ?? '',
    error: null,
  })
  const change = (part: Partial<AutosaveState>) => state.set({ ...state.get(), ...part })
  let timer: ReturnType<typeof setTimeout> | undefined
  let changedAt: number | null = null
  let saving: Promise<void> | null = null
  let isStopped = false

  const later = (waitMs: number) => {
    clearTimeout(timer)
    // What is wrong stands in the state.
    if (!isStopped) timer = setTimeout(() => flush().catch(() => {}), waitMs)
  }
  const attempt = async () => {
    const { content, version } = state.get()
    const mine = token?.()
    change({ status: 'saving', error: null })
    changedAt = null
    try {
      const head = await save(key, content, {
        expectedVersion: version,
        isAutomatic: true,
        ...(mine === undefined ? {} : { token: mine }),
      })
      const isDone = state.get().content === content
      change({ status: isDone ? 'saved' : 'waiting', version: head.version })
      keep(isDone ? null : { content: state.get().content, version: head.version })
      if (!isDone) later(quietMs)
    } catch (thrown) {
      const error = thrown as SyncForgeError
      const isLost = mayRetry(error)
      change({ status: isLost ? 'waiting' : error.code === 'VERSION_CONFLICT' ? 'conflict' : 'refused', error })
      if (isLost) later(quietMs)
      throw error
    }
  }
  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    await saving?.catch(() => {})
    if (state.get().status === 'saved') return
    saving = attempt().finally(() => {
      saving = null
    })
    return saving
  }
  const autosave: Autosave = {
    get: state.get,
    subscribe: state.subscribe,
    update(content) {
      const { version, status } = state.get()
      if (content === state.get().content || isStopped) return
      keep({ content, version })
      const waits = status === 'conflict'
      change({ content, ...(waits || saving ? {} : { status: 'waiting' as const }) })
      // Nothing is saved over what somebody else wrote before it is said so.
      if (waits) return
      const now = Date.now()
      changedAt ??= now
      later(Math.max(0, Math.min(quietMs, changedAt + longestMs - now)))
    },
    flush,
    async resolve(choice) {
      const theirs = await get(key)
      if (choice === 'mine') {
        change({ version: theirs?.version ?? 0, status: 'waiting', error: null })
        return flush()
      }
      keep(null)
      change({ status: 'saved', version: theirs?.version ?? 0, content: theirs?.content ?? '', error: null })
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
      plan.autosaves.delete(autosave)
    },
  }
  plan.autosaves.add(autosave)
  if (kept && kept.content !== current?.content) {
    change({ status: 'waiting' })
    later(0)
  } else if (kept) {
    keep(null)
    change({ version: current?.version ?? 0 })
  }

  return autosave
}
