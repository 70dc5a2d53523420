/** `GET /v1/branding`: what an organization looks like, for the components in its product. Publishable keys may ask, from any page: it is there to be shown. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import * as z from 'zod'
import { clientAddressOf } from '../../auth/client-address.ts'
import { checkKey } from '../../auth/keys.ts'
import { networkOf } from '../../auth/networks.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { keepAliveBy, lookUpOrganization, requireOpen } from '../../records.ts'
import { declareRoute, jsonContent } from '../../route.ts'

const Branding = z
  .object({
    name: z.string(),
    logo: z.string().nullable().describe('An `https:` address, or a small image as a `data:` one.'),
    color: z.string().nullable().describe('Six hexadecimal digits after a `#`.'),
  })
  .meta({ id: 'Branding' })

/** What a browser may keep: a change shows within this many seconds. */
const keptSeconds = 300

const route = declareRoute({
  method: 'get',
  path: '/v1/branding',
  right: null,
  security: [],
  tags: ['Organizations'],
  summary: 'Get the branding',
  description:
    'Name, logo and colour of the organization that a key belongs to, as `@syncforge/ui/branding` shows them. A network may show sixty keys in a minute that nobody knows.',
  request: { query: z.object({ apiKey: z.string().min(1).max(200).describe('A publishable key.') }) },
  responses: {
    200: { description: 'The branding.', content: jsonContent(Branding) },
    ...problems('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ORGANIZATION_DELETED', 'RATE_LIMITED'),
  },
})

/** Mounted before what asks who calls: it is given a key that no other route takes. */
export const branding = new OpenAPIHono<EdgeEnv>({ strict: false }).openapi(route, async (c) => {
  const keepAlive = keepAliveBy(c.executionCtx)
  // Nobody is asked who they are here, so keys are counted by where they come from.
  const network = networkOf(clientAddressOf(c.req.raw, c.env))
  const held = await checkKey(c.env, c.req.valid('query').apiKey, keepAlive, network)
  if (!held) throw new RoomError('UNAUTHORIZED', 'The key is not known')
  if (held.key.kind !== 'publishable')
    throw new RoomError('FORBIDDEN', 'A secret key never belongs in an address: use a publishable key')
  const { name, logo, color } = requireOpen(await lookUpOrganization(c.env, held.key.organizationId, keepAlive))
  c.header('cache-control', `public, max-age=${keptSeconds}`)
  return c.json({ name, logo, color }, 200)
})
