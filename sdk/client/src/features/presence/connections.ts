/** Owns who is connected to the room, as the server tells it. Presence and cursors read it. */
import type { Activity, Location, Participant, Status } from '@syncforge/protocol/presence'
import type { JsonObject, User } from '@syncforge/protocol/schemas'
import { keepEqual } from '../../store.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'

export interface Connection {
  readonly connectionId: string
  readonly number: number
  /** The same object for the whole stay, whatever its presence does. */
  readonly user: User
  readonly presence: JsonObject
  readonly activity: Activity
  readonly joinedAt: number
  readonly location?: Location | null | undefined
  readonly status?: Status | null | undefined
  /** Shown by the customer's server. */
  readonly agent?: true | undefined
}

/** What I say about myself. The room does not send it back. */
export type OwnPart = Pick<Connection, 'presence' | 'activity' | 'location' | 'status'>

export interface Connections extends OpenFeature<Record<never, never>> {
  entries(): Iterable<Connection>
  byNumber(number: number): Connection | undefined
  /** Shows what I say about myself at once. */
  setOwn(part: Partial<OwnPart>): void
  listen(listener: ConnectionsListener): void
}

const toEntry = ({ userId, userInfo, verified, ...connection }: Participant): Connection => ({
  ...connection,
  user: { userId, userInfo, verified },
})

interface ConnectionsListener {
  /** Somebody's presence changed. */
  presenceChanged?(): void
  /** Somebody came or, with the number of the connection, left. */
  peopleChanged(left?: number): void
}

export const openConnections = ({ link, presence }: FeatureContext): Connections => {
  const listeners: ConnectionsListener[] = []
  const byId = new Map<string, Connection>()
  const numbers = new Map<number, Connection>()
  let own: OwnPart = { presence, activity: 'active' }

  const put = (entry: Connection) => {
    byId.set(entry.connectionId, entry)
    numbers.set(entry.number, entry)
  }
  const presenceChanged = () => {
    for (const listener of listeners) listener.presenceChanged?.()
  }
  const peopleChanged = (left?: number) => {
    for (const listener of listeners) listener.peopleChanged(left)
  }
  /** What one caused oneself is skipped on the way here: what is heard of mine was said elsewhere. */
  const changed = ({ connectionId, ...part }: { readonly connectionId: string } & Partial<OwnPart>) => {
    const entry = byId.get(connectionId)
    if (!entry) return
    put({ ...entry, ...part })
    presenceChanged()
  }
  const isMine = (connectionId: string) => connectionId === link.me().connectionId

  return {
    room: {},
    listen: (listener) => void listeners.push(listener),
    entries: () => byId.values(),
    byNumber: (number) => numbers.get(number),
    setOwn(part) {
      own = { ...own, ...part }
      const mine = byId.get(link.me().connectionId)
      if (mine) put({ ...mine, ...part })
      presenceChanged()
    },
    listener: {
      welcomed({ snapshots }) {
        const before = new Map(byId)
        byId.clear()
        numbers.clear()
        for (const participant of snapshots.presence) {
          const said = isMine(participant.connectionId) ? ({ ...participant, ...own } as Participant) : participant
          const entry = toEntry(said)
          // Who is as they were before the connection was lost stays the same object.
          put(keepEqual(before.get(entry.connectionId), entry))
        }
        peopleChanged()
      },
      events: {
        'presence.joined'(participant) {
          if (isMine(participant.connectionId)) return
          put(toEntry(participant))
          peopleChanged()
        },
        'presence.updated': changed,
        'presence.turned': changed,
        'presence.located': changed,
        'presence.statusChanged': changed,
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
