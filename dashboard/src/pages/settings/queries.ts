/** One organization with all its settings, and how they are changed. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { say } from '../../components/toast.tsx'
import { organizationsQuery } from '../../session/organizations.ts'

const fetchOrganization = (organizationId: string, signal?: AbortSignal) =>
  json(
    apiOf(organizationId).organizations[':organizationId'].$get(
      { param: { organizationId } },
      signal ? { init: { signal } } : {},
    ),
  )

export type OrganizationDetail = Awaited<ReturnType<typeof fetchOrganization>>

export const organizationQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId],
    queryFn: ({ signal }) => fetchOrganization(organizationId, signal),
  })

type Change = Parameters<ReturnType<typeof apiOf>['organizations'][':organizationId']['$patch']>[0]['json']

/** Changes what is given, and only that. */
export const useChange = (organizationId: string) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: Change) =>
      json(apiOf(organizationId).organizations[':organizationId'].$patch({ param: { organizationId }, json: change })),
    onSuccess: async () => {
      say('Saved')
      await queries.invalidateQueries({ queryKey: organizationQuery(organizationId).queryKey })
      await queries.fetchQuery({ ...organizationsQuery, staleTime: 0 })
    },
  })
}
