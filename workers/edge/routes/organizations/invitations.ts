/** Invitations by an organization, by REST: a mail to an address, its state, and its end. Accepting them is received.ts. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { invitationTtlMs } from '@syncforge/protocol/organizations'
import type { Context } from 'hono'
import { databaseOf } from '../../../bindings/database.ts'
import {
  findInvitation,
  findSending,
  type InvitationRecord,
  invite,
  listInvitations,
  renewInvitation,
  revokeInvitation,
  type SendingBound,
} from '../../../db/queries/organizations/invitations.ts'
import { findOrganization } from '../../../db/queries/organizations/organizations.ts'
import { describeError, log } from '../../../log.ts'
import { invitationLetter } from '../../../mail/letters.ts'
import { openMail } from '../../../mail/open.ts'
import { actingDatabase } from '../../auth/acting.ts'
import { requirePerson } from '../../auth/caller.ts'
import { ownOriginOf } from '../../auth/session.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { listPage } from '../list-page.ts'
import { obeying } from './refusals.ts'
import {
  Invitation,
  InvitationList,
  InvitationParams,
  InvitationQuery,
  NewInvitation,
  OrganizationParams,
  Resend,
  toInvitation,
} from './shapes.ts'

const tags = ['Invitations']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'ORGANIZATION_DELETED',
  'UNAVAILABLE',
] as const

/** Mail goes out in the platform's name: nobody sends much of it, nor again at once. */
const sendingBound: SendingBound = { max: 200, windowMs: 24 * 60 * 60_000, againMs: 10_000 }

