/** Owns the keys `presence` and `activity` of every connection's memory, and who has left lately. Rules PR1–PR9 are in the contract. */
import { isSamePerson, type Person } from '@syncforge/protocol/person'
import { type Activity, presence as contract, type Participant } from '@syncforge/protocol/presence'
import type { JsonObject } from '@syncforge/protocol/schemas'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createDeparted } from './departed.ts'
import { migrations } from './schema.ts'
import { createPresenceShares } from './shares.ts'

const presenceOf = (connection: Connection) => (connection.recall('presence') ?? {}) as JsonObject
const activityOf = (connection: Connection) => (connection.recall('activity') ?? 'active') as Activity

const toParticipant = (connection: Connection): Participant => ({
  ...connection.user,
  connectionId: connection.id,
  number: connection.number,
  presence: presenceOf(connection),
  activity: activityOf(connection),
  joinedAt: connection.joinedAt,
  ...(connection.isAgent ? { agent: true as const } : {}),
})

const updated = (connection: Connection) =>
  ({ type: 'presence.updated', body: { connectionId: connection.id, presence: presenceOf(connection) } }) as const
const turned = (connection: Connection) =>
  ({ type: 'presence.turned', body: { connectionId: connection.id, activity: activityOf(connection) } }) as const

export const presence = defineFeature({
  contract,
  migrations,
  open({ connections, sql, clock }) {
    const departed = createDeparted(sql)
    const shares = createPresenceShares(connections, presenceOf)
    const isHere = (person: Person) => connections().some(({ user }) => isSamePerson(user, person))

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
        'presence.listDeparted': () => ({ reply: departed.list(clock()).filter((user) => !isHere(user)) }),
        'presence.list': () => ({ reply: connections().map(toParticipant) }),
      },
      snapshot: () => connections().map(toParticipant),
      onFound: shares.recount,
      onJoin(connection) {
        shares.take(connection, presenceOf(connection))
        return [{ to: 'others', event: { type: 'presence.joined', body: toParticipant(connection) } }]
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
            [updated(connection), turned(connection)].map((event) => ({ to: { connectionId: viewer.id }, event })),
          ),
      forget: shares.recount,
    }
  },
})
