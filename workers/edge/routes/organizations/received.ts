/** Invitations as the people who are invited see them. For one whose proven address it is; others learn nothing of it. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import type { Database } from '../../../db/client.ts'
import {
  acceptInvitation,
  declineInvitation,
  findReceived,
  listReceived,
  type ReceivedInvitation as ReceivedRecord,
} from '../../../db/queries/organizations/invitations.ts'
import { findMember } from '../../../db/queries/organizations/members.ts'
import type { Person } from '../../../db/queries/sessions.ts'
import { actingDatabase } from '../../auth/acting.ts'
import { organizationDeleted, requirePerson } from '../../auth/caller.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { obeying } from './refusals.ts'
import { Member, ReceivedInvitation, ReceivedParams, toInvitation, toMember } from './shapes.ts'

const tags = ['Invitations']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'UNAVAILABLE'] as const
const ended = [
  'NOT_FOUND',
  'INVITATION_USED',
  'INVITATION_EXPIRED',
  'INVITATION_REVOKED',
  'ORGANIZATION_DELETED',
] as const

/** More wait for nobody who is not being annoyed. */
const listMax = 100

const list = declareRoute({
  method: 'get',
  path: '/api/v1/invitations',
  right: 'signed-in',
  tags,
  summary: 'List the invitations that wait for you',
  responses: {
    200: {
      description: 'Newest first, at most 100.',
      content: jsonContent(
        z.object({ invitations: z.array(ReceivedInvitation) }).meta({ id: 'ReceivedInvitationList' }),
      ),
    },
    ...problems(...always),
  },
})

const get = declareRoute({
  method: 'get',
  path: '/api/v1/invitations/{invitationId}',
  right: 'signed-in',
  tags,
  summary: 'Get an invitation to you',
  description: 'Also one that has ended: its `status` says how.',
  request: { params: ReceivedParams },
  responses: {
    200: { description: 'The invitation.', content: jsonContent(ReceivedInvitation) },
    ...problems(...always, 'NOT_FOUND'),
  },
})

const accept = declareRoute({
  method: 'post',
  path: '/api/v1/invitations/{invitationId}/accept',
  right: 'signed-in',
  tags,
  summary: 'Accept an invitation',
  description: 'Your account’s confirmed address must be the invited one. Who is a member already keeps their role.',
  request: { params: ReceivedParams },
  responses: {
    200: {
      description: 'You, in the organization.',
      content: jsonContent(Member.extend({ organizationId: z.string() }).meta({ id: 'Joined' })),
    },
    ...problems(...always, ...ended),
  },
})

const decline = declareRoute({
  method: 'post',
  path: '/api/v1/invitations/{invitationId}/decline',
  right: 'signed-in',
  tags,
  summary: 'Decline an invitation',
  request: { params: ReceivedParams },
  responses: { 204: { description: 'It waits no longer.' }, ...problems(...always, ...ended) },
})

const toReceived = (record: ReceivedRecord): z.infer<typeof ReceivedInvitation> => {
  const { organizationId: id, organizationName: name, organizationLogo: logo } = record
  return { ...toInvitation(record), organization: { id, name, logo } }
}

/** @throws RoomError NOT_FOUND, FORBIDDEN when it is for somebody else, or the address is not confirmed */
const requireMine = async (db: Database, id: string, { email, emailVerified }: Person): Promise<ReceivedRecord> => {
  const found = await findReceived(db, id)
  if (!found) throw new RoomError('NOT_FOUND', 'There is no such invitation')
  if (found.email !== email.toLowerCase()) {
    throw new RoomError('FORBIDDEN', 'This invitation is for another address: sign in with the account that has it')
  }
  if (!emailVerified) throw new RoomError('FORBIDDEN', 'Confirm your e-mail address first')
  return found
}

const ends = {
  accepted: () => new RoomError('INVITATION_USED', 'The invitation was accepted already'),
  declined: () => new RoomError('INVITATION_USED', 'The invitation was declined already'),
  revoked: () => new RoomError('INVITATION_REVOKED', 'The invitation was revoked'),
  expired: () => new RoomError('INVITATION_EXPIRED', 'The invitation has expired: ask for another one'),
} as const

const whyEnded = ({ status, organizationDeletedAt }: ReceivedRecord): RoomError => {
  if (organizationDeletedAt) return organizationDeleted(organizationDeletedAt)
  // Another request was quicker between the two questions.
  return status === 'pending' ? ends.accepted() : ends[status]()
}

export const received = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { email, emailVerified } = requirePerson(c.get('identity'))
    const found = emailVerified ? await listReceived(databaseOf(c.env), email, listMax) : []
    return c.json({ invitations: found.map(toReceived) }, 200)
  })
  .openapi(get, async (c) => {
    const { invitationId } = c.req.valid('param')
    const found = await requireMine(databaseOf(c.env), invitationId, requirePerson(c.get('identity')))
    return c.json(toReceived(found), 200)
  })
  .openapi(accept, async (c) => {
    const { invitationId } = c.req.valid('param')
    const person = requirePerson(c.get('identity'))
    const db = actingDatabase(c)
    const invitation = await requireMine(db, invitationId, person)
    const { organizationId } = invitation
    const joining = { memberId: createId('mem'), userId: person.id, email: person.email }
    if (!(await obeying(acceptInvitation(db, invitationId, joining)))) {
      throw whyEnded(await requireMine(db, invitationId, person))
    }
    const member = await findMember(db, organizationId, person.id)
    if (!member) throw new RoomError('NOT_FOUND', 'You were removed in this moment')
    return c.json({ ...toMember(member), organizationId }, 200)
  })
  .openapi(decline, async (c) => {
    const { invitationId } = c.req.valid('param')
    const person = requirePerson(c.get('identity'))
    const db = actingDatabase(c)
    await requireMine(db, invitationId, person)
    if (!(await declineInvitation(db, invitationId, person.email))) {
      throw whyEnded(await requireMine(db, invitationId, person))
    }
    return c.body(null, 204)
  })
