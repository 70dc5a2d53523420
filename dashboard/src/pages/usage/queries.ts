/** What is asked about how much an organization uses. */
import { queryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { tryAgain } from '../../api/queries.ts'

export type By = 'hour' | 'day'

/** Whose usage a chart shows. */
export interface UsageOf {
  readonly kind: 'room' | 'key'
  readonly id: string
}

/** Numbers of the month and of now are pushed; what is counted by hour and day follows. */
const REFRESH_MS = 60_000
/** As many as can be told apart in a list to choose from. */
const MOST = '100'

export const usageKey = (organizationId: string) => ['usage', organizationId] as const

/** @param of of the whole organization when left out */
export const usageQuery = (organizationId: string, by: By, of?: UsageOf) =>
  queryOptions({
    queryKey: [...usageKey(organizationId), by, of?.kind ?? 'organization', of?.id ?? ''],
    queryFn: ({ signal }) => {
      const query = { by, ...(of && { [`${of.kind}Id`]: of.id }) }
      return json(apiOf(organizationId).analytics.usage.$get({ query }, { init: { signal } }))
    },
    refetchInterval: (query) => tryAgain(query) || REFRESH_MS,
  })

export const busiestRoomsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...usageKey(organizationId), 'rooms'],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).analytics.rooms.$get({ query: { limit: MOST } }, { init: { signal } })),
    refetchInterval: (query) => tryAgain(query) || REFRESH_MS,
  })

export const busiestKeysQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...usageKey(organizationId), 'keys'],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).analytics.keys.$get({ query: { limit: MOST } }, { init: { signal } })),
    refetchInterval: (query) => tryAgain(query) || REFRESH_MS,
  })

export const busiestPeopleQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...usageKey(organizationId), 'people'],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).analytics.people.$get({ query: { limit: '10' } }, { init: { signal } })),
    refetchInterval: (query) => tryAgain(query) || REFRESH_MS,
  })
