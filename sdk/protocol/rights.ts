/**
 * Who may do what in an organization: the one table that routes, the dashboard and their tests read. A person has a role, a secret key has scopes;
 * each stands for rights, and a route names the right that it needs. Rights inside a room (`read` … `moderate`) are in `access.ts`.
 */

export const rights = [
  'organization:read',
  'organization:write',
  'organization:delete',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'rooms:read',
  'rooms:write',
  'rooms:moderate',
  'documents:read',
  'documents:write',
  'comments:write',
  'tokens:sign',
  'webhooks:read',
  'webhooks:write',
  'analytics:read',
  'audit:read',
  'billing:read',
  'billing:write',
] as const

export type Right = (typeof rights)[number]

/** From the one who may do everything down to the one who only looks. */
export const roles = ['owner', 'admin', 'member', 'viewer'] as const

export type Role = (typeof roles)[number]

const looks: readonly Right[] = ['organization:read', 'members:read', 'rooms:read', 'documents:read', 'analytics:read']
const works: readonly Right[] = [
  ...looks,
  'keys:read',
  'rooms:write',
  'rooms:moderate',
  'documents:write',
  'comments:write',
  'tokens:sign',
  'webhooks:read',
  'billing:read',
]
const runs: readonly Right[] = [
  ...works,
  'organization:write',
  'members:write',
  'keys:write',
  'webhooks:write',
  'audit:read',
]

/** Owners alone delete the organization and spend its money; only they make, lower or remove owners. */
export const roleRights: Readonly<Record<Role, readonly Right[]>> = {
  owner: rights,
  admin: runs,
  member: works,
  viewer: looks,
}

/** What a secret key may be limited to. */
export const scopes = [
  'rooms:read',
  'rooms:write',
  'documents:write',
  'tokens',
  'comments:write',
  'webhooks',
  'analytics',
] as const

export type Scope = (typeof scopes)[number]

export const scopeRights: Readonly<Record<Scope, readonly Right[]>> = {
  'rooms:read': ['rooms:read', 'documents:read'],
  'rooms:write': ['rooms:read', 'rooms:write', 'rooms:moderate'],
  'documents:write': ['rooms:read', 'documents:read', 'documents:write'],
  tokens: ['tokens:sign'],
  'comments:write': ['rooms:read', 'comments:write'],
  webhooks: ['webhooks:read', 'webhooks:write'],
  analytics: ['analytics:read'],
}

/**
 * Whether somebody in this role may do what needs `right`.
 *
 * @example roleAllows('viewer', 'rooms:write') // false
 */
export const roleAllows = (role: Role, right: Right): boolean => roleRights[role].includes(right)

/**
 * Whether a key with these scopes may do what needs `right`. Every secret key may read its own organization.
 *
 * @example scopesAllow(['rooms:write'], 'rooms:read') // true
 */
export const scopesAllow = (held: readonly Scope[], right: Right): boolean =>
  right === 'organization:read' || held.some((scope) => scopeRights[scope].includes(right))
