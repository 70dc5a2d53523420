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
 * PR11 A connection says where in the room it is: a document, an element, and whether it edits there. The newest counts; nothing is said of one
 *      that never said it, or has taken it back. It survives a lost socket and a sleep of the room as presence does.
 * PR12 A status, a word and a text of one's own, is a person's: what one connection sets is that of all of them, also of those that come later.
 * PR13 Typing is told to the others, kept nowhere, and over after five seconds, or when its connection says so or leaves. A connection types in
 *      one place at a time.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { idPatterns } from './ids.ts'
import { limits } from './limits.ts'
import { ConnectionId, JsonObject, User } from './schemas.ts'
import { PlainText } from './text.ts'

/** `active`, `idle` (the page is shown, nobody touches it) or `away` (it is hidden). The most present first. */
export const Activity = z.enum(['active', 'idle', 'away'])
export type Activity = z.infer<typeof Activity>

/**
 * Where in the room somebody is (rule PR11). `document`: the name of a document, a record or a page of the app; `element`: something in it,
 * such as a block, a field or a shape; `editing`: whether they write there, or only look.
 */
export const Location = z.strictObject({
  document: z.string().regex(idPatterns.document, '1–128 letters, digits or _ . : @ ~ - /').nullable().default(null),
  element: z.string().min(1).max(256).nullable().default(null),
  editing: z.boolean().default(false),
})
export type Location = z.infer<typeof Location>

/** What somebody says of themselves (rule PR12), beside what is observed of them: their activity. */
export const Status = z.strictObject({
  state: z.enum(['available', 'busy', 'doNotDisturb', 'away']).default('available'),
  text: PlainText(140).nullable().default(null),
})
export type Status = z.infer<typeof Status>

/** One connection in the room. `number` names it in binary frames. */
export const Participant = User.extend({
  connectionId: ConnectionId,
  number: z.number().int().positive(),
  presence: JsonObject,
  activity: Activity,
  joinedAt: z.number().int(),
  /** Left out while nothing is said of it. */
  location: Location.optional(),
  status: Status.optional(),
  /** Not somebody's connection, but shown by the customer's server (rule PR10). */
  agent: z.literal(true).optional(),
})
export type Participant = z.infer<typeof Participant>

/** Somebody who was here a moment ago, as they were; `leftAt` in milliseconds since 1970. */
export const Departed = User.extend({ leftAt: z.number().int() })
export type Departed = z.infer<typeof Departed>

/** What was taken back is not there. */
const withoutNothing = (person: Participant): Participant =>
  Object.fromEntries(Object.entries(person).filter(([, value]) => value !== null)) as Participant

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
    /** `null`: nowhere that it would say. */
    'presence.locate': { access: 'read', body: z.strictObject({ location: Location.nullable() }), reply: z.object({}) },
    'presence.setStatus': { access: 'read', body: z.strictObject({ status: Status.nullable() }), reply: z.object({}) },
    /** `where` is the app's own name of a field or a thread. */
    'presence.typing': {
      access: 'comment',
      body: z.strictObject({ where: z.string().max(256).default(''), on: z.boolean().default(true) }),
      reply: z.object({}),
    },
    'presence.list': { access: 'read', body: z.object({}), reply: z.array(Participant) },
    /** The last who left first. */
    'presence.listDeparted': { access: 'read', body: z.object({}), reply: z.array(Departed) },
  },
  events: {
    'presence.joined': { delivery: 'reliable', body: Participant },
    'presence.updated': { delivery: 'latest', body: z.object({ connectionId: ConnectionId, presence: JsonObject }) },
    'presence.turned': { delivery: 'latest', body: z.object({ connectionId: ConnectionId, activity: Activity }) },
    'presence.located': {
      delivery: 'latest',
      body: z.object({ connectionId: ConnectionId, location: Location.nullable() }),
    },
    'presence.statusChanged': {
      delivery: 'reliable',
      body: z.object({ connectionId: ConnectionId, status: Status.nullable() }),
    },
    'presence.typed': {
      delivery: 'latest',
      body: z.object({ connectionId: ConnectionId, where: z.string(), on: z.boolean() }),
    },
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
      case 'presence.located':
      case 'presence.statusChanged':
        return people.map((person) =>
          person.connectionId === about.connectionId ? withoutNothing({ ...person, ...about }) : person,
        )
      case 'presence.left':
        return people.filter(({ connectionId }) => connectionId !== about.connectionId)
      default:
        return people
    }
  },
})
