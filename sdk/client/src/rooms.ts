/**
 * Rooms as bindings hold them: joined when the first component wants one, left a moment after the last is gone. What React and Vue stand on;
 * knows neither. Loaded by bindings alone, as `@syncforge/client/rooms`.
 */
import type { JoinOptions, SyncForge } from './client.ts'
import type { Status } from './connection/link.ts'
import type { SyncForgeError } from './errors.ts'
import type { Room } from './room.ts'
import { createStore, type Store, type Unsubscribe } from './store.ts'

/** A room on its way, joined, or refused: `room` is there from the first `connected` on, until it is left. */
export interface RoomState {
  readonly room: Room | null
  readonly status: Status
  /** Why there is no room, or why it ended. */
  readonly error: SyncForgeError | null
}

/** What is known before anything was asked. */
export const notYet: RoomState = { room: null, status: 'connecting', error: null }

/** A room that is joined for whoever holds it, once. */
export interface HeldRoom extends Store<RoomState> {
  /**
   * Joins if nobody has, and resolves with the room: the same promise until it is left. Holds nothing: who only waits, and never holds,
   * lets go after the grace.
   */
  ready(options?: JoinOptions): Promise<Room>
  /** Keeps the room joined until the returned function is called, by the options of whoever was first. */
  hold(options?: JoinOptions): Unsubscribe
}

/** The rooms of one client. */
export interface HeldRooms {
  /** The client, made with its first use: on a server there may be no WebSocket. */
  client(): SyncForge
  /** The room of that id for that person: the same object on every call. */
  find(id: string, userId?: string): HeldRoom
  /** Leaves everything and closes the client, if there is one. */
  close(): void
}

interface Stay {
  readonly ready: Promise<Room>
  leave(): void
}

/** Long enough for effects that run twice, for a remount, for the way from one page to the next. */
const graceMsDefault = 1_000

const createHeldRoom = (join: (options: JoinOptions) => Promise<Room>, graceMs: number): HeldRoom & { end(): void } => {
  const state = createStore(notYet)
  let stay: Stay | null = null
  let holders = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const start = (options: JoinOptions): Stay => {
    const over = new AbortController()
    let stop = () => {}
    options.signal?.addEventListener('abort', () => over.abort(), over)
    const ready = join({ ...options, signal: over.signal })
    ready.then(
      (room) => {
        if (over.signal.aborted) return room.leave()
        const stopHearing = room.status.subscribe((status) => state.set({ room, status, error: null }))
        stop = () => {
          stopHearing()
          room.leave()
        }
      },
      (thrown) => {
        if (over.signal.aborted) return
        state.set({ room: null, status: 'disconnected', error: thrown as SyncForgeError })
      },
    )
    return {
      ready,
      leave() {
        over.abort()
        stop()
        state.set(notYet)
      },
    }
  }
  const end = () => {
    clearTimeout(timer)
    stay?.leave()
    stay = null
  }
  const letGoLater = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (holders === 0) end()
    }, graceMs)
  }
  const ready = (options: JoinOptions = {}) => {
    if (!stay) {
      stay = start(options)
      // Whoever waits for it can hold it only once it is there: the grace begins then.
      const letGoUnheld = () => {
        if (holders === 0) letGoLater()
      }
      if (holders === 0) stay.ready.then(letGoUnheld, letGoUnheld)
    }
    return stay.ready
  }
  return {
    get: state.get,
    subscribe: state.subscribe,
    ready,
    end,
    hold(options) {
      let isHeld = true
      holders += 1
      clearTimeout(timer)
      // Its failure is in the state.
      ready(options).catch(() => {})
      return () => {
        if (!isHeld) return
        isHeld = false
        holders -= 1
        if (holders === 0) letGoLater()
      }
    },
  }
}

/**
 * The rooms of one client, for a binding of your own. One per app or provider, never one per module: a server renders for many people.
 *
 * @param open makes the client; called once, when the first room is wanted
 * @param graceMs so long a room that nobody holds stays joined. Default 1,000
 * @example
 * const rooms = createRooms(() => new SyncForge({ endpoint: 'wss://collab.example.com', apiKey: 'pk_live_…' }))
 * const held = rooms.find('plans')
 * const stop = held.subscribe(({ room, status, error }) => show(room, status, error))
 * const letGo = held.hold({ userInfo: { name: 'Ada' } })
 * // later
 * stop()
 * letGo()
 */
export const createRooms = (open: () => SyncForge, graceMs = graceMsDefault): HeldRooms => {
  const rooms = new Map<string, ReturnType<typeof createHeldRoom>>()
  let made: SyncForge | undefined
  const client = () => {
    made ??= open()
    return made
  }
  return {
    client,
    find(id, userId = '') {
      const key = JSON.stringify([id, userId])
      const held = rooms.get(key) ?? createHeldRoom(async (options) => client().joinRoom(id, options), graceMs)
      rooms.set(key, held)
      return held
    },
    close() {
      for (const held of rooms.values()) held.end()
      made?.close()
    },
  }
}
