/** Owns who is connected to the room, as the server tells it. Presence and cursors read it. */
import type { Participant } from '@syncforge/protocol/presence'
import type { User } from '@syncforge/protocol/schemas'
import { keepEqual } from '../../store.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { PresenceConnection } from './presence.ts'

export interface Connection {
  readonly number: number
  /** The same object for the whole stay, whatever its presence does. */
  readonly user: User
  /** As customers see it: the same object until it changes. */
  readonly shown: PresenceConnection
}

/** What I say about myself. The room does not send it back. */
export type OwnPart = Pick<PresenceConnection, 'presence' | 'activity'>

export interface Connections extends OpenFeature<Record<never, never>> {
  entries(): Iterable<Connection>
  byNumber(number: number): Connection | undefined
  /** Shows what I say about myself at once. */
  setOwn(part: Partial<OwnPart>): void
  listen(listener: ConnectionsListener): void
}

const toEntry = ({ userId, userInfo, verified, number, ...shown }: Participant): Connection => ({
  number,
  user: { userId, userInfo, verified },
  shown,
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
    byId.set(entry.shown.connectionId, entry)
    numbers.set(entry.number, entry)
  }
  const change = (entry: Connection | undefined, part: Partial<OwnPart>) => {
    if (entry) put({ ...entry, shown: { ...entry.shown, ...part } })
    for (const listener of listeners) listener.presenceChanged?.()
  }
  const peopleChanged = (left?: number) => {
    for (const listener of listeners) listener.peopleChanged(left)
  }
  const isMine = (connectionId: string) => connectionId === link.me().connectionId
  const changed = ({ connectionId, ...part }: Partial<OwnPart> & { readonly connectionId: string }) => {
    if (!isMine(connectionId)) change(byId.get(connectionId), part)
  }

  return {
    room: {},
    listen: (listener) => void listeners.push(listener),
    entries: () => byId.values(),
    byNumber: (number) => numbers.get(number),
    setOwn(part) {
      own = { ...own, ...part }
      change(byId.get(link.me().connectionId), part)
    },
    listener: {
      welcomed({ self, snapshots, serverTime }) {
        const before = new Map(byId)
        byId.clear()
        numbers.clear()
        /** After a reconnect most are as they were. */
        const putAsBefore = (participant: Participant) => {
          const entry = toEntry(participant)
          put(keepEqual(before.get(entry.shown.connectionId), entry))
        }
        snapshots.presence.forEach(putAsBefore)
        const joinedAt = byId.get(self.connectionId)?.shown.joinedAt ?? serverTime
        const { access: _, ...me } = self
        putAsBefore({ ...me, ...own, joinedAt })
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
