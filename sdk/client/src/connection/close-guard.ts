/** Owns the question that the browser asks before a page closes on work that is not saved. Asks only while there is some. */
import type { Store } from '../store.ts'

/** Asks by the platform's own words: no others are possible. */
const ask = (event: Event) => event.preventDefault()

const unsavedRooms = new Set<Store<boolean>>()

/** Asks while that store is `true`. Where there is no page there is nobody to ask. */
export const guardClose = (unsaved: Store<boolean>): void => {
  unsaved.subscribe((isUnsaved) => {
    if (isUnsaved) unsavedRooms.add(unsaved)
    else unsavedRooms.delete(unsaved)
    // Listening for nothing would keep the page out of the browser's back-forward cache.
    if (unsavedRooms.size > 0) globalThis.addEventListener?.('beforeunload', ask)
    else globalThis.removeEventListener?.('beforeunload', ask)
  })
}
