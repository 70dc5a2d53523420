/** The first step: an organization gets its name. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api, json } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { organizationsQuery } from '../../session/organizations.ts'
import { EntryForm } from '../entry/entry.tsx'

const route = getRouteApi('/signed-in/welcome')

export const NameOrganization = () => {
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const create = useMutation({
    mutationFn: (name: string) => json(api.organizations.$post({ json: { name } })),
    onSuccess: async ({ slug }) => {
      await queries.fetchQuery({ ...organizationsQuery, staleTime: 0 })
      await navigate({ search: { organization: slug }, replace: true })
    },
  })
  return (
    <EntryForm
      error={create.error}
      busy={create.isPending}
      onSubmit={(form) => create.mutate(valuesOf(form).name?.trim() ?? '')}
    >
      <Field label="Name" name="name" placeholder="Acme" maxLength={80} autoComplete="organization" required />
      <Button type="submit" look="primary" busy={create.isPending}>
        Go on
      </Button>
    </EntryForm>
  )
}
