/**
 * Who is in which room now, pushed over one socket: for dashboards, and for programs with a secret key. A browser cannot send headers of ours
 * with a socket: it names the organization in the address.
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { RoomId } from '@syncforge/protocol/schemas'
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

export const live = new OpenAPIHono<EdgeEnv>()
live.get('/api/v1/live', withRight('rooms:read'), async (c) => {
  const request = c.req.raw
  if (!isUpgrade(request)) throw new RoomError('PROTOCOL_MISMATCH', 'This address speaks WebSocket')
  const { id: callerId, organizationId } = c.get('caller')
  const roomId = roomOf(c.req.query('room'))
  const requestId = c.get('requestId')
  return watch(c.env, { requestId, organizationId, callerId, roomId, expiresAt: Date.now() + watchMaxMs })
})
