/** A deleted organization is there for its grace period and for whoever brings it back, but nobody works in it: the plugin knows nothing of that. */
import { APIError } from 'better-auth/api'
import type { Database } from '../../db/client.ts'
import { deletedAmong, isDeletedOrganization } from '../../db/queries/organizations/deleted-organizations.ts'
import type { HookContext } from './context.ts'

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** What a request names an organization by, else the one that the session works in. */
const namedIn = (ctx: HookContext, active: unknown) => {
  const { organizationId, organizationSlug, invitationId, id } = {
    ...Object(ctx.query),
    ...Object(ctx.body),
  } as Record<string, unknown>
  const slug = text(organizationSlug)
  const invitation = text(invitationId) ?? text(id)
  const own = text(organizationId) ?? (slug || invitation ? undefined : text(active))
  return { id: own, slug, invitationId: invitation }
}

/** These are about none, or about all of a person's. */
const aboutNone = new Set([
  '/organization/create',
  '/organization/check-slug',
  '/organization/list',
  '/organization/list-user-invitations',
])

/** @throws APIError ORGANIZATION_NOT_FOUND */
export const refuseDeleted = async (ctx: HookContext, db: Database, active: unknown): Promise<void> => {
  if (aboutNone.has(ctx.path)) return
  const named = namedIn(ctx, active)
  if (!named.id && !named.slug && !named.invitationId) return
  if (await isDeletedOrganization(db, named)) {
    throw new APIError('BAD_REQUEST', { code: 'ORGANIZATION_NOT_FOUND', message: 'There is no such organization' })
  }
}

interface Listed {
  readonly id: string
  readonly organizationId?: string
}

/** A list without those that were deleted, and without invitations into them. */
export const withoutDeleted = async (db: Database, listed: readonly Listed[]): Promise<readonly Listed[]> => {
  const idOf = ({ id, organizationId }: Listed) => organizationId ?? id
  const deleted = await deletedAmong(db, listed.map(idOf))
  return listed.filter((one) => !deleted.has(idOf(one)))
}
