/** The plans side by side: what each costs and brings, which one it is, and the way to each. */
import { type PlanId, planIds, plans } from '@syncforge/protocol/plans'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useRight } from '../../session/rights.ts'
import { useLeaveFor } from './actions.ts'
import { CancelPlan } from './cancel-plan.tsx'
import { ChangePlan } from './change-plan.tsx'
import type { Subscription } from './queries.ts'
import { bringsOf, priceWords } from './words.ts'

interface ChoiceProps {
  readonly plan: PlanId
  readonly subscription: Subscription
  readonly onAsk: (plan: PlanId) => void
}

const Buy = ({ plan, reason }: { readonly plan: PlanId; readonly reason: string | undefined }) => {
  const checkout = useLeaveFor(plan)
  return (
    <Button look="primary" reason={reason} busy={checkout.isPending} onClick={() => checkout.mutate()}>
      Buy {plans[plan].name}
    </Button>
  )
}

const lives = ({ status }: Subscription): boolean => ['active', 'trialing', 'past_due'].includes(status)

/** Why the plan cannot be chosen at this moment. */
const reasonOf = ({ isSetUp, pastDue }: Subscription, mayNot: string | undefined): string | undefined => {
  if (!isSetUp) return 'This server sells nothing.'
  return mayNot ?? (pastDue ? 'Pay what is open first, or change the card.' : undefined)
}

const Choice = ({ plan, subscription, onAsk }: ChoiceProps) => {
  const { reason: mayNot } = useRight('billing:write')
  const { subscribed, pending } = subscription
  const current = lives(subscription) ? (subscribed ?? subscription.plan) : subscription.plan
  const reason = reasonOf(subscription, mayNot)
  if (plan === current) return <span className="badge badge-good">Your plan</span>
  if (pending?.plan === plan) return <span className="badge">Chosen</span>
  if (plan === 'enterprise' || current === 'enterprise') return <p className="hint">Agreed with each customer.</p>
  if (!lives(subscription)) return plan === 'free' ? null : <Buy plan={plan} reason={reason} />
  const isLarger = planIds.indexOf(plan) > planIds.indexOf(current)
  const words = plan === 'free' ? 'Go back to Free' : `Change to ${plans[plan].name}`
  return (
    <Button
      look={isLarger ? 'primary' : 'plain'}
      reason={plan === 'free' ? mayNot : reason}
      onClick={() => onAsk(plan)}
    >
      {words}
    </Button>
  )
}

export const PlanCards = ({ subscription }: { readonly subscription: Subscription }) => {
  const [asked, setAsked] = useState<PlanId | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      <ul className="plans" aria-label="Plans">
        {planIds.map((plan, index) => (
          <li key={plan} className="card plan" aria-current={plan === subscription.plan || undefined}>
            <h2>{plans[plan].name}</h2>
            <p className="plan-price">{priceWords(plan)}</p>
            <ul className="plan-brings">
              {bringsOf(plan, planIds[index - 1]).map((words) => (
                <li key={words}>
                  <Check aria-hidden />
                  {words}
                </li>
              ))}
            </ul>
            <div className="plan-choice">
              <Choice plan={plan} subscription={subscription} onAsk={setAsked} />
            </div>
          </li>
        ))}
      </ul>
      {asked === 'free' && <CancelPlan subscription={subscription} onClose={close} />}
      {asked !== null && asked !== 'free' && <ChangePlan plan={asked} onClose={close} />}
    </>
  )
}
