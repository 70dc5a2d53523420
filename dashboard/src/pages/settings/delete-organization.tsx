/** Deletes an organization: it can be brought back for seven days. */
import { organizationGraceMs } from '@syncforge/protocol/organizations'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { apiOf, done } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Card } from '../../components/page.tsx'
import { useRight } from '../../session/rights.ts'
import type { OrganizationDetail } from './queries.ts'

const graceDays = organizationGraceMs / 86_400_000

export const DeleteOrganization = ({ organization: { id, name } }: { readonly organization: OrganizationDetail }) => {
  const { reason } = useRight('organization:delete')
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => done(apiOf(id).organizations[':organizationId'].$delete({ param: { organizationId: id } })),
    // Everything that is kept here belongs to an organization that is gone.
    onSuccess: () => location.assign('/dashboard/'),
  })
  return (
    <Card
      danger
      title="Delete the organization"
      lead={`Its keys stop at once and its rooms close. Owners can bring it back for ${graceDays} days; then everything is erased.`}
    >
      <Button look="danger" icon={<Trash2 aria-hidden />} reason={reason} onClick={() => setAsking(true)}>
        Delete…
      </Button>
      <Confirm
        open={isAsking}
        onClose={() => {
          remove.reset()
          setAsking(false)
        }}
        title={`Delete ${name}?`}
        description="Every key, every room, every colleague’s way in stops working now."
        action="Delete the organization"
        typed={name}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </Card>
  )
}
