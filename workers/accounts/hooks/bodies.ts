/** What each request may say: refuses fields that it does not know, by name, and values that better-auth would take as they come. */
import { organizationNameMaxLength, reservedSlugs, slugPattern } from '@syncforge/protocol/organizations'
import { roles } from '@syncforge/protocol/rights'
import { APIError } from 'better-auth/api'
import * as z from 'zod'
import { isSmallImage } from './image.ts'

const Email = z.email().max(254)
// How short it may be is told by its own code, which the pages know.
const Password = z.string().max(4_096)
const nameOf = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/\S/, 'must not be empty')
    .refine((name) => !/\p{Cc}/u.test(name), 'must be one line of text')
const Name = nameOf(80)
const OrganizationName = nameOf(organizationNameMaxLength)
/** An address of this platform's own pages; where it leads is judged by better-auth. */
const Address = z.string().max(2_048)
const Token = z.string().max(2_048)
const Id = z.string().max(64)
const isHttps = (text: string): boolean => text.length <= 2_048 && URL.parse(text)?.protocol === 'https:'
const Image = z
  .string()
  .refine(
    (text) => isHttps(text) || isSmallImage(text),
    'must be an https address or a PNG, JPEG or WebP of at most 32 kB',
  )
const Slug = z
  .string()
  .regex(slugPattern, 'must be 3 to 48 of a–z, 0–9 and single hyphens between them')
  .refine((slug) => !reservedSlugs.has(slug), 'is kept for the platform itself')
const Metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 8_192, 'is too large')
const Role = z.enum(roles)
const Nothing = z.strictObject({})
const withPassword = z.strictObject({ password: Password.optional() })
const Code = z.strictObject({
  code: z.string().max(64),
  trustDevice: z.boolean().optional(),
  disableSession: z.boolean().optional(),
})
const ofInvitation = z.strictObject({ invitationId: Id })

const social = {
  provider: z.string().max(40),
  callbackURL: Address.optional(),
  newUserCallbackURL: Address.optional(),
  errorCallbackURL: Address.optional(),
  disableRedirect: z.boolean().optional(),
  requestSignUp: z.boolean().optional(),
  loginHint: z.string().max(254).optional(),
}

/** Every POST that is served; another one is not found. */
const bodies: Readonly<Record<string, z.ZodType>> = {
  '/sign-up/email': z.strictObject({
    name: Name,
    email: Email,
    password: Password,
    image: Image.optional(),
    callbackURL: Address.optional(),
    rememberMe: z.boolean().optional(),
  }),
  '/sign-in/email': z.strictObject({
    email: z.string().max(254),
    password: Password,
    callbackURL: Address.optional(),
    rememberMe: z.boolean().optional(),
  }),
  '/sign-in/social': z.strictObject(social),
  '/link-social': z.strictObject(social),
  '/unlink-account': z.strictObject({ accountId: Id }),
  '/sign-out': Nothing,
  '/get-session': Nothing,
  '/send-verification-email': z.strictObject({ email: Email, callbackURL: Address.optional() }),
  '/request-password-reset': z.strictObject({ email: Email, redirectTo: Address.optional() }),
  '/reset-password': z.strictObject({ newPassword: Password, token: Token.optional() }),
  '/change-password': z.strictObject({
    newPassword: Password,
    currentPassword: Password,
    revokeOtherSessions: z.boolean().optional(),
  }),
  '/verify-password': z.strictObject({ password: Password }),
  '/change-email': z.strictObject({ newEmail: Email, callbackURL: Address.optional() }),
  '/update-user': z.strictObject({ name: Name.optional(), image: Image.nullable().optional() }),
  '/revoke-session': z.strictObject({ token: Token }),
  '/revoke-sessions': Nothing,
  '/revoke-other-sessions': Nothing,
  '/two-factor/enable': z.strictObject({
    password: Password.optional(),
    issuer: z.string().max(80).optional(),
    method: z.literal('totp').optional(),
  }),
  '/two-factor/disable': withPassword,
  '/two-factor/get-totp-uri': withPassword,
  '/two-factor/generate-backup-codes': withPassword,
  '/two-factor/verify-totp': Code,
  '/two-factor/verify-backup-code': Code,
  '/organization/create': z.strictObject({
    name: OrganizationName,
    slug: Slug,
    logo: Image.optional(),
    metadata: Metadata.optional(),
    keepCurrentActiveOrganization: z.boolean().optional(),
  }),
  '/organization/update': z.strictObject({
    organizationId: Id.optional(),
    data: z.strictObject({
      name: OrganizationName.optional(),
      slug: Slug.optional(),
      logo: Image.nullable().optional(),
      metadata: Metadata.optional(),
    }),
  }),
  '/organization/set-active': z.strictObject({
    organizationId: Id.nullable().optional(),
    organizationSlug: Slug.optional(),
  }),
  '/organization/check-slug': z.strictObject({ slug: Slug }),
  '/organization/invite-member': z.strictObject({
    email: Email,
    role: Role,
    organizationId: Id.optional(),
    resend: z.boolean().optional(),
  }),
  '/organization/accept-invitation': ofInvitation,
  '/organization/reject-invitation': ofInvitation,
  '/organization/cancel-invitation': ofInvitation,
  '/organization/update-member-role': z.strictObject({ memberId: Id, role: Role, organizationId: Id.optional() }),
  '/organization/remove-member': z.strictObject({
    memberIdOrEmail: z.string().max(254),
    organizationId: Id.optional(),
  }),
  '/organization/leave': z.strictObject({ organizationId: Id }),
  '/organization/has-permission': z.strictObject({
    permissions: z.record(z.string().max(40), z.array(z.string().max(40))).optional(),
    permission: z.record(z.string().max(40), z.array(z.string().max(40))).optional(),
    organizationId: Id.optional(),
  }),
}

/** What does not fit, by the name of each field; one that is not known is named like one that is wrong. */
const detailsOf = (issues: readonly z.core.$ZodIssue[]) =>
  issues.flatMap((issue) => {
    const path = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not known' }))
  })

/** @throws APIError VALIDATION_ERROR that names the field, or NOT_FOUND where nothing is served */
export const requireKnownBody = (path: string, body: unknown): void => {
  const schema = bodies[path]
  if (!schema) throw new APIError('NOT_FOUND', { code: 'NOT_FOUND', message: `There is no POST ${path}` })
  const read = schema.safeParse(body ?? {})
  if (read.success) return
  const details = detailsOf(read.error.issues)
  const [first] = details
  const message = `The request is not valid: ${first?.path || 'the body'}: ${first?.message}`
  // Its own code, which the stock client's users may know.
  const isEmail = first?.path === 'email' && path !== '/organization/invite-member'
  throw new APIError('BAD_REQUEST', { code: isEmail ? 'INVALID_EMAIL' : 'VALIDATION_ERROR', message, details })
}