const create = declareRoute({
  method: 'post',
  path: '/api/v1/organizations/{organizationId}/invitations',
  right: 'members:write',
  tags,
  summary: 'Invite somebody by e-mail',
  description:
    'The address gets a mail with a link that holds for seven days. Whoever is invited again while an invitation waits keeps that one, with the new role and time. Only owners invite owners.',
  request: { params: OrganizationParams, body: { required: true, content: jsonContent(NewInvitation) } },
  responses: {
    201: { description: 'The invitation that waits now.', content: jsonContent(Invitation) },
    ...problems(...always, 'ALREADY_MEMBER', 'RATE_LIMITED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}/invitations',
  right: 'members:read',
  tags,
  summary: 'List invitations, newest first',
  request: { params: OrganizationParams, query: InvitationQuery },
  responses: {
    200: { description: 'A page of invitations.', content: jsonContent(InvitationList) },
    ...problems(...always),
  },
})

const resend = declareRoute({
  method: 'post',
  path: '/api/v1/organizations/{organizationId}/invitations/{invitationId}/resend',
  right: 'members:write',
  tags,
  summary: 'Send an invitation again',
  description: 'For seven more days, also one that has expired. With `role`, for another role.',
  request: { params: InvitationParams, body: { required: false, content: jsonContent(Resend) } },
  responses: {
    200: { description: 'The invitation as it is now.', content: jsonContent(Invitation) },
    ...problems(...always, 'INVITATION_USED', 'INVITATION_REVOKED', 'RATE_LIMITED', 'PAYLOAD_TOO_LARGE'),
  },
})

const revoke = declareRoute({
  method: 'delete',
  path: '/api/v1/organizations/{organizationId}/invitations/{invitationId}',
  right: 'members:write',
  tags,
  summary: 'Revoke an invitation',
  request: { params: InvitationParams },
  responses: {
    204: { description: 'Its link is dead.' },
    ...problems(...always, 'INVITATION_USED', 'INVITATION_REVOKED'),
  },
})

const expiry = () => new Date(Date.now() + invitationTtlMs)

/** @throws RoomError ALREADY_MEMBER, RATE_LIMITED */
const requireSendable = async (c: Context<EdgeEnv>, organizationId: string, email: string): Promise<void> => {
  const { max, windowMs, againMs } = sendingBound
  const { isMember, sentLately, sentAgoMs } = await findSending(databaseOf(c.env), organizationId, email, sendingBound)
  if (isMember) throw new RoomError('ALREADY_MEMBER', 'This address belongs to a member already')
  if (sentLately >= max) {
    throw new RoomError('RATE_LIMITED', `At most ${max} invitations are sent a day`, {
      max,
      retryAfterMs: windowMs / 24,
    })
  }
  if (sentAgoMs !== null && sentAgoMs < againMs) {
    const retryAfterMs = Math.ceil(againMs - sentAgoMs)
    throw new RoomError('RATE_LIMITED', 'This address was written to a moment ago', { retryAfterMs })
  }
}

/** The mail is sent behind the answer; one that could not be sent is in the log, and the invitation can be sent again. */
const send = async (
  c: Context<EdgeEnv>,
  { id, organizationId, email, role, inviterName, expiresAt }: InvitationRecord,
) => {
  const db = databaseOf(c.env)
  const requestId = c.get('requestId')
  const organization = await findOrganization(db, organizationId)
  const url = `${ownOriginOf(c.env, c.req.raw)}/dashboard/invitations/${id}`
  const letter = { to: email, url, organization: organization?.name ?? '', inviter: inviterName, role, expiresAt }
  c.executionCtx.waitUntil(
    openMail(
      c.env,
      db,
    )(invitationLetter(letter)).catch((error: unknown) =>
      log('error', { requestId, mail: 'invitation', invitation: id, ...describeError(error) }),
    ),
  )
}

const requireFound = (found: InvitationRecord | undefined): InvitationRecord => {
  if (!found) throw new RoomError('NOT_FOUND', 'There is no such invitation')
  return found
}

/** Why one that does not wait cannot be sent or revoked. */
const notWaiting = ({ status }: InvitationRecord): RoomError =>
  status === 'revoked'
    ? new RoomError('INVITATION_REVOKED', 'The invitation was revoked')
    : new RoomError('INVITATION_USED', `The invitation was ${status} already`)

export const invitations = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const { organizationId } = c.get('caller')
    const { email, role } = c.req.valid('json')
    const { id: inviterId } = requirePerson(c.get('identity'))
    await requireSendable(c, organizationId, email)
    const db = actingDatabase(c)
    const id = await obeying(
      invite(db, organizationId, { id: createId('inv'), email, role, inviterId, expiresAt: expiry() }),
    )
    const waiting = requireFound(await findInvitation(db, organizationId, id))
    await send(c, waiting)
    return c.json(toInvitation(waiting), 201)
  })
  .openapi(list, async (c) => {
    const { organizationId } = c.get('caller')
    const query = c.req.valid('query')
    const { page, nextCursor } = await listPage(
      query,
      (limit, after) => listInvitations(databaseOf(c.env), organizationId, query.status, limit, after),
      (invitation) => invitation,
    )
    return c.json({ invitations: page.map(toInvitation), nextCursor }, 200)
  })
  .openapi(resend, async (c) => {
    const { organizationId } = c.get('caller')
    const { invitationId } = c.req.valid('param')
    // Without a body nothing is parsed.
    const { role }: { role?: InvitationRecord['role'] | undefined } = c.req.valid('json') ?? {}
    const db = actingDatabase(c)
    const found = requireFound(await findInvitation(db, organizationId, invitationId))
    if (found.status !== 'pending' && found.status !== 'expired') throw notWaiting(found)
    await requireSendable(c, organizationId, found.email)
    await obeying(renewInvitation(db, organizationId, invitationId, { role, expiresAt: expiry() }))
    const renewed = requireFound(await findInvitation(db, organizationId, invitationId))
    if (renewed.status !== 'pending') throw notWaiting(renewed)
    await send(c, renewed)
    return c.json(toInvitation(renewed), 200)
  })
  .openapi(revoke, async (c) => {
    const { organizationId } = c.get('caller')
    const { invitationId } = c.req.valid('param')
    const db = actingDatabase(c)
    if (!(await revokeInvitation(db, organizationId, invitationId))) {
      throw notWaiting(requireFound(await findInvitation(db, organizationId, invitationId)))
    }
    return c.body(null, 204)
  })
