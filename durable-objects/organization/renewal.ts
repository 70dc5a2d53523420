/** The next look at what an organization pays for: events can be lost, and the end of a grace is told by nobody. */

/** What the edge does when it is asked. */
export interface RenewalTarget {
  /** Reads Stripe. Resolves with when to look again, in milliseconds since 1970, or with `null` when nobody pays any more. */
  refresh(organizationId: string): Promise<number | null>
}

/** The worker's own entry point `Renewal`; a worker without one looks at nothing. */
export const renewalOf = (state: DurableObjectState): RenewalTarget | undefined =>
  (state as { readonly exports?: { readonly Renewal?: RenewalTarget } }).exports?.Renewal
