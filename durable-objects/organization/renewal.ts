/** The next look at what an organization pays for: events can be lost, and the end of a grace is told by nobody. */
import type { WakeHandler, Wakeups } from '../actor/wakeups.ts'

/** What the edge does when it is asked. */
export interface RenewalTarget {
  /** Reads Stripe. Resolves with when to look again, in milliseconds since 1970, or with `null` when nobody pays any more. */
  refresh(organizationId: string): Promise<number | null>
}

/** The worker's own entry point `Renewal`; a worker without one looks at nothing. */
const renewalOf = (state: DurableObjectState): RenewalTarget | undefined =>
  (state as { readonly exports?: { readonly Renewal?: RenewalTarget } }).exports?.Renewal

const againMs = 300_000

export interface Renewal {
  /** When to look; `null`: nobody pays. */
  at(at: number | null): void
  readonly wakeKey: string
  readonly handler: WakeHandler
}

interface RenewalParts {
  readonly state: DurableObjectState
  readonly wakeups: Wakeups
  organizationId(): string
}

export const createRenewal = ({ state, wakeups, organizationId }: RenewalParts): Renewal => {
  const wakeKey = 'renewal'
  const renew = async () => {
    const next = await renewalOf(state)?.refresh(organizationId())
    wakeups.wakeAt(wakeKey, next ?? null)
  }
  return {
    at: (at) => wakeups.wakeAt(wakeKey, at),
    wakeKey,
    handler: (now) => {
      // A crash, or Stripe that is away, while we wait must not be the end of it.
      wakeups.wakeAt(wakeKey, now + againMs)
      return renew
    },
  }
}
