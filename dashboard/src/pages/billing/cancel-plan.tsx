/** Ends the subscription with its period. */
import { plans } from '@syncforge/protocol/plans'
import { Confirm } from '../../components/dialog.tsx'
import { useBilling } from './actions.ts'
import type { Subscription } from './queries.ts'
import { onDay } from './words.ts'

interface CancelPlanProps {
  readonly subscription: Subscription
  readonly onClose: () => void
}

export const CancelPlan = ({ subscription: { plan, periodEndsAt }, onClose }: CancelPlanProps) => {
  const cancel = useBilling((calls) => calls.cancel(), 'The subscription ends with its period', onClose)
  return (
    <Confirm
      open
      onClose={onClose}
      title={`End ${plans[plan].name}?`}
      description={`It is paid until ${periodEndsAt === null ? 'the end of the period' : onDay(periodEndsAt)} and stays until then. From then on the limits of Free hold; nothing is deleted, and until then you can take it back.`}
      action="End it then"
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() => cancel.mutate()}
    />
  )
}
