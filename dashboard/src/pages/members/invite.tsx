/** Invites somebody by e-mail. */
import type { Role } from '@syncforge/protocol/rights'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { membersKey } from './queries.ts'
import { RoleChoice } from './roles.tsx'

export const InviteDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { id: organizationId, name, role: own } = useOrganization()
  const queries = useQueryClient()
  const invite = useMutation({
    mutationFn: ({ email = '', role }: Readonly<Record<string, string>>) =>
      json(
        apiOf(organizationId).organizations[':organizationId'].invitations.$post({
          param: { organizationId },
          json: { email, role: role as Role },
        }),
      ),
    onSuccess: async ({ email }) => {
      say(`An invitation is on its way to ${email}`)
      onClose()
      await queries.invalidateQueries({ queryKey: membersKey(organizationId) })
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title={`Invite to ${name}`}
      description="They get a message with a link that works for a week. An account is made on the way if they have none."
      action="Invite"
      busy={invite.isPending}
      error={invite.error}
      onSubmit={(form) => invite.mutate(valuesOf(form))}
    >
      <Field label="E-mail" name="email" type="email" autoComplete="off" required />
      <RoleChoice giver={own} name="role" defaultValue="member" />
    </FormDialog>
  )
}
