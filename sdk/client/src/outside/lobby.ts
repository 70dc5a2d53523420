/** Owns the one connection that shows who is in many rooms. Rules LO1–LO7 are in the contract. */
import type { LobbyPerson, LobbyRoom } from '@syncforge/protocol/lobby'
import type { Listener, Me } from '../connection/link.ts'
import type { Session } from '../connection/session.ts'
import type { SyncForgeError } from '../errors.ts'
import type { Store, Unsubscribe } from '../store.ts'
import type { OutsideContext } from './context.ts'

export type { LobbyPerson, LobbyRoom }

/** Rooms as they are now. */
export interface LobbyState {
  /** Those that something is known of, in the order in which they were asked for. */
  readonly rooms: readonly LobbyRoom[]
  /** Why nothing is shown and nothing will be, such as UNAUTHORIZED or LIMIT_EXCEEDED; `null`: it is, or it is on its way. */
  readonly error: SyncForgeError | null
}

export interface Lobbies {
  of(roomIds: readonly string[]): Store<LobbyState>
}

/** Who asks for the value alone looks for so long. */
const glanceMs = 60_000
/** Rooms that are asked for at about the same time come over one connection. */
const gatherMs = 20
/** Who leaves a page and comes to the next looks at the same rooms. */
const lingerMs = 5_000

/** Nobody waits for the first connection: it is tried until there is one, or a refusal. */
const nobody: Me = {
  userId: '',
  userInfo: { name: '', color: '' },
  verified: false,
  connectionId: '',
  number: 0,
  access: 'read',
}

export const createLobbies = ({
  addressOf,
  canRefresh,
  WebSocket,
  createStore,
  createSession,
  closing,
}: OutsideContext): Lobbies => {
  const known = new Map<string, LobbyRoom>()
  const views = new Set<{ show(): void }>()
  /** How many look at a room. */
  const wanted = new Map<string, number>()
  let shown: readonly string[] = []
  let session: Session | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let error: SyncForgeError | null = null

  const showAll = () => {
    for (const view of views) view.show()
  }
  const hear = (rooms: readonly LobbyRoom[]) => {
    error = null
    for (const room of rooms) known.set(room.id, room)
    showAll()
  }
  const listener: Listener = {
    welcomed: ({ snapshots }) => hear((snapshots as unknown as { readonly lobby: readonly LobbyRoom[] }).lobby),
    // Events of another contract than those of rooms.
    events: { 'lobby.changed': ({ rooms }: { rooms: LobbyRoom[] }) => hear(rooms) } as NonNullable<Listener['events']>,
  }

  const connect = () => {
    const rooms = [...wanted.keys()].sort()
    if (rooms.join() === shown.join()) return
    shown = rooms
    const before = session
    session = null
    before?.close()
    for (const id of known.keys()) if (!wanted.has(id)) known.delete(id)
    if (rooms.length === 0) return
    const opened = createSession({
      canRefresh,
      WebSocket,
      authorize: async (over) => `${await addressOf('lobby', rooms[0] ?? '', over)}&rooms=${rooms.join()}`,
      identity: { userId: undefined, userInfo: undefined },
      standIn: Promise.resolve(nobody),
      report: failed,
    })
    /** The stay is over, for another reason than that it was closed here. */
    function failed(thrown: SyncForgeError) {
      if (session !== opened || opened.status.get() !== 'disconnected') return
      error = thrown
      shown = []
      showAll()
    }
    session = opened
    opened.attach(listener)
    opened.start().catch(failed)
  }
  const plan = (inMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(connect, inMs)
  }
  const want = (rooms: readonly string[]): Unsubscribe => {
    const isNew = rooms.some((id) => !wanted.has(id))
    for (const id of rooms) wanted.set(id, (wanted.get(id) ?? 0) + 1)
    if (isNew || error) plan(gatherMs)
    return () => {
      for (const id of rooms) {
        const left = (wanted.get(id) ?? 1) - 1
        if (left > 0) wanted.set(id, left)
        else wanted.delete(id)
      }
      plan(lingerMs)
    }
  }

  closing.push(() => {
    clearTimeout(timer)
    wanted.clear()
    known.clear()
    shown = []
    const open = session
    session = null
    open?.close()
    showAll()
  })
  return {
    of(roomIds) {
      const rooms = [...new Set(roomIds)]
      const state = createStore<LobbyState>({ rooms: [], error: null })
      const show = () => {
        const now = rooms.flatMap((id) => known.get(id) ?? [])
        const before = state.get()
        const isSame = now.length === before.rooms.length && now.every((room, index) => room === before.rooms[index])
        if (!isSame || error !== before.error) state.set({ rooms: isSame ? before.rooms : now, error })
      }
      const view = { show }
      let lookers = 0
      let glance: ReturnType<typeof setTimeout> | undefined
      const look = (): Unsubscribe => {
        const stop = want(rooms)
        lookers += 1
        views.add(view)
        show()
        return () => {
          lookers -= 1
          if (lookers === 0) views.delete(view)
          stop()
        }
      }
      return {
        get() {
          if (glance === undefined) {
            const stop = look()
            glance = setTimeout(() => {
              glance = undefined
              stop()
            }, glanceMs)
            // A program that has nothing else to do may end.
            if (typeof glance === 'object') (glance as { unref?(): void }).unref?.()
          }
          return state.get()
        },
        subscribe(listen) {
          const leave = look()
          const stop = state.subscribe(listen)
          let isOver = false
          return () => {
            if (isOver) return
            isOver = true
            stop()
            leave()
          }
        },
      }
    },
  }
}
