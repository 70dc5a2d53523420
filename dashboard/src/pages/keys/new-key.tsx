/** The dialog that makes a key. */
import { type Scope, scopes } from '@syncforge/protocol/rights'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, Field, Tick, valuesOf } from '../../components/field.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { keysQuery } from './queries.ts'

const DAY_MS = 86_400_000

const scopeHints: Readonly<Record<Scope, string>> = {
  'rooms:read': 'See rooms, people, documents',
  'rooms:write': 'Make, change, delete rooms; moderate',
  'documents:write': 'Write documents and versions',
  tokens: 'Sign room tokens',
  'comments:write': 'Write comments',
  webhooks: 'Manage webhooks',
  analytics: 'Read usage',
}

interface NewKeyProps {
  readonly onClose: () => void
  readonly onMade: (key: string) => void
}

export const NewKeyDialog = ({ onClose, onMade }: NewKeyProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const [kind, setKind] = useState<'secret' | 'publishable'>('secret')
  const create = useMutation({
    mutationFn: (form: HTMLFormElement) => {
      const { name = '', mode, expiry = '' } = valuesOf(form)
      const chosen = new FormData(form).getAll('scopes') as Scope[]
      return json(
        apiOf(organizationId).organizations[':organizationId']['api-keys'].$post({
          param: { organizationId },
          json: {
            name,
            kind,
            mode: mode === 'test' ? 'test' : 'live',
            ...(kind === 'secret' ? { scopes: chosen } : {}),
            ...(expiry === '' ? {} : { expiresAt: Date.now() + Number(expiry) * DAY_MS }),
          },
        }),
      )
    },
    onSuccess: async ({ key }) => {
      onClose()
      onMade(key)
      await queries.invalidateQueries({ queryKey: keysQuery(organizationId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Make a key"
      action="Make the key"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(form)}
    >
      <Field label="Name" name="name" placeholder="Production server" maxLength={100} autoComplete="off" required />
      <div className="form-row">
        <Choice
          label="Kind"
          value={kind}
          onChange={(event) => setKind(event.target.value === 'secret' ? 'secret' : 'publishable')}
          options={[
            ['secret', 'Secret: for your server'],
            ['publishable', 'Publishable: for browsers'],
          ]}
        />
        <Choice
          label="Begins with"
          name="mode"
          options={[
            ['live', kind === 'secret' ? 'sk_live_' : 'pk_live_'],
            ['test', kind === 'secret' ? 'sk_test_' : 'pk_test_'],
          ]}
        />
        <Choice
          label="Ends"
          name="expiry"
          options={[
            ['', 'Never'],
            ['30', 'In 30 days'],
            ['90', 'In 90 days'],
            ['365', 'In a year'],
          ]}
        />
      </div>
      {kind === 'secret' && (
        <fieldset>
          <legend className="legend">It may</legend>
          <div className="ticks">
            {scopes.map((scope) => (
              <Tick key={scope} label={scope} hint={scopeHints[scope]} name="scopes" value={scope} defaultChecked />
            ))}
          </div>
        </fieldset>
      )}
    </FormDialog>
  )
}
