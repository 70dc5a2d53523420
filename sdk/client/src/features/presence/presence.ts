/** Owns presence as customers see it: one entry per user, my own free-form JSON, and whether I am there. Rules PR1–PR8 are in the contract. */

import { personKey } from '@syncforge/protocol/person'
import type { Activity, Departed, Location, Status } from '@syncforge/protocol/presence'
import type { User } from '@syncforge/protocol/schemas'
import { checkPresence } from '../../check.ts'
import type { Listener } from '../../connection/link.ts'
import { createPace } from '../../connection/pace.ts'
import { tell } from '../../connection/tell.ts'
import { invalid } from '../../errors.ts'
import { onDemand } from '../../on-demand.ts'
import { createView, keepEqual, keepSame, readOnly, type Store, type Unsubscribe } from '../../store.ts'
import type { DeclaredPresence, DeclaredUserInfo } from '../../types.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { ActivityWatch } from './activity.ts'
import type { Connection, Connections } from './connections.ts'

/** One socket of a user: a tab, a phone. `joinedAt` in milliseconds since 1970, by the server's clock. */
export interface PresenceConnection<P = DeclaredPresence> {
  readonly connectionId: string
  readonly presence: P
  readonly activity: Activity
  readonly joinedAt: number
  readonly location?: Location | null | undefined
  readonly status?: Status | null | undefined
  /** Not a socket of theirs: the app's server shows it. */
  readonly agent?: true | undefined
}

/**
 * A person in the room, once, however many tabs they have open. An id that was only claimed is another person than the same id proven by a
 * token: `verified` tells them apart, and so must whatever is keyed by person. `presence` is that of their newest connection, `activity` the most
 * present of all: `active`, `idle` (nothing touched for two minutes) or `away` (no page of theirs is shown). It is the same object until
 * something in it changes, also after a connection that was lost for a moment.
 */
export interface PresenceUser<P = DeclaredPresence, I = DeclaredUserInfo> extends Omit<User, 'userInfo'> {
  readonly userInfo: I
  /** There as an agent alone: the app's server shows them, no person of that id is connected. */
  readonly agent?: true | undefined
  readonly presence: P
  readonly activity: Activity
  /** Where in the room their newest connection is; nothing when it has not said so. */
  readonly location?: Location | null | undefined
  /** What they say of themselves. */
  readonly status?: Status | null | undefined
  readonly connections: readonly PresenceConnection<P>[]
}

/** What {@link Presence.update} takes: `undefined` removes a key, `null` is a value like any other. */
export type PresencePatch<P = DeclaredPresence> = { readonly [K in keyof P]?: P[K] | undefined }

/**
 * Who is here.
 *
 * @example
 * room.presence.update({ status: 'reviewing' })
 * const stop = room.presence.subscribeOthers((others) => showAvatars(others))
 */
export interface Presence<P = DeclaredPresence, I = DeclaredUserInfo> extends Store<readonly PresenceUser<P, I>[]> {
  /** Everyone but me. My other tabs are me as well, so they are not among the others. */
  getOthers(): readonly PresenceUser<P, I>[]
  /** Calls back at once and after every change of {@link getOthers}. Returns the way to stop. */
  subscribeOthers(listener: (others: readonly PresenceUser<P, I>[]) => void): Unsubscribe
  /**
   * Merges the keys of `patch` into my presence and tells the room, at most once per 16 ms, the newest winning.
   * While offline it is kept and sent on return.
   *
   * @throws SyncForgeError VALIDATION_ERROR when the whole is no JSON object or larger than 64 KiB; nothing changes then
   * @example room.presence.update({ selection: 'row-7', draft: undefined })
   */
  update(patch: PresencePatch<P>): void
  /**
   * Says by hand whether I am there, until `auto` leaves it to what is observed, as it is from the start. Observed is: `away` once the
   * page is hidden for 5 s, `idle` once nothing in it was touched for 2 minutes (without a page: once this client did nothing in the room
   * for so long), else `active`. A lost connection stays for the others what it was.
   *
   * @throws SyncForgeError VALIDATION_ERROR for another word
   * @example room.presence.setActivity('away')
   */
  setActivity(activity: Activity | 'auto'): void
  /**
   * Who left in the last five minutes and is not back, the last first; at most 50 people.
   *
   * @throws SyncForgeError NETWORK_ERROR, TIMEOUT, CLOSED
   * @example for (const { userInfo, leftAt } of await room.presence.recentlyLeft()) console.log(userInfo.name, new Date(leftAt))
   */
  recentlyLeft(): Promise<readonly Departed[]>
}

