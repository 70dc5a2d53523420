/** What is asked about one room. */
import { queryOptions } from '@tanstack/react-query'
import { apiOf, json, plain } from '../../api/client.ts'
import { roomQuery } from '../rooms/queries.ts'

const keyOf = (organizationId: string, roomId: string) => roomQuery(organizationId, roomId).queryKey

export const documentsQuery = (organizationId: string, roomId: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'documents'],
    queryFn: async ({ signal }) =>
      (await json(apiOf(organizationId).rooms[':roomId'].documents.$get({ param: { roomId } }, { init: { signal } })))
        .documents,
  })

export const documentJsonQuery = (organizationId: string, roomId: string, name: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'document', name, 'json'],
    queryFn: async ({ signal }) => {
      const answer = await plain(
        apiOf(organizationId).rooms[':roomId'].document.$get(
          { param: { roomId }, query: { name, format: 'json' } },
          { init: { signal } },
        ),
      )
      return (JSON.parse(answer) as { readonly content: Readonly<Record<string, unknown>> }).content
    },
  })

export const usageQuery = (organizationId: string, roomId: string, name: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'document', name, 'usage'],
    queryFn: ({ signal }) =>
      json(
        apiOf(organizationId).rooms[':roomId'].document.usage.$get(
          { param: { roomId }, query: { name } },
          { init: { signal } },
        ),
      ),
  })

export const versionsQuery = (organizationId: string, roomId: string, document: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'versions', document],
    queryFn: async ({ signal }) =>
      (
        await json(
          apiOf(organizationId).rooms[':roomId'].versions.$get(
            { param: { roomId }, query: { document } },
            { init: { signal } },
          ),
        )
      ).versions,
  })

export const versionQuery = (organizationId: string, roomId: string, versionId: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId, roomId), 'version', versionId],
    queryFn: async ({ signal }) => {
      const [{ state }, { readUpdate }] = await Promise.all([
        json(
          apiOf(organizationId).rooms[':roomId'].versions[':versionId'].$get(
            { param: { roomId, versionId } },
            { init: { signal } },
          ),
        ),
        // Only whoever looks into a version loads what reads it.
        import('./read-update.ts'),
      ])
      return readUpdate(state)
    },
    // The past does not change.
    staleTime: Number.POSITIVE_INFINITY,
  })
