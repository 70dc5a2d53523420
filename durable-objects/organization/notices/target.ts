/** What an organization's object asks the edge when a limit comes near: what the plan is, how many rooms there are, and a letter to the owners. */
import type { HeldPlan, LimitNotice } from '@syncforge/protocol/plans'

export interface Standing {
  readonly plan: HeldPlan
  /** Those that count for the plan; `null`: it allows any number, and nobody has counted them. */
  readonly rooms: number | null
}

export interface NoticeTarget {
  /** `null`: there is no such organization any more. */
  standing(organizationId: string): Promise<Standing | null>
  /** Rejects when no owner could be written to. */
  write(organizationId: string, notice: LimitNotice): Promise<void>
}

/** The worker's own entry point `Notices`; a worker without one knows no plans, and tells nobody. */
export const noticeTargetOf = (state: DurableObjectState): NoticeTarget | undefined =>
  (state as { readonly exports?: { readonly Notices?: NoticeTarget } }).exports?.Notices
