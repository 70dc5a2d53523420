/** Owns where in the room I am, and what I say of myself. Rules PR11 and PR12 are in the contract. */
import type { Location, Status } from '@syncforge/protocol/presence'
import type { Link } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { Store } from '../../store.ts'
import type { PartContext } from '../parts/context.ts'
import type { Connection } from './connections.ts'

export type { Location, Status }

/** What is left out stays; of another document nothing is known before it is said. */
export type LocationPatch = { readonly [K in keyof Location]?: Location[K] | undefined }

/**
 * Where in the room I am. Where the others are stands in {@link Presence}: `location` of a person and of each of their connections.
 *
 * @example
 * room.location.update({ document: 'brief' })
 * room.location.update({ element: 'title', editing: true })
 * room.presence.subscribeOthers((others) => others.filter(({ location }) => location?.document === 'brief'))
 */
export interface OwnLocation extends Store<Location | null> {
  /**
   * Shown at once and told the others; while offline it is kept and sent on return. `null`: nowhere. `document` and `element` are names of the
   * app's own: the former has 1–128 letters, digits or `_ . : @ ~ - /`, the latter at most 256 characters.
   *
   * @throws SyncForgeError VALIDATION_ERROR; what was said before stands then
   */
  update(patch: LocationPatch | null): Promise<void>
}

/** What is left out is as it was before anything was said: `available`, and no text. */
export type StatusPatch = { readonly state?: Status['state'] | undefined; readonly text?: string | null | undefined }

/**
 * What I say of myself, on all of my connections: a state and a text of my own, at most 140 characters. Others see it as `status` in
 * {@link Presence}, beside what is observed of me: `activity`.
 *
 * @example room.availability.set({ state: 'busy', text: 'Reviewing until three' })
 */
export interface OwnStatus extends Store<Status | null> {
  /** `null`: nothing. @throws SyncForgeError VALIDATION_ERROR; what was said before stands then */
  set(status: StatusPatch | null): Promise<void>
}

const isLost = ({ code }: SyncForgeError) => code === 'NETWORK_ERROR' || code === 'TIMEOUT'
const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

interface Plan<T> {
  readonly part: 'location' | 'status'
  tell(link: Link, value: T | null): Promise<unknown>
}

/** A value of mine that is shown before the room has taken it. One is on its way at a time, then the newest. */
const createOwn = <T extends object>({ link, createStore, connections }: PartContext, { part, tell }: Plan<T>) => {
  const mineIn = (entries: Iterable<Connection>) =>
    [...entries].find(({ connectionId }) => connectionId === link.me().connectionId)
  let taken = (mineIn(connections.entries())?.[part] ?? null) as T | null
  const value = createStore<T | null>(taken)
  let sending: Promise<void> | null = null

  const show = (next: T | null) => {
    if (isSame(next, value.get())) return
    value.set(next)
    connections.setOwn({ [part]: next })
  }
  const sendAll = async () => {
    while (!isSame(value.get(), taken)) {
      const next = value.get()
      try {
        await tell(link, next)
        taken = next
      } catch (thrown) {
        // The next welcome sends it.
        if (isLost(thrown as SyncForgeError)) return
        if (value.get() === next) show(taken)
        throw thrown
      }
    }
  }
  const send = (): Promise<void> => {
    sending ??= sendAll().finally(() => {
      sending = null
    })
    return sending
  }
  /** The room says what it is. */
  const hear = (told: T | null) => {
    const hasNews = !isSame(value.get(), taken)
    taken = told
    if (hasNews) send().catch(link.report)
    else show(told)
  }
  return { value, show, send, hear, taken: () => taken }
}

export const createLocation = (context: PartContext): OwnLocation => {
  const own = createOwn<Location>(context, {
    part: 'location',
    tell: (link, location) => link.ask('presence.locate', { location }),
  })
  context.link.attach({
    welcomed({ self, snapshots }) {
      const wanted = own.value.get()
      own.hear(snapshots.presence.find(({ connectionId }) => connectionId === self.connectionId)?.location ?? null)
      own.show(wanted)
      own.send().catch(context.link.report)
    },
  })
  return {
    get: own.value.get,
    subscribe: own.value.subscribe,
    async update(patch) {
      const { document, element, editing } = patch ?? {}
      const before = own.value.get()
      const isElsewhere = document !== undefined && document !== before?.document
      const place = isElsewhere ? null : before
      own.show(
        patch && {
          document: document === undefined ? (place?.document ?? null) : document,
          element: element === undefined ? (place?.element ?? null) : element,
          editing: editing ?? place?.editing ?? false,
        },
      )
      await own.send()
    },
  }
}

export const createAvailability = (context: PartContext): OwnStatus => {
  const { link } = context
  const own = createOwn<Status>(context, {
    part: 'status',
    tell: (each, status) => each.ask('presence.setStatus', { status }),
  })
  link.attach({
    welcomed({ self, session, snapshots }) {
      const mine = snapshots.presence.filter((each) => each.userId === self.userId && each.verified === self.verified)
      const wanted = own.value.get()
      own.hear(mine.find(({ status }) => status)?.status ?? null)
      // What another tab has said meanwhile is newer than what was said here; a place that is new knows nothing yet.
      if (session.resumed || own.taken() !== null) return
      own.show(wanted)
      own.send().catch(link.report)
    },
    events: {
      'presence.statusChanged'({ connectionId, status }) {
        if (connectionId === link.me().connectionId) own.hear(status)
      },
    },
  })
  return {
    get: own.value.get,
    subscribe: own.value.subscribe,
    async set(status) {
      own.show(status && { state: status.state ?? 'available', text: status.text ?? null })
      await own.send()
    },
  }
}
