/**
 * Broadcast: a customer's own events, heard by everyone else in the room and kept nowhere.
 *
 * BR1  Everyone connected hears an event exactly once, the sender not at all.
 * BR2  Events of one sender arrive in the order they were sent.
 * BR3  Sending needs `write`.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { ConnectionId, Json, User } from './schemas.ts'

const EventLabel = z.string().min(1).max(128)

export const broadcast = defineContract({
  name: 'broadcast',
  requests: {
    'broadcast.send': { access: 'write', body: z.object({ event: EventLabel, payload: Json }), reply: z.object({}) },
  },
  events: {
    'broadcast.sent': {
      delivery: 'reliable',
      /** `connectionId` is null when the event came through REST. */
      body: z.object({ event: EventLabel, payload: Json, user: User, connectionId: ConnectionId.nullable() }),
    },
  },
  channels: {},
  snapshot: z.null(),
})
