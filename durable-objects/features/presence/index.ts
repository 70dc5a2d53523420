/** Owns the key `presence` of every connection's memory. Rules PR1–PR6 are in the contract. */
import { presence as contract, type Participant } from '@syncforge/protocol/presence'
import type { JsonObject } from '@syncforge/protocol/schemas'
import { type Connection, defineFeature } from '../../room/feature.ts'

const presenceOf = (connection: Connection) => (connection.recall('presence') ?? {}) as JsonObject

const toParticipant = (connection: Connection): Participant => ({
  ...connection.user,
  connectionId: connection.id,
  number: connection.number,
  presence: presenceOf(connection),
  joinedAt: connection.joinedAt,
})

export const presence = defineFeature({
  contract,
  migrations: [],
  open: ({ connections }) => ({
    handlers: {
      'presence.update'({ presence: value }, from) {
        from.remember('presence', value)
        const body = { connectionId: from.id, presence: value }
        return { reply: {}, announce: [{ to: 'others', event: { type: 'presence.updated', body } }] }
      },
      'presence.list': () => ({ reply: connections().map(toParticipant) }),
    },
    snapshot: () => connections().map(toParticipant),
    onJoin: (connection) => [{ to: 'others', event: { type: 'presence.joined', body: toParticipant(connection) } }],
    onLeave: ({ id }) => [{ to: 'others', event: { type: 'presence.left', body: { connectionId: id } } }],
    catchUp: (viewer) =>
      connections()
        .filter(({ id }) => id !== viewer.id)
        .map((connection) => ({
          to: { connectionId: viewer.id },
          event: {
            type: 'presence.updated',
            body: { connectionId: connection.id, presence: presenceOf(connection) },
          },
        })),
  }),
})
