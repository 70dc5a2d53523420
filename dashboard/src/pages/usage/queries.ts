/** What is asked about how much an organization uses. */
import { queryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'

export type By = 'hour' | 'day'

const refreshMs = 60_000

export const usageQuery = (organizationId: string, by: By) =>
  queryOptions({
    queryKey: ['usage', organizationId, by],
    queryFn: ({ signal }) => json(apiOf(organizationId).analytics.usage.$get({ query: { by } }, { init: { signal } })),
    refetchInterval: refreshMs,
  })

export const busiestRoomsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['usage', organizationId, 'rooms'],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).analytics.rooms.$get({ query: { limit: '10' } }, { init: { signal } })),
    refetchInterval: refreshMs,
  })

export const busiestKeysQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['usage', organizationId, 'keys'],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).analytics.keys.$get({ query: { limit: '10' } }, { init: { signal } })),
    refetchInterval: refreshMs,
  })

export const busiestPeopleQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['usage', organizationId, 'people'],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).analytics.people.$get({ query: { limit: '10' } }, { init: { signal } })),
    refetchInterval: refreshMs,
  })
