/** The database as the caller of a request writes to it: the audit log learns who, and from where. */
import type { Context } from 'hono'
import { type Database, openDatabase } from '../../db/client.ts'
import { recordAct } from '../../db/queries/organizations/audit-log.ts'
import { describeError, log } from '../../log.ts'
import type { EdgeEnv } from '../env.ts'
import { actorIdOf } from './caller.ts'
import { clientAddressOf } from './client-address.ts'

/** For everything that a route writes on behalf of its caller. @example await deleteRoom(actingDatabase(c), organizationId, roomId) */
export const actingDatabase = (c: Context<EdgeEnv>): Database => {
  c.set('hasActed', true)
  return openDatabase(c.env, {
    actor: actorIdOf(c.get('identity')),
    address: clientAddressOf(c.req.raw, c.env),
  })
}

/**
 * Writes down what is done outside the database. Nothing is refused for it: when the log cannot be written, the server's own says so.
 *
 * @returns whether it is written
 * @example await recordDone(c, 'rooms.kick', roomId, { userId })
 */
export const recordDone = async (
  c: Context<EdgeEnv>,
  act: string,
  subject: string,
  after: Readonly<Record<string, unknown>> | null,
): Promise<boolean> => {
  const { id: actor, organizationId } = c.get('caller')
  try {
    await recordAct(actingDatabase(c), organizationId, act, subject, after)
    return true
  } catch (error) {
    log('error', {
      requestId: c.get('requestId'),
      notInAuditLog: act,
      organizationId,
      subject,
      actor,
      ...describeError(error),
    })
    return false
  }
}
