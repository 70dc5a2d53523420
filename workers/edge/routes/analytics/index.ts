/** How much an organization is used, by REST: by hour, day and month, as a whole or by one room, key or person, and which of these most. Fresh to the moment: what is not in Postgres yet is asked for. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { personOfKey } from '@syncforge/protocol/person'
import { planIds, plans } from '@syncforge/protocol/plans'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import { organizationObject } from '../../../bindings/organization.ts'
import { findKeyNames } from '../../../db/queries/api-keys.ts'
import { listBusiest, listBusiestOfMonth, listUsage } from '../../../db/queries/organizations/usage.ts'
import { countRooms } from '../../../db/queries/rooms.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { organizationOf } from '../../records.ts'
import { reach } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { ofQuery, usageOf } from './of.ts'
import { thisMonth, wholeMonthOf, windowOf, windowOfOne, windowQuery } from './window.ts'

const tags = ['Analytics']
const refusals = problems(
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'PLAN_LIMIT_EXCEEDED',
  'ROOM_UNAVAILABLE',
  'UNAVAILABLE',
)
const ofEveryPlan = 'Longer ago than 31 days needs a plan with `analytics`.'

const Count = z.number().int()
const Time = Count.describe('Milliseconds since 1970.')

const Period = z.object({
  start: Time,
  joins: Count.describe('How often somebody came into a room who was not in it.'),
  people: Count.describe('Different people who came, in a day or a month; 0 by hour.'),
  verified: Count.describe('Those of them whose identity a token proved.'),
  peakRooms: Count.describe('The most rooms that had people in them at once.'),
  peakPeople: Count.describe('The most people who were in rooms at once.'),
  peakConnections: Count,
})

const Limit = z.object({ use: Count, max: Count.nullable().describe('`null`: as many as you like.') })

const Usage = z
  .object({
    by: z.enum(['hour', 'day', 'month']),
    from: Time,
    to: Time,
    periods: z.array(Period).describe('Oldest first; those in which nothing happened are left out. All in UTC.'),
    month: z.object({ start: Time, people: Count, verified: Count }).describe('The month that it is now.'),
    now: z.object({ rooms: Count, people: Count, connections: Count }).describe('Who is here at this moment.'),
    plan: z.enum(planIds),
    limits: z
      .object({ people: Limit, rooms: Limit })
      .describe('What is in use of what the plan bounds: people of this month, and rooms.'),
  })
  .meta({ id: 'Usage' })

const Busiest = z.object({ id: z.string(), joins: Count, peakPeople: Count })
const BusiestRooms = z
  .object({ from: Time, to: Time, rooms: z.array(Busiest).describe('The busiest first.') })
  .meta({ id: 'BusiestRooms' })
const BusiestKey = Busiest.omit({ peakPeople: true }).extend({
  name: z.string().nullable().describe('`null`: nothing is kept of it.'),
})
const BusiestKeys = z
  .object({ from: Time, to: Time, keys: z.array(BusiestKey).describe('The busiest first.') })
  .meta({ id: 'BusiestKeys' })

const BusiestPeople = z
  .object({
    from: Time,
    to: Time,
    people: z
      .array(z.object({ userId: z.string(), verified: z.boolean().describe('A token proved it.'), joins: Count }))
      .describe('Who came most first.'),
  })
  .meta({ id: 'BusiestPeople' })

const Entries = z.coerce.number().int().min(1).max(100).default(20)

const getUsage = declareRoute({
  method: 'get',
  path: '/api/v1/analytics/usage',
  right: 'analytics:read',
  tags,
  summary: 'See how much is used',
  description:
    'By hour at most 40 days at once, by day 1,000. A person counts once a month, proven and claimed apart. With `roomId`, `keyId` or `userId`, one of them, `periods` are of that one alone, and what was longer ago than 31 days needs a plan with `analytics`.',
  request: { query: z.object({ by: z.enum(['hour', 'day', 'month']).default('day'), ...windowQuery, ...ofQuery }) },
  responses: { 200: { description: 'How much.', content: jsonContent(Usage) }, ...refusals },
})

const getRooms = declareRoute({
  method: 'get',
  path: '/api/v1/analytics/rooms',
  right: 'analytics:read',
  tags,
  summary: 'See which rooms are used most',
  description: `By whole days (UTC). ${ofEveryPlan}`,
  request: { query: z.object({ ...windowQuery, limit: Entries }) },
  responses: { 200: { description: 'The busiest rooms.', content: jsonContent(BusiestRooms) }, ...refusals },
})

const getKeys = declareRoute({
  method: 'get',
  path: '/api/v1/analytics/keys',
  right: 'analytics:read',
  tags,
  summary: 'See by which keys people come',
  description: `By whole days (UTC). A room token counts for the key that signed it. ${ofEveryPlan}`,
  request: { query: z.object({ ...windowQuery, limit: Entries }) },
  responses: { 200: { description: 'The busiest keys.', content: jsonContent(BusiestKeys) }, ...refusals },
})

const getPeople = declareRoute({
  method: 'get',
  path: '/api/v1/analytics/people',
  right: 'analytics:read',
  tags,
  summary: 'See who comes most',
  description:
    'Of the month that it is now (UTC), unless `from` and `to` say otherwise: a whole month is told as it was counted, another time is added up by whole days, of this month and the one before. Who is in rooms in memory is not told.',
  request: { query: z.object({ ...windowQuery, limit: Entries }) },
  responses: { 200: { description: 'Who comes most.', content: jsonContent(BusiestPeople) }, ...refusals },
})

export const analytics = new OpenAPIHono<EdgeEnv>()
  .openapi(getUsage, async (c) => {
    const { by, ...asked } = c.req.valid('query')
    const { organizationId } = c.get('caller')
    const of = usageOf(asked)
    const window = of.kind === 'organization' ? windowOf(by, asked) : await windowOfOne(c, by, asked)
    const { month, people, verified, now, pending } = await reach(c.get('requestId'), () =>
      organizationObject(c.env, organizationId).usage(),
    )
    const db = databaseOf(c.env)
    const [periods, rooms, { plan }] = await Promise.all([
      listUsage(db, organizationId, of, window, pending),
      countRooms(db, organizationId),
      organizationOf(c),
    ])
    const { from, to } = window
    const limits = { people: { use: people, max: plans[plan].people }, rooms: { use: rooms, max: plans[plan].rooms } }
    const counted = { month: { start: month, people, verified }, now: { ...now }, plan, limits }
    return c.json({ by, from, to, periods, ...counted }, 200)
  })
  .openapi(getRooms, async (c) => {
    const { limit, ...asked } = c.req.valid('query')
    const { organizationId } = c.get('caller')
    const window = await windowOfOne(c, 'day', asked)
    const { pending } = await reach(c.get('requestId'), () => organizationObject(c.env, organizationId).usage())
    const rooms = await listBusiest(databaseOf(c.env), organizationId, 'room', window, pending, limit)
    return c.json({ from: window.from, to: window.to, rooms }, 200)
  })
  .openapi(getKeys, async (c) => {
    const { limit, ...asked } = c.req.valid('query')
    const { organizationId } = c.get('caller')
    const window = await windowOfOne(c, 'day', asked)
    const { pending } = await reach(c.get('requestId'), () => organizationObject(c.env, organizationId).usage())
    const db = databaseOf(c.env)
    const busiest = await listBusiest(db, organizationId, 'key', window, pending, limit)
    const names = await findKeyNames(
      db,
      organizationId,
      busiest.map(({ id }) => id),
    )
    const keys = busiest.map(({ id, joins }) => ({ id, joins, name: names.get(id) ?? null }))
    return c.json({ from: window.from, to: window.to, keys }, 200)
  })
  .openapi(getPeople, async (c) => {
    const { limit, ...asked } = c.req.valid('query')
    const { organizationId } = c.get('caller')
    const isUnsaid = asked.from === undefined && asked.to === undefined
    const window = await windowOfOne(c, 'day', isUnsaid ? thisMonth() : asked)
    const { pending } = await reach(c.get('requestId'), () => organizationObject(c.env, organizationId).usage())
    const db = databaseOf(c.env)
    const month = wholeMonthOf(window)
    const busiest =
      month === null
        ? await listBusiest(db, organizationId, 'person', window, pending, limit)
        : await listBusiestOfMonth(db, organizationId, month, pending, limit)
    const people = busiest.map(({ id, joins }) => ({ ...personOfKey(id), joins }))
    return c.json({ from: window.from, to: window.to, people }, 200)
  })
