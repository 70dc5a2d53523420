/** Owns what somebody has begun to write: kept in this browser, by room and person, also across a reload. */
import type { Link } from '../../connection/link.ts'

export interface Drafts {
  /** What was begun under `key`, such as a thread's id; empty for nothing. */
  getDraft(key: string): Promise<string>
  /** Keeps it in this browser; empty text drops it. Where the browser keeps nothing it lasts as long as the page. */
  setDraft(key: string, text: string): Promise<void>
}

/** A page may be forbidden to keep anything: even to ask throws then. */
const keptBy = (): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null => {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

export const createDrafts = (link: Pick<Link, 'me'>, roomId: string): Drafts => {
  const held = new Map<string, string>()
  const keyOf = (key: string) => `syncforge.draft:${JSON.stringify([roomId, link.me().userId, key])}`
  return {
    getDraft: async (key) => held.get(key) ?? keptBy()?.getItem(keyOf(key)) ?? '',
    async setDraft(key, text) {
      held.set(key, text)
      try {
        if (text === '') keptBy()?.removeItem(keyOf(key))
        else keptBy()?.setItem(keyOf(key), text)
      } catch {
        // Full, or forbidden: what is held is what there is.
      }
    },
  }
}
