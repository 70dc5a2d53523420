/**
 * Moderation: who may `moderate` decides about people from inside the room as its organization does by REST. Rules PE1–PE5 hold here as well.
 *
 * MO1  Deciding needs `moderate`. It is the same decision as by REST: kept, logged, and obeyed by open sockets at once.
 * MO2  The reply says how many connections a decision has met.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { AccessLevel, UserId } from './schemas.ts'

const banMaxMs = 10 * 365 * 24 * 60 * 60_000

/** `true`: until it is taken back. */
const Ban = z.union([z.boolean(), z.strictObject({ forMs: z.number().int().min(1_000).max(banMaxMs) })])

const Met = z.object({ connections: z.number().int() })

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
    /** `null`: what they bring along again. */
    'moderation.setAccess': {
      access: 'moderate',
      body: z.object({ userId: UserId, access: AccessLevel.nullable() }),
      reply: Met,
    },
  },
  events: {},
  channels: {},
  snapshot: z.null(),
})
