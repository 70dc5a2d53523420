/** Owns who is in the room, connection by connection, as the server tells it. Presence and cursors read it. */
import type { Activity, Participant } from '@syncforge/protocol/presence'
import type { JsonObject, User } from '@syncforge/protocol/schemas'
import type { Feature, Link } from '../../connection/session.ts'

export interface RosterEntry {
  readonly connectionId: string
  readonly number: number
  /** The same object for the whole stay, whatever its presence does. */
  readonly user: User
  readonly presence: JsonObject
  readonly activity: Activity
  readonly joinedAt: number
}

/** What I say about myself. The room does not send it back. */
export type OwnPart = Pick<RosterEntry, 'presence' | 'activity'>

export interface Roster {
  readonly feature: Feature
  entries(): Iterable<RosterEntry>
  byNumber(number: number): RosterEntry | undefined
  /** Shows what I say about myself at once. */
  setOwn(part: Partial<OwnPart>): void
}

const toEntry = ({
  userId,
  userInfo,
  verified,
  connectionId,
  number,
  presence,
  activity,
  joinedAt,
}: Participant): RosterEntry => ({
  connectionId,
  number,
  user: { userId, userInfo, verified },
  presence,
  activity,
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
  let own: OwnPart = { presence: initial, activity: 'active' }

  const put = (entry: RosterEntry) => {
    byId.set(entry.connectionId, entry)
    numbers.set(entry.number, entry)
  }
  const isMine = (connectionId: string) => connectionId === link.me().connectionId

  return {
    entries: () => byId.values(),
    byNumber: (number) => numbers.get(number),
    setOwn(part) {
      own = { ...own, ...part }
      const mine = byId.get(link.me().connectionId)
      if (mine) put({ ...mine, ...part })
      presenceChanged()
    },
    feature: {
      welcomed({ self, snapshots, serverTime }) {
        byId.clear()
        numbers.clear()
        for (const participant of snapshots.presence) put(toEntry(participant))
        const joinedAt = byId.get(self.connectionId)?.joinedAt ?? serverTime
        put(toEntry({ ...self, ...own, joinedAt }))
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
        'presence.turned'({ connectionId, activity }) {
          const entry = byId.get(connectionId)
          if (!entry || isMine(connectionId)) return
          put({ ...entry, activity })
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