/** The most present first. */
const activities: readonly Activity[] = ['active', 'idle', 'away']

const joinOrder = (a: Connection, b: Connection) => a.joinedAt - b.joinedAt || a.number - b.number

/** Whoever did not change stays the same object, so that a list draws only who did. By their newest connection. */
const shownUsers = new WeakMap<Connection, PresenceUser>()
const shownConnections = new WeakMap<Connection, PresenceConnection>()

const showConnection = (entry: Connection): PresenceConnection => {
  const { number: _, user: __, ...connection } = entry
  const shown = shownConnections.get(entry) ?? connection
  shownConnections.set(entry, shown)
  return shown
}

/** One entry per user, users and their connections in the order of joining. */
const groupByUser = (entries: Iterable<Connection>): PresenceUser[] => {
  const users = new Map<string, Connection[]>()
  for (const entry of [...entries].sort(joinOrder)) {
    const key = personKey(entry.user)
    const group = users.get(key)
    if (group) group.push(entry)
    else users.set(key, [entry])
  }
  return [...users.values()].map((group) => {
    const newest = group.at(-1) as Connection
    const known = shownUsers.get(newest)
    const connections = keepSame(known?.connections, group.map(showConnection))
    if (known?.connections === connections) return known
    const activity = activities.find((each) => connections.some(({ activity }) => activity === each)) ?? 'active'
    const agent = connections.every((each) => each.agent) || undefined
    const { presence, location, status } = newest
    const user = { ...newest.user, agent, presence, location, status, activity, connections }
    shownUsers.set(newest, user)
    return user
  })
}

export interface WithPresence {
  readonly presence: Presence
}

export const openPresence = (
  { link, presence: initial }: FeatureContext,
  connections: Connections,
): OpenFeature<WithPresence> & {
  /** The app did something with the room. */
  touched(): void
} => {
  let mine = initial
  const everyone = createView<readonly PresenceUser[]>((before) => keepSame(before, groupByUser(connections.entries())))
  const others = createView<readonly PresenceUser[]>((before) => {
    const me = personKey(link.me())
    return keepSame(
      before,
      everyone.get().filter((user) => personKey(user) !== me),
    )
  })

  // Without a connection nothing is lost: the next hello carries the newest presence.
  const pace = createPace(link.sendIntervalMs, () => tell(link, 'presence.update', { presence: mine }))

  /** Nobody is idle before minutes have passed: what observes it comes once the room is joined. */
  let watch: ActivityWatch | undefined
  let byHand: Activity | 'auto' = 'auto'
  let isOver = false
  const activity = () => watch?.get() ?? (byHand === 'auto' ? 'active' : byHand)
  const tellActivity = () => tell(link, 'presence.activity', { activity: activity() })
  const activityChanged = () => {
    connections.setOwn({ activity: activity() })
    tellActivity()
  }
  const useActivity = onDemand(async () => {
    const { createActivity } = await (await parts()).attention()
    watch = createActivity(activityChanged)
    watch.set(byHand)
    if (!isOver) watch.start()
  })

  const store: Presence = {
    ...readOnly(everyone),
    getOthers: others.get,
    subscribeOthers: others.subscribe,
    update(patch) {
      checkPresence(patch)
      mine = checkPresence({ ...mine, ...patch })
      watch?.touched()
      connections.setOwn({ presence: mine })
      pace.request()
    },
    setActivity(wanted) {
      if (wanted !== 'auto' && !activities.includes(wanted)) throw invalid(`There is no activity ${wanted}`)
      byHand = wanted
      if (watch) watch.set(wanted)
      else activityChanged()
    },
    recentlyLeft: () => link.ask('presence.listDeparted', {}),
  }
  const listener: Listener = {
    introduce: () => ({ presence: mine }),
    welcomed({ self, snapshots }) {
      const known = snapshots.presence.find(({ connectionId }) => connectionId === self.connectionId)
      if (known && keepEqual(mine, known.presence) !== mine) pace.request()
      if (known && known.activity !== activity()) tellActivity()
      useActivity().catch(link.report)
    },
    ended() {
      pace.cancel()
      isOver = true
      watch?.stop()
    },
  }
  const changed = () => {
    everyone.changed()
    others.changed()
  }
  connections.listen({ presenceChanged: changed, peopleChanged: changed })
  return { room: { presence: store }, listener, touched: () => watch?.touched() }
}
