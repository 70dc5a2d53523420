/** The platform's table of rights in the words of better-auth's organization plugin. */
import { type Right, type Role, roleAllows, roles } from '@syncforge/protocol/rights'
import { createAccessControl } from 'better-auth/plugins/access'

/** What the plugin asks about, and the right that stands for it. */
const asked = {
  organization: { update: 'organization:write', delete: 'organization:delete' },
  member: { create: 'members:write', update: 'members:write', delete: 'members:write' },
  invitation: { create: 'members:write', cancel: 'members:write' },
} as const satisfies Record<string, Record<string, Right>>

type Asked = typeof asked

export const accessControl = createAccessControl({
  organization: ['update', 'delete'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
})

const allowed = <K extends keyof Asked>(role: Role, subject: K) =>
  (Object.entries(asked[subject]) as [keyof Asked[K], Right][])
    .filter(([, right]) => roleAllows(role, right))
    .map(([act]) => act)

const roleOf = (role: Role) =>
  accessControl.newRole({
    organization: allowed(role, 'organization'),
    member: allowed(role, 'member'),
    invitation: allowed(role, 'invitation'),
  })

export const pluginRoles = Object.fromEntries(roles.map((role) => [role, roleOf(role)])) as Record<
  Role,
  ReturnType<typeof roleOf>
>
