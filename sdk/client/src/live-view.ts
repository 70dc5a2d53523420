/**
 * Owns the hook for Phoenix LiveView: an element of a page joins a room while LiveView has it mounted. LiveView's own socket goes to the app's
 * server and never here; this one goes to SyncForge. Loaded by apps that use it, as `@syncforge/client/live-view`.
 */
import { type JoinOptions, SyncForge, type SyncForgeOptions } from './client.ts'
import type { SyncForgeError } from './errors.ts'
import type { Room } from './room.ts'
import type { Unsubscribe } from './store.ts'

/** What LiveView calls, and what it gives: `this.el` is the element that has `phx-hook`. */
export interface LiveViewHook {
  mounted(this: Mounted): void
  updated(this: Mounted): void
  destroyed(this: Mounted): void
}

interface Mounted {
  readonly el: HTMLElement
  /** To the app's own server. Older LiveViews return nothing; later ones a promise that rejects while the line is down. */
  pushEvent(event: string, payload: object): unknown
  syncForge?: Stay | undefined
}

interface Stay {
  readonly roomId: string
  readonly room: Room | null
  leave(): void
}

/** At most so often is the app's server told who is here. */
const pushEveryMs = 1_000

/** The elements of `@syncforge/ui` ask for their room by it. */
const request = 'syncforge-room-request'
const arrival = 'syncforge-room-here'
type Source = { subscribe(listener: (room: Room | null) => void): Unsubscribe }

const optionsOf = ({ userId, userName, userColor }: DOMStringMap, signal: AbortSignal): JoinOptions => ({
  ...(userId ? { userId } : {}),
  ...(userName || userColor
    ? { userInfo: { ...(userName ? { name: userName } : {}), ...(userColor ? { color: userColor } : {}) } }
    : {}),
  signal,
})

/** The newest value, at most once per interval. */
const throttled = <T>(tell: (value: T) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: { readonly value: T } | null = null
  const rest = () => {
    timer = setTimeout(() => {
      timer = undefined
      if (!waiting) return
      const { value } = waiting
      waiting = null
      say(value)
    }, pushEveryMs)
  }
  const say = (value: T) => {
    if (timer !== undefined) {
      waiting = { value }
      return
    }
    rest()
    tell(value)
  }
  return { say, stop: () => clearTimeout(timer) }
}

/**
 * A hook for LiveView. The element needs an `id`, `data-room` and, without an `apiKey`, a room token as `data-token`, which the server may
 * renew at any render; `data-user-id`, `data-user-name` and `data-user-color` say who joins with a publishable key. With
 * `phx-update="ignore"` LiveView leaves alone what is drawn inside; elements of `@syncforge/ui` inside it find the room by themselves.
 *
 * The element hears `syncforge-joined` with `detail.room` and `syncforge-error` with `detail.error`. With `data-push` the app's server hears
 * `syncforge:status` `{ room, status }` and, at most once per second, `syncforge:presence` `{ room, people }`.
 *
 * @example
 * import { syncForgeHook } from '@syncforge/client/live-view'
 * const SyncForge = syncForgeHook({ endpoint: 'wss://collab.example.com' })
 * new LiveSocket('/live', Socket, { hooks: { SyncForge } })
 * // <div id="plans" phx-hook="SyncForge" phx-update="ignore" data-room="plans" data-token={@token}>…</div>
 */
export const syncForgeHook = (options: Omit<SyncForgeOptions, 'authEndpoint'>): LiveViewHook => {
  const tokens = new Map<string, string>()
  let made: SyncForge | undefined
  const client = () => {
    made ??= new SyncForge(
      options.apiKey === undefined
        ? { ...options, authEndpoint: async (room) => ({ token: tokens.get(room) ?? [...tokens.values()][0] ?? '' }) }
        : options,
    )
    return made
  }

  const join = (hook: Mounted): Stay | undefined => {
    const { el } = hook
    const { room: roomId = '', token, push } = el.dataset
    if (token) tokens.set(roomId, token)
    const over = new AbortController()
    const hearers = new Set<(room: Room | null) => void>()
    const stops: Unsubscribe[] = []
    let room: Room | null = null
    const tell = (type: string, detail: object) =>
      el.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }))
    /** Their line may be down while ours holds. */
    const pushToApp = (event: string, payload: object) => {
      if (push === undefined) return
      Promise.resolve()
        .then(() => hook.pushEvent(event, { room: roomId, ...payload }))
        .catch(() => {})
    }
    const source: Source = {
      subscribe(listener) {
        hearers.add(listener)
        listener(room)
        return () => hearers.delete(listener)
      },
    }
    const answer = (event: Event) => {
      event.stopPropagation()
      ;(event as CustomEvent<{ answer(source: Source): void }>).detail.answer(source)
    }
    el.addEventListener(request, answer)
    document.dispatchEvent(new Event(arrival))

    const joined = (found: Room) => {
      if (over.signal.aborted) return found.leave()
      room = found
      for (const hear of hearers) hear(room)
      const people = throttled((users: ReturnType<Room['presence']['get']>) =>
        pushToApp('syncforge:presence', {
          people: users.map(({ userId, userInfo, activity }) => ({ userId, name: userInfo.name, activity })),
        }),
      )
      stops.push(
        found.status.subscribe((status) => pushToApp('syncforge:status', { status })),
        found.presence.subscribe(people.say),
        people.stop,
      )
      tell('syncforge-joined', { room })
    }
    const refused = (error: SyncForgeError) => {
      if (!over.signal.aborted) tell('syncforge-error', { error })
    }
    // What the client refuses at once, such as a bad endpoint, is told the same way.
    Promise.resolve()
      .then(() => client().joinRoom(roomId, optionsOf(el.dataset, over.signal)))
      .then(joined, refused)

    return {
      roomId,
      get room() {
        return room
      },
      leave() {
        over.abort()
        for (const stop of stops) stop()
        el.removeEventListener(request, answer)
        for (const hear of hearers) hear(null)
        room?.leave()
        room = null
      },
    }
  }

  return {
    mounted() {
      this.syncForge = join(this)
    },
    updated() {
      const { room = '', token } = this.el.dataset
      if (token) tokens.set(room, token)
      if (room === this.syncForge?.roomId) return
      this.syncForge?.leave()
      this.syncForge = join(this)
    },
    destroyed() {
      this.syncForge?.leave()
      this.syncForge = undefined
    },
  }
}
