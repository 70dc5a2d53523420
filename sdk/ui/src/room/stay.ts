/** Owns one stay in a room that outlives a moment outside of the page, so that an element that is moved, or taken out and put back, joins once. */
import { type JoinOptions, type Room, SyncForge, type SyncForgeError, type SyncForgeOptions } from '@syncforge/client'
import { createRooms, notYet } from '@syncforge/client/rooms'

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
  const rooms = createRooms(() => new SyncForge(options))
  const held = rooms.find(roomId, who.userId)
  let letGo = held.hold(who)
  let before = notYet
  const stop = held.subscribe((now) => {
    const { room, error } = before
    before = now
    if (now.room && !room) joined(now.room, rooms.client())
    else if (now.error && !error) failed(now.error)
    else if (room && !now.room) {
      end()
      left()
    }
  })
  const end = () => {
    stop()
    rooms.close()
  }
  return {
    end,
    hold() {
      letGo()
      letGo = held.hold(who)
    },
    letGo: () => letGo(),
  }
}
