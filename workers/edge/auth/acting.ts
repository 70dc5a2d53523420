/** The database as the caller of a request writes to it: the audit log learns who, and from where. */
import type { Context } from 'hono'
import { type Database, openDatabase } from '../../db/client.ts'
import type { EdgeEnv } from '../env.ts'
import { actorIdOf } from './caller.ts'
import { clientAddressOf } from './client-address.ts'

/** For everything that a route writes on behalf of its caller. @example await deleteRoom(actingDatabase(c), organizationId, roomId) */
export const actingDatabase = (c: Context<EdgeEnv>): Database =>
  openDatabase(c.env.DATABASE_URL, c.env.NEON_ENDPOINT, {
    actor: actorIdOf(c.get('identity')),
    address: clientAddressOf(c.req.raw),
  })
