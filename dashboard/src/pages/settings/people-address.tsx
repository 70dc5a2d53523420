/** Where an organization's own server answers whom its people may mean: named, tried, given another secret, taken away. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiOf, done, json } from '../../api/client.ts'
import { Problem, toProblem } from '../../api/problem.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { say } from '../../components/toast.tsx'
import { useRight } from '../../session/rights.ts'
import { countWords, stateWords } from './people-address-words.ts'

const HOUR_MS = 3_600_000

const addressOf = (organizationId: string) => apiOf(organizationId).organizations[':organizationId']['people-address']

const addressQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'people-address'],
    queryFn: ({ signal }) =>
      json(addressOf(organizationId).$get({ param: { organizationId } }, { init: { signal } })).catch(
        (error: unknown) => {
          if (error instanceof Problem && error.status === 404) return null
          throw error
        },
      ),
  })

type Named = Awaited<ReturnType<NonNullable<ReturnType<typeof addressQuery>['queryFn']>>>

const lead =
  'Suggestions for mentions ask this address as well, so that people can mention somebody who has never been in the room.'

interface AboutAddress {
  readonly organizationId: string
  readonly onSecret: (secret: string) => void
}

const Ways = ({ organizationId, onSecret }: AboutAddress) => {
  const queries = useQueryClient()
  const { reason } = useRight('organization:write')
  const [isRemoving, setRemoving] = useState(false)
  const param = { organizationId }
  const address = addressOf(organizationId)
  const again = () => queries.invalidateQueries({ queryKey: addressQuery(organizationId).queryKey })
  const test = useMutation({ mutationFn: () => json(address.test.$post({ param })) })
  const rotate = useMutation({
    mutationFn: () => json(address['rotate-secret'].$post({ param, json: { graceMs: 24 * HOUR_MS } })),
    onSuccess: ({ secret }) => {
      onSecret(secret)
      return again()
    },
  })
  const remove = useMutation({
    mutationFn: () => done(address.$delete({ param })),
    onSuccess: () => {
      setRemoving(false)
      say('The address is asked no more')
      return again()
    },
  })
  const error = test.error ?? rotate.error
  return (
    <>
      <div className="form-actions">
        <Button busy={test.isPending} reason={reason} onClick={() => test.mutate()}>
          Ask it once
        </Button>
        <Button busy={rotate.isPending} reason={reason} onClick={() => rotate.mutate()}>
          Rotate the secret
        </Button>
        <Button reason={reason} onClick={() => setRemoving(true)}>
          Remove…
        </Button>
      </div>
      <div role="status">
        {test.data !== undefined && (
          <p className="hint">
            {stateWords[test.data.state]}
            {test.data.reason === null ? ` ${countWords(test.data.users.length)}` : `: ${test.data.reason}`}
            {`, after ${test.data.durationMs} ms.`}
          </p>
        )}
      </div>
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      <Confirm
        open={isRemoving}
        onClose={() => {
          remove.reset()
          setRemoving(false)
        }}
        title="Ask this address no more?"
        description="Suggestions come from the room and its grants alone. The secret is gone with the address."
        action="Remove the address"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}

const AddressForm = ({ organizationId, named, onSecret }: AboutAddress & { readonly named: Named }) => {
  const queries = useQueryClient()
  const { may, reason } = useRight('organization:write')
  const save = useMutation({
    mutationFn: (url: string) => json(addressOf(organizationId).$put({ param: { organizationId }, json: { url } })),
    onSuccess: (saved) => {
      if ('secret' in saved) onSecret(saved.secret)
      else say('Saved')
      return queries.invalidateQueries({ queryKey: addressQuery(organizationId).queryKey })
    },
  })
  return (
    <div className="stack">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (may && !save.isPending) save.mutate((valuesOf(event.currentTarget).url ?? '').trim())
        }}
      >
        <fieldset className="form" disabled={!may}>
          <Field
            label="Address"
            name="url"
            type="url"
            className="field mono"
            required
            spellCheck={false}
            placeholder="https://example.com/people"
            defaultValue={named?.url ?? ''}
            hint="A public https address. Questions to it are signed as webhooks are; it has three seconds."
          />
        </fieldset>
        {save.error !== null && <ProblemNote problem={toProblem(save.error)} />}
        <div className="form-actions">
          <Button type="submit" busy={save.isPending} reason={reason}>
            Save<span className="visually-hidden"> the address for people</span>
          </Button>
        </div>
      </form>
      {named !== null && <Ways organizationId={organizationId} onSecret={onSecret} />}
    </div>
  )
}

export const PeopleAddress = ({ organizationId }: { readonly organizationId: string }) => {
  const named = useQuery(addressQuery(organizationId))
  // Not in the form, which begins anew when the address is another one.
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Card title="People of your product" lead={lead}>
      <Async query={named} skeleton={<SkeletonLines lines={2} />}>
        {(found) => (
          <AddressForm key={found?.url ?? ''} organizationId={organizationId} named={found} onSecret={setSecret} />
        )}
      </Async>
      <ShownOnce
        title="The secret of your address for people"
        label="SYNCFORGE_PEOPLE_SECRET"
        hint="Your server verifies with it that a question comes from here. It is shown this once."
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Card>
  )
}
