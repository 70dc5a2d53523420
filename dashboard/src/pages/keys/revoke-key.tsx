/** Ends a key for good. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, done } from '../../api/client.ts'
import { Confirm } from '../../components/dialog.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import type { ApiKey } from './api-key.ts'
import { keysQuery } from './queries.ts'

export const RevokeKey = ({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () =>
      done(
        apiOf(organizationId).organizations[':organizationId']['api-keys'][':keyId'].$delete({
          param: { organizationId, keyId: apiKey.id },
        }),
      ),
    onSuccess: async () => {
      say(`“${apiKey.name}” is revoked`)
      onClose()
      await queries.invalidateQueries({ queryKey: keysQuery(organizationId).queryKey })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Revoke “${apiKey.name}”?`}
      description="Whatever uses it stops within five seconds: calls are refused, open sockets that came by it are closed, tokens that it signed are dead. Nothing brings it back."
      action="Revoke the key"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
    />
  )
}
