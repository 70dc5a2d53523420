/** Owns presence as customers see it: one entry per user, my own free-form JSON, and whether I am there. Rules PR1–PR8 are in the contract. */
import { isSamePerson, personKey } from '@syncforge/protocol/person'
import type { Activity, Departed } from '@syncforge/protocol/presence'
import type { Json, JsonObject, User } from '@syncforge/protocol/schemas'
import { checkPresence } from '../check.ts'
import { invalid } from '../errors.ts'
import { createPace } from '../pace.ts'
import type { Feature, Link } from '../session.ts'
import { createView, type Store, type Unsubscribe } from '../store.ts'
import { createActivity } from './activity.ts'
import type { Roster, RosterEntry } from './roster.ts'
import { tell } from './tell.ts'

/** One socket of a user: a tab, a phone. `joinedAt` in milliseconds since 1970, by the server's clock. */
export interface PresenceConnection {
  readonly connectionId: string
  readonly presence: JsonObject
  readonly activity: Activity
  readonly joinedAt: number
}

/**
 * A person in the room, once, however many tabs they have open. An id that was only claimed is another person than the same id proven by a
 * token: `verified` tells them apart, and so must whatever is keyed by person. `presence` is that of their newest connection, `activity` the most
 * present of all: `active`, `idle` (nothing touched for two minutes) or `away` (no page of theirs is shown).
 */
export interface PresenceUser extends User {
  readonly presence: JsonObject
  readonly activity: Activity
  readonly connections: readonly PresenceConnection[]
}

/** What {@link Presence.update} takes: `undefined` removes a key, `null` is a value like any other. */
export type PresencePatch = { readonly [key: string]: Json | undefined }

/**
 * Who is here.
 *
 * @example
 * room.presence.update({ status: 'reviewing' })
 * const stop = room.presence.subscribeOthers((others) => showAvatars(others))
 */
export interface Presence extends Store<readonly PresenceUser[]> {
  /** Everyone but me. My other tabs are me as well, so they are not among the others. */
  getOthers(): readonly PresenceUser[]
  /** Calls back at once and after every change of {@link getOthers}. Returns the way to stop. */
  subscribeOthers(listener: (others: readonly PresenceUser[]) => void): Unsubscribe
  /**
   * Merges the keys of `patch` into my presence and tells the room, at most once per 16 ms, the newest winning.
   * While offline it is kept and sent on return.
   *
   * @throws SyncForgeError VALIDATION_ERROR when the whole is no JSON object or larger than 64 KiB; nothing changes then
   * @example room.presence.update({ selection: 'row-7', draft: undefined })
   */
  update(patch: PresencePatch): void
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

const joinOrder = (a: RosterEntry, b: RosterEntry) => a.joinedAt - b.joinedAt || a.number - b.number

/** One entry per user, users and their connections in the order of joining. */
const groupByUser = (entries: Iterable<RosterEntry>): PresenceUser[] => {
  const users = new Map<string, RosterEntry[]>()
  for (const entry of [...entries].sort(joinOrder)) {
    const key = personKey(entry.user)
    const group = users.get(key)
    if (group) group.push(entry)
    else users.set(key, [entry])
  }
  return [...users.values()].map((group) => {
    const newest = group.at(-1) as RosterEntry
    const connections = group.map(({ connectionId, presence, activity, joinedAt }) => ({
      connectionId,
      presence,
      activity,
      joinedAt,
    }))
    const activity = activities.find((each) => group.some((entry) => entry.activity === each)) ?? 'active'
    return { ...newest.user, presence: newest.presence, activity, connections }
  })
}

export interface OwnPresence {
  readonly store: Presence
  readonly feature: Feature
  mine(): JsonObject
  /** The app did something with the room. */
  touched(): void
  /** The roster changed. */
  changed(): void
}

export const createPresence = (link: Link, roster: Roster, initial: JsonObject): OwnPresence => {
  let mine = initial
  const everyone = createView<readonly PresenceUser[]>(() => groupByUser(roster.entries()))
  const others = createView<readonly PresenceUser[]>(() => {
    const me = link.me()
    return everyone.get().filter((user) => !isSamePerson(user, me))
  })

  // Without a connection nothing is lost: the next hello carries the newest presence.
  const pace = createPace(link.sendIntervalMs, () => tell(link, 'presence.update', { presence: mine }))

  const tellActivity = () => tell(link, 'presence.activity', { activity: activity.get() })
  const activity = createActivity(() => {
    roster.setOwn({ activity: activity.get() })
    tellActivity()
  })

  const store: Presence = {
    get: everyone.get,
    subscribe: everyone.subscribe,
    getOthers: others.get,
    subscribeOthers: others.subscribe,
    update(patch) {
      checkPresence(patch)
      mine = checkPresence({ ...mine, ...patch })
      activity.touched()
      roster.setOwn({ presence: mine })
      pace.request()
    },
    setActivity(wanted) {
      if (wanted !== 'auto' && !activities.includes(wanted)) throw invalid(`There is no activity ${String(wanted)}`)
      activity.set(wanted)
    },
    recentlyLeft: () => link.ask('presence.listDeparted', {}),
  }
  const feature: Feature = {
    welcomed({ self, snapshots }) {
      const known = snapshots.presence.find(({ connectionId }) => connectionId === self.connectionId)
      if (known && JSON.stringify(known.presence) !== JSON.stringify(mine)) pace.request()
      if (known && known.activity !== activity.get()) tellActivity()
      activity.start()
    },
    ended() {
      pace.cancel()
      activity.stop()
    },
  }
  return {
    store,
    feature,
    mine: () => mine,
    touched: activity.touched,
    changed() {
      everyone.changed()
      others.changed()
    },
  }
}
