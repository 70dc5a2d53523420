/** What is asked about an organization's API keys. */
import { queryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'

export const keysQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['keys', organizationId],
    queryFn: async ({ signal }) =>
      (
        await json(
          apiOf(organizationId).organizations[':organizationId']['api-keys'].$get(
            { param: { organizationId } },
            { init: { signal } },
          ),
        )
      ).apiKeys,
  })

export const keyUsageQuery = (organizationId: string, keyId: string) =>
  queryOptions({
    queryKey: ['keys', organizationId, keyId, 'usage'],
    queryFn: async ({ signal }) =>
      (
        await json(
          apiOf(organizationId).organizations[':organizationId']['api-keys'][':keyId'].usage.$get(
            { param: { organizationId, keyId }, query: {} },
            { init: { signal } },
          ),
        )
      ).days,
  })
