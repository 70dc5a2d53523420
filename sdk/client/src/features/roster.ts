/** Owns who is in the room, connection by connection, as the server tells it. Presence and cursors read it. */
import type { Participant } from '@syncforge/protocol/presence'
import type { JsonObject, User } from '@syncforge/protocol/schemas'
import type { Feature, Link } from '../session.ts'

export interface RosterEntry {
  readonly connectionId: string
  readonly number: number
  /** The same object for the whole stay, whatever its presence does. */
  readonly user: User
  readonly presence: JsonObject
  readonly joinedAt: number
}

export interface Roster {
  readonly feature: Feature
  entries(): Iterable<RosterEntry>
  byNumber(number: number): RosterEntry | undefined
  /** Shows my own presence at once: the room does not send it back. */
  setOwnPresence(presence: JsonObject): void
}

const toEntry = ({
  userId,
  userInfo,
  verified,
  connectionId,
  number,
  presence,
  joinedAt,
}: Participant): RosterEntry => ({
  connectionId,
  number,
  user: { userId, userInfo, verified },
  presence,
  joinedAt,
})

export interface RosterListener {
  /** Somebody's presence changed. */
  presenceChanged(): void
  /** Somebody came or, with the number of the connection, left. */
  peopleChanged(left?: number): void
}

export const createRoster = (
  link: Link,
  initial: JsonObject,
  { presenceChanged, peopleChanged }: RosterListener,
): Roster => {
  const byId = new Map<string, RosterEntry>()
  const numbers = new Map<number, RosterEntry>()
  let own = initial

  const put = (entry: RosterEntry) => {
    byId.set(entry.connectionId, entry)
    numbers.set(entry.number, entry)
  }
  const isMine = (connectionId: string) => connectionId === link.me().connectionId

  return {
    entries: () => byId.values(),
    byNumber: (number) => numbers.get(number),
    setOwnPresence(presence) {
      own = presence
      const mine = byId.get(link.me().connectionId)
      if (mine) put({ ...mine, presence })
      presenceChanged()
    },
    feature: {
      welcomed({ self, snapshots, serverTime }) {
        byId.clear()
        numbers.clear()
        for (const participant of snapshots.presence) put(toEntry(participant))
        const joinedAt = byId.get(self.connectionId)?.joinedAt ?? serverTime
        put(toEntry({ ...self, presence: own, joinedAt }))
        peopleChanged()
      },
      events: {
        'presence.joined'(participant) {
          if (isMine(participant.connectionId)) return
          put(toEntry(participant))
          peopleChanged()
        },
        'presence.updated'({ connectionId, presence }) {
          const entry = byId.get(connectionId)
          if (!entry || isMine(connectionId)) return
          put({ ...entry, presence })
          presenceChanged()
        },
        'presence.left'({ connectionId }) {
          const entry = byId.get(connectionId)
          if (!entry || isMine(connectionId)) return
          byId.delete(connectionId)
          numbers.delete(entry.number)
          peopleChanged(entry.number)
        },
      },
    },
  }
}
