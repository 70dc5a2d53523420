/** Postgres as an organization's object sees it: the numbers that go there, and what happened to the organization outside of its rooms. */
import type { UsageRow } from '../counting/usage-rows.ts'
import type { ToldFact } from '../facts/consumer.ts'

export interface LedgerTarget {
  /** The oldest facts that nobody has taken, in order. */
  facts(organizationId: string): Promise<readonly ToldFact[]>
  /** These have arrived. */
  taken(organizationId: string, ids: readonly string[]): Promise<void>
  /** Whole numbers, not what has been added: whatever is higher stays. */
  putUsage(organizationId: string, rows: readonly UsageRow[]): Promise<void>
  /** Drops some of what rooms told long ago, and of how often single persons came. Whether there is more of it. */
  prune(organizationId: string): Promise<boolean>
}

/** The worker's own entry point `Ledger`; a worker without one keeps no books. */
export const ledgerOf = (state: DurableObjectState): LedgerTarget | undefined =>
  (state as { readonly exports?: { readonly Ledger?: LedgerTarget } }).exports?.Ledger
