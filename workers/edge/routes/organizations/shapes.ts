/** Organizations, members and invitations as REST shows and takes them. */
import { organizationNameMaxLength, slugPattern } from '@syncforge/protocol/organizations'
import { planIds } from '@syncforge/protocol/plans'
import { roles } from '@syncforge/protocol/rights'
import * as z from 'zod'
import { type InvitationRecord, invitationStates } from '../../../db/queries/organizations/invitations.ts'
import type { MemberRecord } from '../../../db/queries/organizations/members.ts'
import type { OrganizationRecord } from '../../../db/queries/organizations/organizations.ts'
import { RoomDefaults } from '../rooms/shapes.ts'
import { isStorable, notStorable } from '../storable.ts'
import { faultOfLogo } from './logo.ts'

const ALLOWED_ORIGINS_MAX = 50

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id')
const Moment = z.number().int().describe('Milliseconds since 1970.')
const Role = z.enum(roles)

const Name = z
  .string()
  .trim()
  .min(1)
  .max(organizationNameMaxLength)
  .refine((name) => isStorable(name) && !/\p{Cc}/u.test(name), `${notStorable}, no control character`)
const Slug = z
  .string()
  .regex(slugPattern, '3–48 lower-case letters, digits and single hyphens between them')
  .describe('Its short name in addresses: 3–48 lower-case letters, digits and single hyphens.')
const Logo = z
  .string()
  .max(65_536)
  .superRefine((logo, context) => {
    const message = faultOfLogo(logo)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
  .describe('The https address of an image, or `data:image/png;base64,…` (PNG, JPEG or WebP of at most 32 KiB).')
const Color = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour such as #2f6feb')

/** What a browser sends as Origin. */
const isOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}
const AllowedOrigins = z
  .array(z.string().max(256).refine(isOrigin, 'an origin such as https://app.example.com'))
  .max(ALLOWED_ORIGINS_MAX)
  .refine((origins) => new Set(origins).size === origins.length, 'each origin once')
  .describe('Pages that may use its publishable keys; none: every page.')

export const NewOrganization = z
  .strictObject({ name: Name, slug: Slug.optional().describe('Made from the name when it is left out.') })
  .meta({ id: 'NewOrganization', example: { name: 'Acme', slug: 'acme' } })

export const OrganizationChange = z
  .strictObject({
    name: Name.optional(),
    slug: Slug.optional(),
    logo: Logo.nullable().optional(),
    color: Color.nullable().optional(),
    allowedOrigins: AllowedOrigins.optional(),
    roomDefaults: RoomDefaults.optional().describe(
      'What a new room is where its maker says nothing. Replaced as a whole.',
    ),
    createsRoomsOnJoin: z
      .boolean()
      .optional()
      .describe('Whether a publishable key makes a public room by joining one that does not exist.'),
  })
  .meta({ id: 'OrganizationChange', example: { color: '#2f6feb', roomDefaults: { maxParticipants: 20 } } })

export const Organization = z
  .object({
    id: Id,
    name: z.string(),
    slug: z.string(),
    logo: z.string().nullable(),
    color: z.string().nullable(),
    plan: z.enum(planIds),
    allowedOrigins: z.array(z.string()),
    roomDefaults: RoomDefaults,
    createsRoomsOnJoin: z.boolean(),
    deletedAt: Moment.nullable().describe('Set: an owner deleted it. Seven days later everything of it is erased.'),
    createdAt: Moment,
  })
  .meta({ id: 'Organization' })

export const OwnOrganization = Organization.extend({
  role: Role.nullable().describe('The caller’s own; `null` for a key.'),
}).meta({ id: 'OwnOrganization' })

const nextCursor = z.string().nullable().describe('`null` on the last page.')

export const OrganizationList = z
  .object({ organizations: z.array(OwnOrganization), nextCursor })
  .meta({ id: 'OrganizationList' })

export const toOrganization = ({
  id,
  name,
  slug,
  logo,
  color,
  plan,
  allowedOrigins,
  roomDefaults,
  createsRoomsOnJoin,
  deletedAt,
  createdAt,
}: OrganizationRecord): z.infer<typeof Organization> => ({
  id,
  name,
  slug,
  logo,
  color,
  plan,
  allowedOrigins: [...allowedOrigins],
  // What the column holds was checked on its way in.
  roomDefaults: roomDefaults as z.infer<typeof RoomDefaults>,
  createsRoomsOnJoin,
  deletedAt: deletedAt?.getTime() ?? null,
  createdAt: createdAt.getTime(),
})

export const OrganizationParams = z.object({ organizationId: Id })

export const Member = z
  .object({
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    image: z.string().nullable(),
    role: Role,
    joinedAt: Moment,
  })
  .meta({ id: 'Member' })

export const MemberList = z.object({ members: z.array(Member), nextCursor }).meta({ id: 'MemberList' })
export const MemberChange = z.strictObject({ role: Role }).meta({ id: 'MemberChange', example: { role: 'admin' } })
export const MemberParams = OrganizationParams.extend({ userId: Id })

export const toMember = ({ userId, name, email, image, role, createdAt }: MemberRecord): z.infer<typeof Member> => ({
  userId,
  name,
  email,
  image,
  role,
  joinedAt: createdAt.getTime(),
})

const InvitationStatus = z.enum(invitationStates)

export const NewInvitation = z
  .strictObject({ email: z.email().max(254).refine(isStorable, notStorable), role: Role })
  .meta({ id: 'NewInvitation', example: { email: 'grace@example.com', role: 'member' } })

export const Resend = z
  .strictObject({ role: Role.optional().describe('Another role from now on; the same when it is left out.') })
  .meta({ id: 'Resend', example: { role: 'viewer' } })

export const Invitation = z
  .object({
    id: Id,
    email: z.string(),
    role: Role,
    status: InvitationStatus,
    inviter: z.object({ id: z.string(), name: z.string() }),
    expiresAt: Moment,
    sentAt: Moment,
    createdAt: Moment,
  })
  .meta({ id: 'Invitation' })

export const InvitationList = z.object({ invitations: z.array(Invitation), nextCursor }).meta({ id: 'InvitationList' })
export const InvitationParams = OrganizationParams.extend({ invitationId: Id })
export const ReceivedParams = z.object({ invitationId: Id })

export const ReceivedInvitation = Invitation.extend({
  organization: z.object({ id: z.string(), name: z.string(), logo: z.string().nullable() }),
}).meta({ id: 'ReceivedInvitation' })

export const toInvitation = ({
  id,
  email,
  role,
  status,
  inviterId,
  inviterName,
  expiresAt,
  sentAt,
  createdAt,
}: InvitationRecord): z.infer<typeof Invitation> => ({
  id,
  email,
  role,
  status,
  inviter: { id: inviterId, name: inviterName },
  expiresAt: expiresAt.getTime(),
  sentAt: sentAt.getTime(),
  createdAt: createdAt.getTime(),
})

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(1_024).optional().describe('`nextCursor` of the page before.'),
})
export const InvitationQuery = PageQuery.extend({ status: InvitationStatus.optional() })
