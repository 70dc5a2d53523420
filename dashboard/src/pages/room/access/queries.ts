/** What is asked about who may do what in one room: decisions about people, share links, shares by e-mail. */
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { apiOf, json } from '../../../api/client.ts'
import { roomQuery } from '../../rooms/queries.ts'

const PAGE_SIZE = 100

const keyOf = (organizationId: string, roomId: string) =>
  [...roomQuery(organizationId, roomId).queryKey, 'access'] as const

/** Asks again for everything on the page of rights: a decision about a person moves them between its lists. */
export const useRefreshAccess = (organizationId: string, roomId: string) => {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: keyOf(organizationId, roomId) })
}

const fetchDecision = (organizationId: string, roomId: string, userId: string, signal: AbortSignal) =>
  json(
    apiOf(organizationId).rooms[':roomId'].participants[':userId'].$get(
      { param: { roomId, userId } },
      { init: { signal } },
    ),
  )

/** What was decided about one person. */
export type Decision = Awaited<ReturnType<typeof fetchDecision>>

export const decisionQuery = (organizationId: string, roomId: string, userId: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'decision', userId],
    queryFn: ({ signal }) => fetchDecision(organizationId, roomId, userId, signal),
    staleTime: 0,
  })

/** Grants and bans alike, by user id. */
export const decisionsQuery = (organizationId: string, roomId: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'decisions'],
    queryFn: ({ pageParam, signal }) =>
      json(
        apiOf(organizationId).rooms[':roomId'].grants.$get(
          { param: { roomId }, query: { limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const linksQuery = (organizationId: string, roomId: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'links'],
    queryFn: async ({ signal }) =>
      (await json(apiOf(organizationId).rooms[':roomId'].links.$get({ param: { roomId } }, { init: { signal } })))
        .links,
  })

export const sharesQuery = (organizationId: string, roomId: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'shares'],
    queryFn: async ({ signal }) =>
      (await json(apiOf(organizationId).rooms[':roomId'].shares.$get({ param: { roomId } }, { init: { signal } })))
        .shares,
  })
