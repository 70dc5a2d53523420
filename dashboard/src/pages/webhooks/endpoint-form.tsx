/** The dialogs that make an endpoint and change one. */
import type { SubscribedType } from '@syncforge/protocol/webhooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, Field, Tick, valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { webhooksQuery } from './queries.ts'
import { type Endpoint, orderedTypes } from './words.ts'

const debounces = [
  ['1000', '1 second'],
  ['5000', '5 seconds'],
  ['15000', '15 seconds'],
  ['60000', '1 minute'],
] as const

const chosenOf = (form: HTMLFormElement, isAll: boolean) => {
  const { url = '', description = '', roomPrefix = '', debounceMs } = valuesOf(form)
  const types = new FormData(form).getAll('events') as SubscribedType[]
  const events: (SubscribedType | '*')[] = isAll ? ['*'] : types
  return { url: url.trim(), description, roomPrefix, debounceMs: Number(debounceMs), events }
}

const EndpointFields = ({
  endpoint,
  isAll,
  onAll,
}: {
  readonly endpoint: Endpoint | undefined
  readonly isAll: boolean
  readonly onAll: (isAll: boolean) => void
}) => {
  const known = debounces.some(([ms]) => Number(ms) === endpoint?.debounceMs)
  const own = String(endpoint?.debounceMs ?? 5_000)
  return (
    <>
      <Field
        label="Address"
        name="url"
        type="url"
        placeholder="https://example.com/hooks"
        hint="A public https address of yours. Every request is signed."
        defaultValue={endpoint?.url}
        maxLength={2_048}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <Field
        label="Description"
        name="description"
        defaultValue={endpoint?.description}
        maxLength={200}
        autoComplete="off"
      />
      <div className="form-row">
        <Field
          label="Only rooms that begin with"
          name="roomPrefix"
          placeholder="all rooms"
          defaultValue={endpoint?.roomPrefix}
          maxLength={128}
          pattern="[A-Za-z0-9_.:@~\-]*"
          autoComplete="off"
          spellCheck={false}
        />
        <Choice
          label="Collect edits for"
          name="debounceMs"
          defaultValue={own}
          options={known || endpoint === undefined ? debounces : [[own, `${Number(own) / 1_000} s`], ...debounces]}
        />
      </div>
      <fieldset>
        <legend className="legend">It hears of</legend>
        <div className="ticks">
          <Tick label="everything" checked={isAll} onChange={({ target }) => onAll(target.checked)} />
          {!isAll &&
            orderedTypes.map((type) => (
              <Tick
                key={type}
                label={type}
                name="events"
                value={type}
                defaultChecked={endpoint?.events.includes(type) ?? false}
              />
            ))}
        </div>
      </fieldset>
    </>
  )
}

interface NewEndpointProps {
  readonly onClose: () => void
  readonly onMade: (secret: string) => void
}

export const NewEndpoint = ({ onClose, onMade }: NewEndpointProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const [isAll, setAll] = useState(true)
  const create = useMutation({
    mutationFn: (form: HTMLFormElement) => json(apiOf(organizationId).webhooks.$post({ json: chosenOf(form, isAll) })),
    onSuccess: async ({ secret }) => {
      onClose()
      onMade(secret)
      await queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Add an endpoint"
      action="Add the endpoint"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(form)}
    >
      <EndpointFields endpoint={undefined} isAll={isAll} onAll={setAll} />
    </FormDialog>
  )
}

export const ChangeEndpoint = ({
  endpoint,
  onClose,
}: {
  readonly endpoint: Endpoint
  readonly onClose: () => void
}) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const [isAll, setAll] = useState(endpoint.events.includes('*'))
  const change = useMutation({
    mutationFn: (form: HTMLFormElement) =>
      json(
        apiOf(organizationId).webhooks[':webhookId'].$patch({
          param: { webhookId: endpoint.id },
          json: chosenOf(form, isAll),
        }),
      ),
    onSuccess: async () => {
      say('The endpoint is changed')
      onClose()
      await queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Change the endpoint"
      action="Save"
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => change.mutate(form)}
    >
      <EndpointFields endpoint={endpoint} isAll={isAll} onAll={setAll} />
    </FormDialog>
  )
}
