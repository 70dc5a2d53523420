/**
 * Who is in which room now, and what happens, pushed over one socket: for dashboards, and for programs with a secret key. A browser cannot send headers of ours
 * with a socket: it names the organization in the address.
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { roleAllows, scopesAllow } from '@syncforge/protocol/rights'
import { RoomId } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import type { OrganizationAdmission } from '../../../durable-objects/organization/admission.ts'
import type { Caller } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'
import { watch } from '../live/organization.ts'
import { withRight } from '../middleware/with-right.ts'
import { isUpgrade } from '../sockets/refuse.ts'

/** Whoever watches comes back and is asked again: a right that was taken away ends no later. */
const watchMaxMs = 10 * 60_000

const roomOf = (given: string | undefined): string | null => {
  if (given === undefined) return null
  const { success } = RoomId.safeParse(given)
  if (!success)
    throw new RoomError('VALIDATION_ERROR', 'The room id is not valid', [{ path: 'room', message: 'is not an id' }])
  return given
}

const afterOf = (given = '0'): number => {
  if (/^\d{1,16}$/.test(given)) return Number(given)
  throw new RoomError('VALIDATION_ERROR', 'The number of the last line is not valid', [
    { path: 'after', message: 'is not a number of a line' },
  ])
}

const mayReadActs = (caller: Caller): boolean =>
  caller.kind === 'person' ? roleAllows(caller.role, 'audit:read') : scopesAllow(caller.scopes, 'audit:read')

const open = (c: Context<EdgeEnv>, what: Pick<OrganizationAdmission, 'roomId' | 'log'>): Promise<Response> => {
  if (!isUpgrade(c.req.raw)) throw new RoomError('PROTOCOL_MISMATCH', 'This address speaks WebSocket')
  const { id: callerId, organizationId } = c.get('caller')
  const requestId = c.get('requestId')
  return watch(c.env, { requestId, organizationId, callerId, expiresAt: Date.now() + watchMaxMs, ...what })
}

export const live = new OpenAPIHono<EdgeEnv>()
live.get('/api/v1/live', withRight('rooms:read'), (c) => open(c, { roomId: roomOf(c.req.query('room')) }))
// It tells who was where when: more than the rooms themselves, and what people look at who watch over use.
live.get('/api/v1/live/log', withRight('analytics:read'), (c) => {
  const log = { after: afterOf(c.req.query('after')), acts: mayReadActs(c.get('caller')) }
  return open(c, { roomId: null, log })
})
