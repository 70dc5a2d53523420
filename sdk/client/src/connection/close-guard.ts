/** Owns the question that the browser asks before a page closes on work that is not saved. Asks only while there is some. */
import type { Store } from '../store.ts'

/** Asks by the platform's own words: no others are possible. */
const ask = (event: Event) => event.preventDefault()

export interface CloseGuard {
  watch(unsaved: Store<boolean>): void
}

/** Where there is no page there is nobody to ask. */
export const createCloseGuard = (): CloseGuard => {
  const rooms = new Set<object>()
  return {
    watch(unsaved) {
      const room = {}
      unsaved.subscribe((isUnsaved) => {
        if (isUnsaved) rooms.add(room)
        else rooms.delete(room)
        // Listening for nothing would keep the page out of the browser's back-forward cache.
        if (rooms.size > 0) globalThis.addEventListener?.('beforeunload', ask)
        else globalThis.removeEventListener?.('beforeunload', ask)
      })
    },
  }
}
