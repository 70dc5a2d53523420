/** What is asked about an organization's audit log. */
import { infiniteQueryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'

export interface AuditFilter {
  readonly actor?: string
  readonly act?: string
}

/** Newest first. */
export const auditLogQuery = (organizationId: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', organizationId, filter],
    queryFn: ({ pageParam, signal }) =>
      json(
        apiOf(organizationId).organizations[':organizationId']['audit-log'].$get(
          {
            param: { organizationId },
            query: { ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
