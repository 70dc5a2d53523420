/** What is asked about an organization's rooms. */
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import type { Live } from '../../live/live.ts'

const PAGE_SIZE = 50

export const roomsKey = (organizationId: string) => ['rooms', organizationId] as const

/** Page by page, newest first. */
export const roomsQuery = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: [...roomsKey(organizationId), 'list'],
    queryFn: ({ pageParam, signal }) =>
      json(
        apiOf(organizationId).rooms.$get(
          { query: { limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

const ROOM_ID = /^[\w.:~-]{1,128}$/

/** The newest rooms, and the one with exactly this id wherever it stands in the list. */
export const roomSearchQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [...roomsKey(organizationId), 'search', id],
    queryFn: async ({ signal }) => {
      const { rooms } = await json(apiOf(organizationId).rooms.$get({ query: { limit: 100 } }, { init: { signal } }))
      if (id === '' || !ROOM_ID.test(id) || rooms.some((room) => room.id === id)) return rooms
      const exact = await json(
        apiOf(organizationId).rooms[':roomId'].$get({ param: { roomId: id } }, { init: { signal } }),
      ).catch((error: unknown) => {
        if (toProblem(error).status === 404 || toProblem(error).status === 410) return null
        throw error
      })
      return exact ? [exact, ...rooms] : rooms
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
