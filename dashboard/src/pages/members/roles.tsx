/** The roles, and what each may do, for whoever gives one. */
import { type Role, roles } from '@syncforge/protocol/rights'
import { Choice } from '../../components/field.tsx'
import { roleWords } from '../../session/rights.ts'

const roleHints: Readonly<Record<Role, string>> = {
  owner: 'Everything, the end of the organization and its money too.',
  admin: 'Everything but owners, deletion and billing.',
  member: 'Works with rooms and documents; sees keys.',
  viewer: 'Looks.',
}

/** Only an owner makes owners. */
const rolesGivenBy = (giver: Role): readonly Role[] =>
  giver === 'owner' ? roles : roles.filter((role) => role !== 'owner')

interface RoleChoiceProps {
  readonly giver: Role
  readonly name: string
  readonly defaultValue: Role
}

export const RoleChoice = ({ giver, name, defaultValue }: RoleChoiceProps) => (
  <Choice
    label="Role"
    name={name}
    defaultValue={defaultValue}
    options={rolesGivenBy(giver).map((role) => [role, `${roleWords[role]}: ${roleHints[role]}`])}
  />
)
