/** What is asked about who belongs to an organization. */
import { infiniteQueryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'

export const membersKey = (organizationId: string) => ['members', organizationId] as const

const pageAfter = (cursor: string | null) => ({ limit: 100, ...(cursor === null ? {} : { cursor }) })

/** In the order in which they joined. */
export const membersQuery = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: [...membersKey(organizationId), 'list'],
    queryFn: ({ pageParam, signal }) =>
      json(
        apiOf(organizationId).organizations[':organizationId'].members.$get(
          { param: { organizationId }, query: pageAfter(pageParam) },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
