/**
 * Owns the list of what I wrote and the room does not have yet. It says in words what waits; the edits themselves wait in the document, which this
 * browser keeps, and so does this list.
 */
import type { Room, Store } from '@syncforge/client'
import type * as Y from 'yjs'

export interface Waiting {
  readonly at: number
  readonly added: number
  readonly removed: number
}

/** One document with edits of this browser that its room does not have. */
export interface WaitingDocument {
  readonly id: string
  /** How many entries its list has. */
  readonly changes: number
}

const prefix = 'converge.queue:'
const keyOf = (room: Room): string => `${prefix}${room.id}:${room.self.userId}`

/** Strokes within so many milliseconds are one entry. */
const togetherMs = 1_500
const entriesMax = 200

const read = (key: string): readonly Waiting[] => {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? (found as readonly Waiting[]) : []
  } catch {
    return []
  }
}

const queueKeys = (): readonly string[] => Object.keys(localStorage).filter((key) => key.startsWith(prefix))

/** What waits in this browser, of whoever wrote it: that of guests too. */
export const listWaiting = (): readonly WaitingDocument[] => {
  const changes = new Map<string, number>()
  for (const key of queueKeys()) {
    const id = key.slice(prefix.length, key.lastIndexOf(':'))
    changes.set(id, (changes.get(id) ?? 0) + read(key).length)
  }
  return [...changes].flatMap(([id, count]) => (count > 0 ? { id, changes: count } : []))
}

export const forgetQueues = (): void => {
  for (const key of queueKeys()) localStorage.removeItem(key)
}

export const openQueue = (
  room: Room,
  text: Y.Text,
  isMine: (origin: unknown) => boolean,
): Store<readonly Waiting[]> & { close(): void } => {
  const key = keyOf(room)
  let waiting = read(key)
  const listeners = new Set<() => void>()
  const set = (next: readonly Waiting[]) => {
    if (next.length === 0 && waiting.length === 0) return
    waiting = next
    try {
      if (next.length === 0) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // Full, or forbidden: it lasts as long as the page.
    }
    for (const told of [...listeners]) told()
  }
  const heard = (event: Y.YTextEvent, { origin }: Y.Transaction) => {
    if (!isMine(origin)) return
    const count = (part: 'insert' | 'delete') =>
      event.delta.reduce((sum, step) => {
        const value = step[part]
        return sum + (typeof value === 'string' ? value.length : typeof value === 'number' ? value : 0)
      }, 0)
    const [added, removed] = [count('insert'), count('delete')]
    const last = waiting.at(-1)
    const now = Date.now()
    if (last && now - last.at < togetherMs) {
      set([...waiting.slice(0, -1), { at: now, added: last.added + added, removed: last.removed + removed }])
    } else set([...waiting.slice(-entriesMax), { at: now, added, removed }])
  }
  text.observe(heard)
  const stop = room.sync.subscribe((sync) => {
    if (sync === 'saved') set([])
  })
  return {
    get: () => waiting,
    subscribe(listener) {
      const told = () => listener(waiting)
      listeners.add(told)
      told()
      return () => {
        listeners.delete(told)
      }
    },
    close() {
      stop()
      text.unobserve(heard)
    },
  }
}
