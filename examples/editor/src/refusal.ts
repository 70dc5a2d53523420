// Owns the banner about changes that the room did not take: why they were refused, and sending them again or dropping them.
import type { Room } from './room.ts'

export interface RefusalPlaces {
  readonly banner: HTMLElement
  readonly words: HTMLElement
  readonly retry: HTMLButtonElement
  readonly discard: HTMLButtonElement
}

/** Follows `room` until the result is called. `onDiscarded`: its document is another one now, without what was refused. */
export const showRefusal = (room: Room, places: RefusalPlaces, onDiscarded: () => void): (() => void) => {
  const { banner, words, retry, discard } = places
  const unsubscribe = room.refused.subscribe((refused) => {
    banner.hidden = refused.length === 0
    words.textContent = refused.map(({ error }) => `${error.message} (${error.code})`).join(' ')
    retry.onclick = () => {
      for (const edits of refused) edits.retry()
    }
    discard.onclick = () => {
      if (!confirm('Drop what was not saved? Copy first what you want to keep of it.')) return
      for (const edits of refused) edits.discard()
      onDiscarded()
    }
  })
  return () => {
    unsubscribe()
    banner.hidden = true
  }
}
