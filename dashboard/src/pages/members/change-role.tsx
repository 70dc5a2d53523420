/** Gives a member another role. */
import type { Role } from '@syncforge/protocol/rights'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { organizationsQuery, useOrganization } from '../../session/organizations.ts'
import { roleWords } from '../../session/rights.ts'
import type { Member } from './member.ts'
import { membersKey } from './queries.ts'
import { RoleChoice } from './roles.tsx'

export const ChangeRole = ({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) => {
  const { id: organizationId, role: own } = useOrganization()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (role: Role) =>
      json(
        apiOf(organizationId).organizations[':organizationId'].members[':userId'].$patch({
          param: { organizationId, userId: member.userId },
          json: { role },
        }),
      ),
    onSuccess: async (_, role) => {
      say(`${member.name} is now ${roleWords[role]}`)
      onClose()
      await queries.invalidateQueries({ queryKey: membersKey(organizationId) })
      await queries.invalidateQueries({ queryKey: organizationsQuery.queryKey })
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title={`The role of ${member.name}`}
      description="It holds from their next click."
      action="Change the role"
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => change.mutate(valuesOf(form).role as Role)}
    >
      <RoleChoice giver={own} name="role" defaultValue={member.role} />
    </FormDialog>
  )
}
