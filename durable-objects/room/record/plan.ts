/** What the room's organization pays for, as it was last told: kept, because a message wakes the room with nobody to ask. */
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Transactions } from '../../actor/transactions.ts'

export interface PlanStore {
  get(): HeldPlan
  /** Whether it is a later one than the one that is known, or the same and its page is elsewhere. */
  isNews(plan: HeldPlan): boolean
  learn(plan: HeldPlan): void
}

const key = 'plan'
/** Nobody has said so yet. */
const initial: HeldPlan = { id: 'free', revision: -1 }

export const createPlanStore = (values: KeyValues, transactions: Transactions): PlanStore => {
  let plan = values.get<HeldPlan>(key) ?? initial
  const isNews = ({ revision, billingUrl }: HeldPlan) =>
    revision > plan.revision || (revision === plan.revision && billingUrl !== plan.billingUrl)
  return {
    get: () => plan,
    isNews,
    learn(told) {
      if (!isNews(told)) return
      values.put(key, told)
      const before = plan
      transactions.onRollback(() => {
        plan = before
      })
      plan = told
    },
  }
}
