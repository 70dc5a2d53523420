/**
 * People: whom one may mean in this room.
 *
 * SU1  Offered is whom a mention reaches: who is here, who has written here or been here since somebody did, whom the room belongs to, and to
 *      whom something was granted in it. Nobody who is banned, and not whoever asks.
 * SU2  Asking needs `comment`. Somebody to whom something was granted and who has never been here is known by their id only: one that reads like
 *      an e-mail address is offered to who may `moderate` and to nobody else. An address with which nobody has come in yet is offered to nobody.
 * SU3  The likeliest first: a name that begins with the words, one of its words, the id, anywhere in the name; of equal ones those who are here.
 * SU4  A person asks 100 times in ten seconds at most, over all of their connections.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { limits } from './limits.ts'
import { UserId } from './schemas.ts'

export const SuggestedPerson = z.object({
  userId: UserId,
  verified: z.boolean(),
  name: z.string(),
  /** In the room now. */
  isHere: z.boolean(),
})
export type SuggestedPerson = z.infer<typeof SuggestedPerson>

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
      reply: z.object({ people: z.array(SuggestedPerson) }),
    },
  },
  events: {},
  channels: {},
  snapshot: z.null(),
})
