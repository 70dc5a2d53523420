/** What the signed-in person may do in an organization, by the table that the server reads too. */
import { type Right, type Role, roleAllows } from '@syncforge/protocol/rights'
import { useOrganization } from './organizations.ts'

export const roleWords: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  viewer: 'Viewer',
}

/**
 * Why somebody in this role may not do what needs `right`; nothing when they may.
 *
 * @example reasonAgainst('viewer', 'rooms:write') // 'Your role here is Viewer, which does not allow this.'
 */
const reasonAgainst = (role: Role, right: Right): string | undefined =>
  roleAllows(role, right) ? undefined : `Your role here is ${roleWords[role]}, which does not allow this.`

/** @example const { may, reason } = useRight('rooms:write') */
export const useRight = (right: Right) => {
  const reason = reasonAgainst(useOrganization().role, right)
  return { may: reason === undefined, reason }
}
