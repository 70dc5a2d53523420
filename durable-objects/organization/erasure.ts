/** The end of an organization that was deleted: when its time to be brought back is over, the edge erases everything that is kept of it. */

/** What the edge does when it is asked. */
export interface ErasureTarget {
  /**
   * Erases the organization, or some of it, if its time is over. Resolves with when to ask again, in milliseconds since 1970, or with `null`
   * when there is nothing left to do: it is gone, or was brought back.
   */
  erase(organizationId: string): Promise<number | null>
}

/** The worker's own entry point `Erasure`; a worker without one erases nothing. */
export const erasureOf = (state: DurableObjectState): ErasureTarget | undefined =>
  (state as { readonly exports?: { readonly Erasure?: ErasureTarget } }).exports?.Erasure
