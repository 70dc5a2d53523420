/** Owns one stay in a room that outlives a moment outside of the page, so that an element that is moved, or taken out and put back, joins once. */
import { type JoinOptions, type Room, SyncForge, type SyncForgeError, type SyncForgeOptions } from '@syncforge/client'

/** So long a room is kept for somebody who comes back. */
const graceMs = 1_000

export interface StayListener {
  joined(room: Room, client: SyncForge): void
  failed(error: SyncForgeError): void
  /** Nobody came back in time. */
  left(): void
}

export interface Stay {
  /** Leaves after a moment, unless it is held again before. */
  letGo(): void
  hold(): void
  /** Leaves now. */
  end(): void
}

export const beginStay = (
  options: SyncForgeOptions,
  roomId: string,
  who: JoinOptions,
  { joined, failed, left }: StayListener,
): Stay => {
  const over = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let client: SyncForge | undefined
  const end = () => {
    clearTimeout(timer)
    over.abort()
    client?.close()
  }
  const begin = async () => {
    const opened = new SyncForge(options)
    client = opened
    return { opened, room: await opened.joinRoom(roomId, { ...who, signal: over.signal }) }
  }
  begin().then(
    ({ opened, room }) => {
      if (!over.signal.aborted) joined(room, opened)
    },
    (error) => {
      if (!over.signal.aborted) failed(error)
    },
  )
  return {
    end,
    hold: () => clearTimeout(timer),
    letGo() {
      clearTimeout(timer)
      timer = setTimeout(() => {
        end()
        left()
      }, graceMs)
    },
  }
}
