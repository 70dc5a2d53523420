/** Removes a member, or lets the person who is signed in leave. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, done } from '../../api/client.ts'
import { Confirm } from '../../components/dialog.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import type { Member } from './member.ts'
import { membersKey } from './queries.ts'

interface RemoveMemberProps {
  readonly member: Member
  readonly isSelf: boolean
  readonly onClose: () => void
}

export const RemoveMember = ({ member, isSelf, onClose }: RemoveMemberProps) => {
  const { id: organizationId, name } = useOrganization()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () =>
      done(
        apiOf(organizationId).organizations[':organizationId'].members[':userId'].$delete({
          param: { organizationId, userId: member.userId },
        }),
      ),
    onSuccess: async () => {
      if (isSelf) {
        // Everything that is kept here belongs to an organization that is no longer theirs.
        location.assign('/dashboard/')
        return
      }
      say(`${member.name} is no longer a member`)
      onClose()
      await queries.invalidateQueries({ queryKey: membersKey(organizationId) })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={isSelf ? `Leave ${name}?` : `Remove ${member.name}?`}
      description={
        isSelf
          ? 'You no longer see anything of it. Somebody has to invite you again to come back.'
          : 'They no longer see anything of this organization, from their next click.'
      }
      action={isSelf ? 'Leave' : 'Remove'}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
