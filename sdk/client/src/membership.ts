/** Owns one room that a client is in or on its way into, and who holds it: each join leaves once, the last one leaves the room. */
import { asSyncForgeError, joinAborted, roomClosed, type SyncForgeError } from './errors.ts'
import type { OpenRoom, Room } from './room.ts'

export interface Membership {
  /** Resolves when the room is joined; an aborted signal gives this join up, and the room with it when nobody else holds it. */
  join(signal: AbortSignal | undefined): Promise<Room>
  /** The room for whom it is reported to, from before the join is through. Its `leave` leaves for everyone who holds it. */
  shared(): Room | undefined
  close(error?: SyncForgeError): void
}

interface MembershipPlan {
  open(): OpenRoom | Promise<OpenRoom>
  /** Left, refused or given up: no further attempt. */
  ended(): void
}

export const createMembership = ({ open, ended }: MembershipPlan): Membership => {
  let opened: OpenRoom | undefined
  let ending: SyncForgeError | undefined
  let shared: Room | undefined
  let holders = 0

  const close = (error?: SyncForgeError) => {
    ending ??= error ?? roomClosed()
    if (opened) opened.close(error)
    else ended()
  }
  const joined = (async () => {
    const room = await open()
    if (ending) {
      room.close(ending)
      throw ending
    }
    opened = room
    shared = room.hold(close)
    room.status.subscribe((status) => {
      if (status === 'disconnected') ended()
    })
    await room.start()
    return room
  })()
  // Those who join hear of it; with all of them gone it is nobody's news.
  joined.catch(ended)

  return {
    shared: () => shared,
    close,
    join: (signal) =>
      new Promise((resolve, reject) => {
        holders += 1
        let isHolding = true
        const leave = () => {
          if (!isHolding) return
          isHolding = false
          holders -= 1
          if (holders === 0) close()
        }
        const giveUp = () => {
          reject(joinAborted())
          leave()
        }
        signal?.addEventListener('abort', giveUp)
        joined
          .then(
            (room) => resolve(room.hold(leave)),
            (thrown) => reject(asSyncForgeError(thrown, 'NETWORK_ERROR')),
          )
          .finally(() => signal?.removeEventListener('abort', giveUp))
      }),
  }
}
