/** What an organization pays for: its plan, what is in use of it, the other plans, and its invoices. */
import { plans } from '@syncforge/protocol/plans'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CreditCard } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Async, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Page } from '../../components/page.tsx'
import { sayProblem } from '../../components/toast.tsx'
import { useLive } from '../../live/live.ts'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { useBilling, useLeaveFor } from './actions.ts'
import { Banners } from './banner.tsx'
import { InvoiceList } from './invoices.tsx'
import { Meters } from './meters.tsx'
import { PlanCards } from './plan-cards.tsx'
import { invoicesQuery, subscriptionQuery } from './queries.ts'

const route = getRouteApi('/signed-in/orgs/$slug/billing')

/** Whoever comes back from the checkout sees what they have bought, not what was there before Stripe’s event came. */
const useReturn = (): boolean => {
  const { checkout } = route.useSearch()
  const navigate = route.useNavigate()
  const refresh = useBilling(
    (calls) => calls.refresh(),
    'Thank you: it is yours',
    () => void navigate({ search: {}, replace: true }),
  )
  const begun = useRef(false)
  const { mutate } = refresh
  useEffect(() => {
    if (checkout === undefined || begun.current) return
    begun.current = true
    mutate(undefined, { onError: sayProblem })
  }, [checkout, mutate])
  return refresh.isPending
}

const PortalButton = () => {
  const { id } = useOrganization()
  const { reason } = useRight('billing:write')
  const portal = useLeaveFor('portal')
  const { data } = useInfiniteQuery(invoicesQuery(id))
  if (!data?.pages[0]?.invoices.length) return null
  return (
    <Button icon={<CreditCard aria-hidden />} reason={reason} busy={portal.isPending} onClick={() => portal.mutate()}>
      Cards and addresses
    </Button>
  )
}

export const Billing = () => {
  const { id } = useOrganization()
  const isReturning = useReturn()
  const subscription = useQuery(subscriptionQuery(id))
  const { month } = useLive(id)
  const lead = subscription.data && `The plan is ${plans[subscription.data.plan].name}.`
  return (
    <Page title="Billing" lead={isReturning ? 'Looking at what you have bought…' : lead} actions={<PortalButton />}>
      <Async query={subscription} skeleton={<SkeletonRows rows={6} />}>
        {(shown) => (
          <div className="stack">
            <Banners subscription={shown} />
            <Meters limits={shown.limits} people={month?.people ?? null} />
            <PlanCards subscription={shown} />
            <InvoiceList />
          </div>
        )}
      </Async>
    </Page>
  )
}
