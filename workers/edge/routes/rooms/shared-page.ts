/** The page that a shared room is opened in: the organization's own, or the editor of this server. Refuses pages that it has not named as its own. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import { findOrganization } from '../../../db/queries/organizations/organizations.ts'
import { ownOriginOf } from '../../auth/session.ts'
import type { EdgeEnv } from '../../env.ts'

export const Page = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .refine((page) => !page.includes('#'), 'carries no fragment: the token goes there')
  .optional()
  .describe('Your page that opens the room, on one of your allowed origins; the editor example when it is left out.')

export interface SharedPage {
  readonly url: string
  /** Whose it is, by name. */
  readonly organization: string
}

/** @throws RoomError VALIDATION_ERROR for a page on another origin than those that the organization allows */
export const sharedPage = async (
  c: Context<EdgeEnv>,
  roomId: string,
  page: string | undefined,
): Promise<SharedPage> => {
  const found = await findOrganization(databaseOf(c.env), c.get('caller').organizationId)
  const { name = '', allowedOrigins = [] } = found ?? {}
  if (page === undefined) {
    const origin = ownOriginOf(c.env, c.req.raw)
    return { url: `${origin}/examples/editor?room=${encodeURIComponent(roomId)}`, organization: name }
  }
  if (allowedOrigins.length > 0 && !allowedOrigins.includes(new URL(page).origin)) {
    const details = [{ path: 'page', message: 'is on none of the allowed origins' }]
    throw new RoomError('VALIDATION_ERROR', 'page is on none of the allowed origins of this organization', details)
  }
  return { url: page, organization: name }
}
