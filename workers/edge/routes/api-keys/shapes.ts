/** What the routes of API keys take and give. */
import { keyKinds, keyModes } from '@syncforge/protocol/keys'
import { scopes } from '@syncforge/protocol/rights'
import * as z from 'zod'
import type { ShownKey } from '../../../db/queries/api-keys.ts'

/** A test of every few minutes that makes keys is a defect; a team with a key for each of its services is not. */
export const keysMax = 100
const graceDefaultMs = 24 * 60 * 60_000
const graceMaxMs = 7 * graceDefaultMs
const lifeMaxMs = 10 * 365 * 24 * 60 * 60_000

export const OrganizationParams = z.object({ organizationId: z.string().min(1).max(64) })
export const KeyParams = OrganizationParams.extend({ keyId: z.string().min(1).max(64) })

const Moment = z.number().int().describe('Milliseconds since 1970.')
const Kind = z
  .enum(keyKinds)
  .describe('Publishable keys join rooms and may be seen by everybody; secret ones call this API.')
const Scopes = z.array(z.enum(scopes))

export const NewKey = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe('What it is for: people find it again by that.'),
    kind: Kind,
    mode: z
      .enum(keyModes)
      .default('live')
      .describe('Only how the key begins, `sk_live_` or `sk_test_`: both open the same rooms.'),
    scopes: Scopes.min(1)
      .optional()
      .describe('What a secret key may do; everything when left out. A publishable one has none.'),
    expiresAt: Moment.nullable()
      .optional()
      .refine(
        (at) => at == null || (at > Date.now() && at < Date.now() + lifeMaxMs),
        'must lie ahead, by ten years at most',
      )
      .describe('When it ends, in milliseconds since 1970.'),
  })
  .superRefine(({ kind, scopes: wanted }, context) => {
    if (kind === 'publishable' && wanted !== undefined)
      context.addIssue({ code: 'custom', path: ['scopes'], message: 'a publishable key has none: it joins rooms' })
  })
  .meta({ id: 'NewApiKey', example: { name: 'Production server', kind: 'secret', scopes: ['rooms:write', 'tokens'] } })

export const Rotation = z
  .strictObject({
    graceMs: z
      .number()
      .int()
      .min(0)
      .max(graceMaxMs)
      .default(graceDefaultMs)
      .describe('How long the key of before is still taken: a day, unless told otherwise, a week at most.'),
  })
  .meta({ id: 'ApiKeyRotation', example: { graceMs: 3_600_000 } })

const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: Kind,
    scopes: Scopes,
    prefix: z.string().describe('How the key begins: enough to tell it from all others.'),
    expiresAt: Moment.nullable(),
    previousExpiresAt: Moment.nullable().describe('Until when the key that this one has replaced is taken.'),
    lastUsedAt: Moment.nullable().describe('To the minute.'),
    createdBy: z.string().nullable().describe('The person who made it.'),
    createdAt: Moment,
  })
  .meta({ id: 'ApiKey' })

export const MadeKey = ApiKey.extend({
  key: z.string().describe('The key itself: shown this once, and kept nowhere.'),
}).meta({
  id: 'NewlyMadeApiKey',
})
export const KeyList = z.object({ apiKeys: z.array(ApiKey) }).meta({ id: 'ApiKeyList' })
export const RotatedKey = MadeKey.extend({
  previousExpiresAt: Moment.describe('Until when the key that this one has replaced is taken.'),
}).meta({ id: 'RotatedApiKey' })

const Day = z.iso.date().describe('A day in UTC, such as `2026-11-27`.')
const dayMs = 86_400_000
const daysMax = 366
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

export const UsageQuery = z
  .object({ from: Day.optional(), to: Day.optional() })
  .strict()
  .transform(({ from, to = dayOf(Date.now()) }) => ({ from: from ?? dayOf(Date.parse(to) - 29 * dayMs), to }))
  .superRefine(({ from, to }, context) => {
    const days = (Date.parse(to) - Date.parse(from)) / dayMs
    if (days < 0) context.addIssue({ code: 'custom', path: ['from'], message: 'lies after `to`' })
    if (days >= daysMax) context.addIssue({ code: 'custom', path: ['from'], message: `at most ${daysMax} days` })
  })

export const KeyUsage = z
  .object({
    days: z
      .array(
        z.object({
          day: Day,
          requests: z.number().int().describe('Calls of this API.'),
          connections: z
            .number()
            .int()
            .describe('Sockets that were opened with the key, or with a token that it signed.'),
        }),
      )
      .describe('Days without any use are left out.'),
  })
  .meta({ id: 'ApiKeyUsage' })

export const toApiKey = ({ expiresAt, previousExpiresAt, lastUsedAt, createdAt, scopes: held, ...key }: ShownKey) => ({
  ...key,
  scopes: [...held],
  expiresAt: expiresAt?.getTime() ?? null,
  previousExpiresAt: previousExpiresAt && previousExpiresAt.getTime() > Date.now() ? previousExpiresAt.getTime() : null,
  lastUsedAt: lastUsedAt?.getTime() ?? null,
  createdAt: createdAt.getTime(),
})
