/** What is the matter with a subscription, and the way out of it: at the top of the page from the first day on. */
import { plans } from '@syncforge/protocol/plans'
import { CircleAlert, Clock, CreditCard } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, buttonClass } from '../../components/button.tsx'
import { sayProblem } from '../../components/toast.tsx'
import { useRight } from '../../session/rights.ts'
import { useBilling, useLeaveFor } from './actions.ts'
import type { Subscription } from './queries.ts'
import { countOf, dollars, onDay } from './words.ts'

interface BannerProps {
  readonly look: 'danger' | 'warn' | 'plain'
  readonly icon: ReactNode
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

const Banner = ({ look, icon, title, actions, children }: BannerProps) => (
  <section className="banner" data-look={look} aria-label={title}>
    {icon}
    <div className="banner-words">
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
    {actions !== undefined && <div className="banner-actions">{actions}</div>}
  </section>
)

const PastDue = ({
  subscription,
  pastDue,
}: {
  subscription: Subscription
  pastDue: NonNullable<Subscription['pastDue']>
}) => {
  const { reason } = useRight('billing:write')
  const portal = useLeaveFor('portal')
  const name = plans[subscription.subscribed ?? 'free'].name
  const isOver = subscription.plan !== subscription.subscribed
  return (
    <Banner
      look="danger"
      icon={<CreditCard aria-hidden />}
      title="A payment has failed"
      actions={
        <>
          {pastDue.payUrl !== null && (
            <a className={buttonClass('primary')} href={pastDue.payUrl}>
              Pay {dollars(pastDue.amountCents)} now
            </a>
          )}
          <Button reason={reason} busy={portal.isPending} onClick={() => portal.mutate()}>
            Change the card
          </Button>
        </>
      }
    >
      {isOver
        ? `The limits of Free hold since ${onDay(pastDue.graceEndsAt)}. Nothing was deleted: once it is paid, ${name} is back at once.`
        : `${dollars(pastDue.amountCents)} for ${name} could not be collected. Nothing changes until ${onDay(pastDue.graceEndsAt)}; from then on the limits of Free hold. Nothing is deleted.`}
    </Banner>
  )
}

const Pending = ({ pending, plan }: { pending: NonNullable<Subscription['pending']>; plan: Subscription['plan'] }) => {
  const { reason } = useRight('billing:write')
  const resume = useBilling((calls) => calls.resume(), `It stays ${plans[plan].name}`)
  const keep = () => resume.mutate(undefined, { onError: sayProblem })
  return (
    <Banner
      look="plain"
      icon={<Clock aria-hidden />}
      title={
        pending.plan === 'free'
          ? `${plans[plan].name} ends on ${onDay(pending.at)}`
          : `${plans[pending.plan].name} from ${onDay(pending.at)}`
      }
      actions={
        <Button reason={reason} busy={resume.isPending} onClick={keep}>
          Keep {plans[plan].name}
        </Button>
      }
    >
      Until then everything is as it is, and paid for.
    </Banner>
  )
}

const overWords = ({ limit, use, max }: Subscription['over'][number]): string =>
  limit === 'rooms'
    ? `${countOf(use)} rooms of ${countOf(max)}`
    : `${countOf(use)} people this month of ${countOf(max)}`

const Over = ({ subscription: { over, plan } }: { readonly subscription: Subscription }) => (
  <Banner look="warn" icon={<CircleAlert aria-hidden />} title={`More is in use than ${plans[plan].name} allows`}>
    {`${over.map(overWords).join(', ')}. All of it stays and can be read and exported; there will be no more of it until a larger plan is chosen.`}
  </Banner>
)

export const Banners = ({ subscription }: { readonly subscription: Subscription }) => {
  const { pastDue, pending, plan, status, endedAt, over, isSetUp } = subscription
  return (
    <div className="stack banners" aria-live="polite">
      {!isSetUp && (
        <Banner look="plain" icon={<CircleAlert aria-hidden />} title="This server sells nothing">
          It has no account at Stripe: plans are given by whoever runs it.
        </Banner>
      )}
      {pastDue && <PastDue subscription={subscription} pastDue={pastDue} />}
      {status === 'canceled' && plan === 'free' && endedAt !== null && (
        <Banner look="warn" icon={<CircleAlert aria-hidden />} title={`The subscription ended on ${onDay(endedAt)}`}>
          The limits of Free hold. Everything that was made is still there; choose a plan to go on.
        </Banner>
      )}
      {pending && <Pending pending={pending} plan={plan} />}
      {over.length > 0 && <Over subscription={subscription} />}
    </div>
  )
}
