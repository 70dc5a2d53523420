/** What is asked about an organization's webhooks. While deliveries are under way, again every few seconds. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { tryAgain } from '../../api/queries.ts'
import type { DeliveryState } from './words.ts'

const REFRESH_MS = 2_000

export const webhooksQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['webhooks', organizationId],
    queryFn: async ({ signal }) => (await json(apiOf(organizationId).webhooks.$get({}, { init: { signal } }))).webhooks,
    refetchInterval: (query) =>
      tryAgain(query) ||
      (query.state.data?.some(({ isEnabled, status }) => isEnabled && status !== null && status.pending > 0) === true &&
        REFRESH_MS),
  })

export const webhookQuery = (organizationId: string, webhookId: string) =>
  queryOptions({
    queryKey: ['webhooks', organizationId, webhookId],
    queryFn: ({ signal }) =>
      json(apiOf(organizationId).webhooks[':webhookId'].$get({ param: { webhookId } }, { init: { signal } })),
    refetchInterval: (query) => tryAgain(query) || ((query.state.data?.status?.pending ?? 0) > 0 && REFRESH_MS),
  })

/** The newest first. */
export const deliveriesQuery = (organizationId: string, webhookId: string, state: DeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', organizationId, webhookId, 'deliveries', state ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      json(
        apiOf(organizationId).webhooks[':webhookId'].deliveries.$get(
          {
            param: { webhookId },
            query: { ...(state === undefined ? {} : { state }), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: (query) =>
      tryAgain(query) ||
      (query.state.data?.pages.some(({ deliveries }) => deliveries.some(({ state: one }) => one === 'pending')) ===
        true &&
        REFRESH_MS),
  })

export const deliveryQuery = (organizationId: string, webhookId: string, deliveryId: string) =>
  queryOptions({
    queryKey: ['webhooks', organizationId, webhookId, 'deliveries', 'one', deliveryId],
    queryFn: ({ signal }) =>
      json(
        apiOf(organizationId).webhooks[':webhookId'].deliveries[':deliveryId'].$get(
          { param: { webhookId, deliveryId } },
          { init: { signal } },
        ),
      ),
    refetchInterval: (query) => tryAgain(query) || (query.state.data?.state === 'pending' && REFRESH_MS),
  })
