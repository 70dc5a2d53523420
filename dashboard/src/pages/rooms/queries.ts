/** What is asked about an organization's rooms. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { apiOf, json } from '../../api/client.ts'
import type { Live } from '../../live/live.ts'
import type { typeWords } from './words.ts'

const PAGE_SIZE = 50
export const searchMaxLength = 128

export const roomsKey = (organizationId: string) => ['rooms', organizationId] as const

export interface RoomFilter {
  /** What the id or the name holds; empty: anything. */
  readonly search: string
  readonly type: keyof typeof typeWords | ''
}

/** A filter as the API takes it. */
const asked = (filter: Partial<RoomFilter>) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))

/** Page by page, newest first. What was found before stays until the next is there. */
export const roomsQuery = (organizationId: string, filter: RoomFilter) =>
  infiniteQueryOptions({
    queryKey: [...roomsKey(organizationId), 'list', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      json(
        apiOf(organizationId).rooms.$get(
          { query: { limit: PAGE_SIZE, ...asked(filter), ...(pageParam === null ? {} : { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** The newest rooms whose id or name holds this. */
export const roomSearchQuery = (organizationId: string, search: string) =>
  queryOptions({
    queryKey: [...roomsKey(organizationId), 'search', search],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { limit: 100, ...asked({ search: search.trim().slice(0, searchMaxLength) }) }
      return (await json(apiOf(organizationId).rooms.$get({ query }, { init: { signal } }))).rooms
    },
  })

export const roomQuery = (organizationId: string, roomId: string) =>
  queryOptions({
    queryKey: [...roomsKey(organizationId), 'room', roomId],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).rooms[':roomId'].$get({ param: { roomId } }, { init: { signal } })),
  })

/** Asks for the list again when somebody is in a room that is newer than it; once for each such room. */
export const useNewRooms = (
  organizationId: string,
  listed: readonly { readonly id: string }[] | undefined,
  live: Live,
): void => {
  const queries = useQueryClient()
  const asked = useRef(new Set<string>())
  useEffect(() => {
    if (!listed) return
    const known = new Set(listed.map(({ id }) => id))
    const strange = [...live.rooms.keys()].filter((id) => !known.has(id) && !asked.current.has(id))
    if (strange.length === 0) return
    for (const id of strange) asked.current.add(id)
    void queries.invalidateQueries({ queryKey: [...roomsKey(organizationId), 'list'] })
  }, [queries, organizationId, listed, live])
}
