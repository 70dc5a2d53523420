/** Ends what came by keys that are no more: the sockets that are open under them, wherever they are. */
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'

/** What came by a secret that has been replaced goes with its time of grace. */
export const retireCredentials = async (
  env: Env,
  organizationId: string,
  credentials: readonly string[],
  endsAt: number,
): Promise<void> => organizationObject(env, organizationId).retire(credentials, endsAt)

/** The organization's object takes it from here: it tells every room with people, and goes on until each has heard. */
export const endCredentials = async (
  env: Env,
  organizationId: string,
  credentials: readonly string[],
): Promise<void> => {
  if (credentials.length > 0) await organizationObject(env, organizationId).revoke(credentials)
}
