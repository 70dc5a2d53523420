/** Replaces a key: the old one is taken for a while, so that nothing stops while the new one is put in its place. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, valuesOf } from '../../components/field.tsx'
import { useOrganization } from '../../session/organizations.ts'
import type { ApiKey } from './api-key.ts'
import { keysQuery } from './queries.ts'

const HOUR_MS = 3_600_000

const graces = [
  [String(24 * HOUR_MS), 'for a day'],
  [String(HOUR_MS), 'for an hour'],
  [String(7 * 24 * HOUR_MS), 'for a week'],
  ['0', 'not at all: it ends now'],
] as const

interface RotateKeyProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
  readonly onMade: (key: string) => void
}

export const RotateKey = ({ apiKey, onClose, onMade }: RotateKeyProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const rotate = useMutation({
    mutationFn: (graceMs: number) =>
      json(
        apiOf(organizationId).organizations[':organizationId']['api-keys'][':keyId'].rotate.$post({
          param: { organizationId, keyId: apiKey.id },
          json: { graceMs },
        }),
      ),
    onSuccess: async ({ key }) => {
      onClose()
      onMade(key)
      await queries.invalidateQueries({ queryKey: keysQuery(organizationId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title={`Rotate “${apiKey.name}”`}
      description="It keeps its name and scopes and gets another secret. Tokens that the old one signed end with it."
      action="Rotate"
      busy={rotate.isPending}
      error={rotate.error}
      onSubmit={(form) => rotate.mutate(Number(valuesOf(form).grace))}
    >
      <Choice label="The old one is still taken" name="grace" options={graces} />
    </FormDialog>
  )
}
