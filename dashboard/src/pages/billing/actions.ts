/** What somebody does on this page: leave for Stripe, or change something and see how it is then. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { say, sayProblem } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { billingCalls, billingKey, type Subscription, subscriptionQuery } from './queries.ts'

/** Goes to a page of Stripe's. Its address is used at once and kept nowhere. */
export const useLeaveFor = (page: 'portal' | Subscription['plan']) => {
  const { id } = useOrganization()
  return useMutation({
    mutationFn: () => (page === 'portal' ? billingCalls(id).portal() : billingCalls(id).checkout(page)),
    onSuccess: ({ url }) => location.assign(url),
    onError: sayProblem,
  })
}

type Calls = ReturnType<typeof billingCalls>

/** @param said when it is done; nothing when it is left out */
export const useBilling = (work: (calls: Calls) => Promise<Subscription>, said?: string, onDone?: () => void) => {
  const { id } = useOrganization()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => work(billingCalls(id)),
    onSuccess: async (subscription) => {
      queries.setQueryData(subscriptionQuery(id).queryKey, subscription)
      if (said !== undefined) say(said)
      onDone?.()
      await queries.invalidateQueries({ queryKey: [...billingKey(id), 'invoices'] })
    },
  })
}
