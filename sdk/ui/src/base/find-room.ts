/** Owns how an element without a room of its own finds one: it asks upwards, and the nearest element that has a room answers. */
import type { Room, SyncForge, Unsubscribe } from '@syncforge/client'

/** Hears the room, and the client that is in it; both are `null` while there are none. */
export type RoomListener = (room: Room | null, client: SyncForge | null) => void

/** Where a room comes from: calls back at once with what is there, then after every change. */
export interface RoomSource {
  subscribe(listener: RoomListener): Unsubscribe
}

/** What an element asks with: a composed event that bubbles, so that shadows are no obstacle. */
export interface RoomRequest {
  answer(source: RoomSource): void
}

const request = 'syncforge-room-request'
/** Said to the whole page when somebody who answers has come: a script for `<syncforge-room>` may be the last to arrive. */
const arrival = 'syncforge-room-here'

declare global {
  interface GlobalEventHandlersEventMap {
    [request]: CustomEvent<RoomRequest>
    [arrival]: Event
  }
}

/** Answers whoever asks inside `host`, until the returned function is called. */
export const answerFor = (host: HTMLElement, source: RoomSource): Unsubscribe => {
  const answer = (event: CustomEvent<RoomRequest>) => {
    // Somebody farther up is not asked any more.
    event.stopPropagation()
    event.detail.answer(source)
  }
  host.addEventListener(request, answer)
  host.ownerDocument.dispatchEvent(new Event(arrival))
  return () => host.removeEventListener(request, answer)
}

/** Tells `heard` the nearest room around `element` and every change of it, until the returned function is called. */
export const findRoom = (element: HTMLElement, heard: RoomListener): Unsubscribe => {
  let stop: Unsubscribe | undefined
  let asked: RoomSource | undefined
  const ask = () => {
    const answer = (source: RoomSource) => {
      if (source === asked) return
      stop?.()
      asked = source
      stop = source.subscribe(heard)
    }
    element.dispatchEvent(new CustomEvent<RoomRequest>(request, { bubbles: true, composed: true, detail: { answer } }))
  }
  ask()
  element.ownerDocument.addEventListener(arrival, ask)
  return () => {
    element.ownerDocument.removeEventListener(arrival, ask)
    stop?.()
  }
}
