// Owns the banner that says in good time that the document is nearly full. Dismissed, it comes again when the next mark is reached.
import type { Room } from './room.ts'

export interface FullnessPlaces {
  readonly banner: HTMLElement
  readonly words: HTMLElement
  readonly dismiss: HTMLButtonElement
}

/** Follows `room` until the result is called. */
export const showFullness = (room: Room, { banner, words, dismiss }: FullnessPlaces): (() => void) => {
  const hide = () => {
    banner.hidden = true
  }
  dismiss.onclick = hide
  const unsubscribe = room.onDocumentFilled(({ share }) => {
    words.textContent = `This document is ${Math.floor(share * 100)} % full.`
    banner.hidden = false
  })
  return () => {
    unsubscribe()
    hide()
  }
}
