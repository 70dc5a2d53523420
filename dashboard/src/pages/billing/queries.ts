/** What is asked about an organization's plan and money. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'
import { tryAgain } from '../../api/queries.ts'

const billingOf = (organizationId: string) => apiOf(organizationId).organizations[':organizationId'].billing

export const billingKey = (organizationId: string) => ['billing', organizationId] as const

/** What changes is pushed; a word that was lost is made up for. */
const REFRESH_MS = 60_000

export const subscriptionQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...billingKey(organizationId), 'subscription'],
    queryFn: ({ signal }) =>
      json(billingOf(organizationId).subscription.$get({ param: { organizationId } }, { init: { signal } })),
    staleTime: 2_000,
    refetchInterval: (query) => tryAgain(query) || REFRESH_MS,
  })

export type Subscription = Awaited<ReturnType<NonNullable<ReturnType<typeof subscriptionQuery>['queryFn']>>>

const invoicesAfter = (organizationId: string, cursor: string | null, signal: AbortSignal) => {
  const query = cursor === null ? {} : { cursor }
  return json(billingOf(organizationId).invoices.$get({ param: { organizationId }, query }, { init: { signal } }))
}

/** Page by page, newest first. */
export const invoicesQuery = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: [...billingKey(organizationId), 'invoices'],
    queryFn: ({ pageParam, signal }) => invoicesAfter(organizationId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Their links end after a while.
    staleTime: 60_000,
  })

export type Invoice = Awaited<ReturnType<typeof invoicesAfter>>['invoices'][number]

export const previewQuery = (organizationId: string, plan: Subscription['plan']) =>
  queryOptions({
    queryKey: [...billingKey(organizationId), 'preview', plan],
    queryFn: ({ signal }) =>
      json(
        billingOf(organizationId).preview.$post({ param: { organizationId }, json: { plan } }, { init: { signal } }),
      ),
    // Its sum holds for the moment in which it was asked for.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Each changes something at Stripe, and answers with how it is then. */
export const billingCalls = (organizationId: string) => {
  const billing = billingOf(organizationId)
  const to = { param: { organizationId } }
  return {
    checkout: (plan: Subscription['plan']) => json(billing.checkout.$post({ ...to, json: { plan } })),
    portal: () => json(billing.portal.$post(to)),
    refresh: () => json(billing.refresh.$post(to)),
    cancel: () => json(billing.cancel.$post(to)),
    resume: () => json(billing.resume.$post(to)),
    change: (plan: Subscription['plan'], prorationDate: number | null) =>
      json(billing.change.$post({ ...to, json: { plan, ...(prorationDate === null ? {} : { prorationDate }) } })),
  }
}
