/** Owns the keys `presence`, `activity`, `location` and `status` of every connection's memory, and who has left lately. Rules PR1–PR13 are in the contract. */
import { RoomError } from '@syncforge/protocol/errors'
import { isSamePerson, type Person } from '@syncforge/protocol/person'
import {
  type Activity,
  presence as contract,
  type Location,
  type Participant,
  type Status,
} from '@syncforge/protocol/presence'
import type { JsonObject } from '@syncforge/protocol/schemas'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createDeparted } from './departed.ts'
import { migrations } from './schema.ts'
import { createPresenceShares } from './shares.ts'

const presenceOf = (connection: Connection) => (connection.recall('presence') ?? {}) as JsonObject
const activityOf = (connection: Connection) => (connection.recall('activity') ?? 'active') as Activity
/** `null`: it was taken back. `undefined`: it was never said, and who has missed things needs to hear nothing of it. */
const locationOf = (connection: Connection) => connection.recall('location') as Location | null | undefined
const statusOf = (connection: Connection) => connection.recall('status') as Status | undefined

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

const toParticipant = (connection: Connection): Participant => {
  const location = locationOf(connection) ?? null
  const status = statusOf(connection) ?? null
  return {
    ...connection.user,
    connectionId: connection.id,
    number: connection.number,
    presence: presenceOf(connection),
    activity: activityOf(connection),
    joinedAt: connection.joinedAt,
    ...(location === null ? {} : { location }),
    ...(status === null ? {} : { status }),
    ...(connection.isAgent ? { agent: true as const } : {}),
  }
}

const updated = (connection: Connection) =>
  ({ type: 'presence.updated', body: { connectionId: connection.id, presence: presenceOf(connection) } }) as const
const turned = (connection: Connection) =>
  ({ type: 'presence.turned', body: { connectionId: connection.id, activity: activityOf(connection) } }) as const
const located = (connection: Connection) =>
  ({
    type: 'presence.located',
    body: { connectionId: connection.id, location: locationOf(connection) ?? null },
  }) as const
const statusChanged = (connection: Connection) =>
  ({
    type: 'presence.statusChanged',
    body: { connectionId: connection.id, status: statusOf(connection) ?? null },
  }) as const

/** A call of the edge comes from nowhere in the room. */
const requireConnection = ({ number }: Connection, has: string) => {
  if (number === 0) throw new RoomError('VALIDATION_ERROR', `Only a connection has ${has}`)
}

export const presence = defineFeature({
  contract,
  migrations,
  open({ connections, sql, clock }) {
    const departed = createDeparted(sql)
    const shares = createPresenceShares(connections, presenceOf)
    const connectionsOf = (person: Person) => connections().filter(({ user }) => isSamePerson(user, person))
    const isHere = (person: Person) => connections().some(({ user }) => isSamePerson(user, person))
    const listDeparted = () => departed.list(clock()).filter((user) => !isHere(user))

    return {
      handlers: {
        'presence.update'({ presence: value }, from) {
          shares.take(from, value)
          from.remember('presence', value)
          return { reply: {}, announce: [{ to: 'others', event: updated(from) }] }
        },
        'presence.activity'({ activity }, from) {
          if (activity === activityOf(from)) return { reply: {} }
          from.remember('activity', activity)
          return { reply: {}, announce: [{ to: 'others', event: turned(from) }] }
        },
        'presence.locate'({ location }, from) {
          requireConnection(from, 'a location')
          if (isSame(location, locationOf(from))) return { reply: {} }
          from.remember('location', location)
          return { reply: {}, announce: [{ to: 'others', event: located(from) }] }
        },
        'presence.setStatus'({ status }, { user }) {
          const others = connectionsOf(user).filter((connection) => !isSame(status, statusOf(connection)))
          for (const connection of others) connection.remember('status', status ?? undefined)
          return {
            reply: {},
            announce: others.map((connection) => ({ to: 'everyone', event: statusChanged(connection) }) as const),
          }
        },
        'presence.typing'({ where, on }, from) {
          requireConnection(from, 'a keyboard')
          const body = { connectionId: from.id, where, on }
          return { reply: {}, announce: [{ to: 'others', event: { type: 'presence.typed', body } }] }
        },
        'presence.listDeparted': () => ({ reply: listDeparted() }),
        'presence.list': () => ({ reply: connections().map(toParticipant) }),
      },
      snapshot: () => connections().map(toParticipant),
      departed: () =>
        listDeparted().map(({ userId, verified, userInfo: { name }, leftAt }) => ({ userId, verified, name, leftAt })),
      onFound: shares.recount,
      onJoin(connection) {
        shares.take(connection, presenceOf(connection))
        const status = connectionsOf(connection.user)
          .map(statusOf)
          .find((each) => each !== undefined)
        if (status !== undefined) connection.remember('status', status)
        return [
          { to: 'others', event: { type: 'presence.joined', body: toParticipant(connection) } },
          // It was greeted before it had one.
          ...(status === undefined ? [] : [{ to: 'self', event: statusChanged(connection) } as const]),
        ]
      },
      onLeave(connection) {
        const { id, number, user } = connection
        shares.leave(connection)
        if (!connection.isAgent && !isHere(user)) departed.add(user, clock())
        return { announce: [{ to: 'others', event: { type: 'presence.left', body: { connectionId: id, number } } }] }
      },
      catchUp: (viewer) =>
        connections()
          .filter(({ id }) => id !== viewer.id)
          .flatMap((connection): Announcement<typeof contract>[] =>
            [
              updated(connection),
              turned(connection),
              ...(locationOf(connection) === undefined ? [] : [located(connection)]),
            ].map((event) => ({ to: { connectionId: viewer.id }, event })),
          ),
      forget: shares.recount,
    }
  },
})
