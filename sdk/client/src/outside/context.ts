/** What the parts outside of rooms are handed. Types only. */
import type { createSession, SessionPlan } from '../connection/session.ts'
import type { CreateStore } from '../store.ts'

export interface OutsidePlan extends Pick<SessionPlan, 'canRefresh' | 'WebSocket'> {
  /** Where a socket for `what` is, with a token that is asked for as if for this room. */
  addressOf(what: string, room: string, over: AbortSignal): Promise<string>
  /** Rooms that the client is in. */
  readonly heldRooms: Pick<ReadonlyMap<string, unknown>, 'keys'>
}

/** What a page has loaded anyway is handed over: importing it in a part would split the file that it is in. */
export interface OutsideContext extends OutsidePlan {
  readonly createSession: typeof createSession
  readonly createStore: CreateStore
  /** What the client's end ends. */
  readonly closing: (() => void)[]
}
