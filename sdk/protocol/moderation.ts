/**
 * Moderation: who may `moderate` decides about people from inside the room as its organization does by REST. Rules PE1–PE5 hold here as well.
 *
 * MO1  Deciding needs `moderate`. It is the same decision as by REST: kept, logged, and obeyed by open sockets at once.
 * MO2  The reply says how many connections a decision has met.
 * MO3  Of single documents only those change that are named, and the access to the room only where it is said. What was decided is listed for who
 *      decides, page by page.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { grantedLevels } from './granted-access.ts'
import { idPatterns } from './names.ts'
import { AccessLevel, UserId } from './schemas.ts'

const banMaxMs = 10 * 365 * 24 * 60 * 60_000

/** `true`: until it is taken back. */
const Ban = z.union([z.boolean(), z.strictObject({ forMs: z.number().int().min(1_000).max(banMaxMs) })])

const Met = z.object({ connections: z.number().int() })

const Level = z.enum(grantedLevels)

/** `until` in milliseconds since 1970; `null` in it: until it is taken back. */
const Banned = z.object({ until: z.number().nullable() }).nullable()

/** What was decided about a user id and still holds. */
export const Grant = z.object({
  userId: UserId,
  access: AccessLevel.nullable(),
  documents: z.record(z.string(), Level),
  ban: Banned,
  /** For those who only claim the id. */
  claimsBan: Banned,
})
export type Grant = z.infer<typeof Grant>

const grantsMax = 200

export const moderation = defineContract({
  name: 'moderation',
  requests: {
    /** `verified: false`: only those who merely claim the id. */
    'moderation.kick': {
      access: 'moderate',
      body: z.object({ userId: UserId, ban: Ban.default(false), verified: z.literal(false).optional() }),
      reply: Met,
    },
    'moderation.unban': { access: 'moderate', body: z.object({ userId: UserId }), reply: Met },
    /** `null`: what they bring along again, and in a document what they have in the room; left out: as it is. */
    'moderation.setAccess': {
      access: 'moderate',
      body: z.object({
        userId: UserId,
        access: AccessLevel.nullable().optional(),
        documents: z.record(z.string().regex(idPatterns.document), Level.nullable()).optional(),
      }),
      reply: Met,
    },
    /** By user id, those that come after `after`; `next` is the last of a page that is not the last. */
    'moderation.grants': {
      access: 'moderate',
      body: z.object({
        after: UserId.nullable().default(null),
        limit: z.number().int().min(1).max(grantsMax).default(50),
      }),
      reply: z.object({ grants: z.array(Grant), next: UserId.nullable() }),
    },
  },
  events: {},
  channels: {},
  snapshot: z.null(),
})
