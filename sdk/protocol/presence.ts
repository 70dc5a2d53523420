/**
 * Presence: who is here, with identity and free-form JSON per connection.
 *
 * PR1  A newcomer is told everybody who is here once, then only joins, updates and leaves.
 * PR2  Presence belongs to a connection: nobody can write another's.
 * PR3  `presence.update` replaces the sender's presence as a whole; the newest wins, older ones may be skipped.
 * PR4  A connection that says goodbye leaves at once; one that is lost leaves after the room's grace period.
 * PR5  A session that returns within the grace period keeps its connection id: nobody hears a leave or a join.
 * PR6  The same person on two connections is two entries with one userId and one `verified` (rule PE1).
 * PR7  A connection is `active` until it says otherwise, and stays what it said: a lost one too, for its grace period.
 * PR8  Who left in the last five minutes is remembered, at most 50 people, unless they are here again.
 * PR9  The presence of everybody in a room is 4 MiB at most together; 4 KiB of it anybody may have, whatever the others have.
 * PR10 An agent is shown by who has a secret key, for as long as they keep saying so. It is a participant like any other, and nobody: it is
 *      counted nowhere, no fact tells of it, it takes no place of a person. At most twenty in a room.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { limits } from './limits.ts'
import { ConnectionId, JsonObject, User } from './schemas.ts'

/** `active`, `idle` (the page is shown, nobody touches it) or `away` (it is hidden). The most present first. */
export const Activity = z.enum(['active', 'idle', 'away'])
export type Activity = z.infer<typeof Activity>

/** One connection in the room. `number` names it in binary frames. */
export const Participant = User.extend({
  connectionId: ConnectionId,
  number: z.number().int().positive(),
  presence: JsonObject,
  activity: Activity,
  joinedAt: z.number().int(),
  /** Not somebody's connection, but shown by the customer's server (rule PR10). */
  agent: z.literal(true).optional(),
})
export type Participant = z.infer<typeof Participant>

/** Somebody who was here a moment ago, as they were; `leftAt` in milliseconds since 1970. */
export const Departed = User.extend({ leftAt: z.number().int() })
export type Departed = z.infer<typeof Departed>

export const presence = defineContract({
  name: 'presence',
  requests: {
    'presence.update': {
      access: 'read',
      maxBytes: limits.presenceMaxBytes,
      body: z.object({ presence: JsonObject }),
      reply: z.object({}),
    },
    'presence.activity': { access: 'read', body: z.object({ activity: Activity }), reply: z.object({}) },
    'presence.list': { access: 'read', body: z.object({}), reply: z.array(Participant) },
    /** The last who left first. */
    'presence.listDeparted': { access: 'read', body: z.object({}), reply: z.array(Departed) },
  },
  events: {
    'presence.joined': { delivery: 'reliable', body: Participant },
    'presence.updated': { delivery: 'latest', body: z.object({ connectionId: ConnectionId, presence: JsonObject }) },
    'presence.turned': { delivery: 'latest', body: z.object({ connectionId: ConnectionId, activity: Activity }) },
    /** `number` is what binary frames called it. */
    'presence.left': {
      delivery: 'reliable',
      body: z.object({ connectionId: ConnectionId, number: z.number().int().positive() }),
    },
  },
  channels: {},
  snapshot: z.array(Participant),
  fold(people: readonly Participant[], heard): readonly Participant[] {
    if (heard.kind !== 'event') return people
    const about = heard.body as Participant
    switch (heard.type) {
      case 'presence.joined':
        return [...people.filter(({ connectionId }) => connectionId !== about.connectionId), about]
      case 'presence.updated':
      case 'presence.turned':
        return people.map((person) => (person.connectionId === about.connectionId ? { ...person, ...about } : person))
      case 'presence.left':
        return people.filter(({ connectionId }) => connectionId !== about.connectionId)
      default:
        return people
    }
  },
})
