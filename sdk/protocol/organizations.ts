/** What an organization may be called: bounds that routes, the dashboard and the database share. No schema library here. */

export const organizationNameMaxLength = 100

/** 3–48 lower-case letters, digits and single hyphens between them. */
export const slugPattern = /^(?=.{3,48}$)[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Short names that addresses of the platform itself have, or that would be taken for it. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  'about',
  'account',
  'accounts',
  'admin',
  'api',
  'app',
  'assets',
  'auth',
  'billing',
  'blog',
  'contact',
  'dashboard',
  'dev',
  'docs',
  'examples',
  'health',
  'help',
  'invitations',
  'login',
  'logout',
  'new',
  'null',
  'openapi',
  'organizations',
  'pricing',
  'profile',
  'root',
  'security',
  'settings',
  'sign-in',
  'sign-up',
  'signin',
  'signup',
  'socket',
  'status',
  'support',
  'syncforge',
  'system',
  'undefined',
  'webhooks',
  'www',
])

/** How long a deleted organization can be brought back. */
export const organizationGraceMs = 7 * 24 * 60 * 60_000

/** How long an invitation can be accepted. */
export const invitationTtlMs = 7 * 24 * 60 * 60_000

/** The bytes of an image that is kept as a logo. */
export const logoMaxBytes = 32 * 1024

export const logoTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
