/** Owns presence as customers see it: one entry per user, and my own free-form JSON. Rules PR1–PR6 are in the contract. */
import type { Json, JsonObject, User } from '@syncforge/protocol/schemas'
import { checkPresence } from '../check.ts'
import { createPace } from '../pace.ts'
import type { Feature, Link } from '../session.ts'
import { createView, type Store, type Unsubscribe } from '../store.ts'
import type { Roster, RosterEntry } from './roster.ts'
import { tell } from './tell.ts'

/** One socket of a user: a tab, a phone. `joinedAt` in milliseconds since 1970, by the server's clock. */
export interface PresenceConnection {
  readonly connectionId: string
  readonly presence: JsonObject
  readonly joinedAt: number
}

/** A person in the room, once, however many tabs they have open. `presence` is that of their newest connection. */
export interface PresenceUser extends User {
  readonly presence: JsonObject
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
}

const joinOrder = (a: RosterEntry, b: RosterEntry) => a.joinedAt - b.joinedAt || a.number - b.number

/** One entry per user, users and their connections in the order of joining. */
const groupByUser = (entries: Iterable<RosterEntry>): PresenceUser[] => {
  const users = new Map<string, RosterEntry[]>()
  for (const entry of [...entries].sort(joinOrder)) {
    const group = users.get(entry.user.userId)
    if (group) group.push(entry)
    else users.set(entry.user.userId, [entry])
  }
  return [...users.values()].map((group) => {
    const newest = group.at(-1) as RosterEntry
    const connections = group.map(({ connectionId, presence, joinedAt }) => ({ connectionId, presence, joinedAt }))
    return { ...newest.user, presence: newest.presence, connections }
  })
}

export interface OwnPresence {
  readonly store: Presence
  readonly feature: Feature
  mine(): JsonObject
  /** The roster changed. */
  changed(): void
}

export const createPresence = (link: Link, roster: Roster, initial: JsonObject): OwnPresence => {
  let mine = initial
  const everyone = createView<readonly PresenceUser[]>(() => groupByUser(roster.entries()))
  const others = createView<readonly PresenceUser[]>(() => {
    const { userId } = link.me()
    return everyone.get().filter((user) => user.userId !== userId)
  })

  // Without a connection nothing is lost: the next hello carries the newest presence.
  const pace = createPace(link.sendIntervalMs, () => tell(link, 'presence.update', { presence: mine }))

  const store: Presence = {
    get: everyone.get,
    subscribe: everyone.subscribe,
    getOthers: others.get,
    subscribeOthers: others.subscribe,
    update(patch) {
      checkPresence(patch)
      mine = checkPresence({ ...mine, ...patch })
      roster.setOwnPresence(mine)
      pace.request()
    },
  }
  const feature: Feature = {
    welcomed({ self, snapshots }) {
      const known = snapshots.presence.find(({ connectionId }) => connectionId === self.connectionId)
      if (known && JSON.stringify(known.presence) !== JSON.stringify(mine)) pace.request()
    },
    ended: pace.cancel,
  }
  return {
    store,
    feature,
    mine: () => mine,
    changed() {
      everyone.changed()
      others.changed()
    },
  }
}
