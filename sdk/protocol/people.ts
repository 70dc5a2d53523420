/**
 * People: whom one may mean in this room.
 *
 * SU1  Offered is whom a mention reaches: who is here, who has been here by a proven id, of them at least the 1,900 who left last, who has written here,
 *      whom the room belongs to, and to whom something was granted in it. Nobody who is banned, and not whoever asks.
 * SU2  Asking needs `comment`. Somebody to whom something was granted and who has never been here is known by their id only: one that reads like
 *      an e-mail address is offered to who may `moderate` and to nobody else. An address with which nobody has come in yet is offered to nobody.
 * SU3  The likeliest first: a name that begins with the words, one of its words, the id, anywhere in the name; of equal ones those who are here.
 * SU4  A person asks 100 times in ten seconds at most, over all of their connections.
 * SU5  Where the organization has named an address of its own for people, `more` is where the same question is put to it: by GET, for a minute, as
 *      the person who asked. What it waits for, this answer does not. It offers whom that address names, by a proven id, but for who asks and who is
 *      banned; it says in `state` what came of asking.
 * SU6  Whom the address names the room hears of first: for a day it takes a mention of them, from everybody, of the thousand named last. They are
 *      offered to nobody else for that.
 * SU7  A call with a key of the organization may mention anybody by a proven id, known to the room or not: the server's word is taken. Of everybody
 *      else a mention of somebody whom the room does not know is refused, and nothing is stored.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { limits } from './limits.ts'
import { UserId } from './schemas.ts'

export const SuggestedPerson = z.object({
  userId: UserId,
  verified: z.boolean(),
  name: z.string(),
  /** An https address of a picture, where the organization's own address has said one. */
  avatar: z.string().optional(),
  /** In the room now. */
  isHere: z.boolean(),
})
export type SuggestedPerson = z.infer<typeof SuggestedPerson>

/** Somebody whom an organization's own address names. */
export const NamedPerson = z.strictObject({
  id: UserId,
  name: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{Cc}\p{Surrogate}]+$/u, 'no control character'),
  avatar: z
    .url({ protocol: /^https$/ })
    .max(512)
    .optional(),
})
export type NamedPerson = z.infer<typeof NamedPerson>

/**
 * What came of asking the address. `none`: the organization has named none. `busy`: too many questions are under way. `timeout`: no whole answer in time.
 * `unreachable`: no connection, or not an address that may be asked. `refused`: another status than 200. `invalid`: not an answer as it is to be.
 */
export const peopleAddressStates = ['ok', 'none', 'busy', 'timeout', 'unreachable', 'refused', 'invalid'] as const
export type PeopleAddressState = (typeof peopleAddressStates)[number]

/** What `more` answers. */
export interface MorePeople {
  readonly people: readonly SuggestedPerson[]
  readonly state: PeopleAddressState
}

export const people = defineContract({
  name: 'people',
  requests: {
    'people.suggest': {
      access: 'comment',
      body: z.strictObject({
        /** What was typed so far; with nothing, everybody. */
        query: z.string().max(limits.suggestionQueryMaxLength).default(''),
        limit: z.number().int().min(1).max(limits.suggestionsMax).default(limits.suggestionsMax),
      }),
      reply: z.object({
        people: z.array(SuggestedPerson),
        /** The path below the server's address; `null`: this server asks nobody else. */
        more: z.string().nullable(),
      }),
    },
    /** The edge tells whom the organization's address named, in the name of who asked. On a socket there is no such request. */
    'people.offer': {
      access: 'comment',
      body: z.strictObject({ users: z.array(NamedPerson).max(limits.suggestionsMax) }),
      reply: z.object({ people: z.array(SuggestedPerson) }),
    },
  },
  events: {},
  channels: {},
  snapshot: z.null(),
})
