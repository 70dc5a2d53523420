/** What an endpoint's object asks of the edge: secrets that only the edge can open, and to tell the people of the organization. */

export interface FailureNotice {
  readonly organizationId: string
  readonly webhookId: string
  /** `warning`: it fails, and will be turned off. `failing`, `gone`: why it was turned off. */
  readonly what: 'warning' | 'failing' | 'gone'
  /** Since when nothing has reached it, in milliseconds since 1970. */
  readonly since: number
}

export interface EndpointTarget {
  /** The bytes of sealed secrets; `null` for one that cannot be opened. */
  unseal(webhookId: string, sealed: readonly string[]): Promise<readonly (Uint8Array<ArrayBuffer> | null)[]>
  /** Tells the owners, and turns the endpoint off in the registry where that is what happened. */
  notice(notice: FailureNotice): Promise<void>
}

/** The worker's own entry point `Webhooks`. */
export const endpointTargetOf = (state: DurableObjectState): EndpointTarget => {
  const { Webhooks } = (state as { readonly exports?: { readonly Webhooks?: EndpointTarget } }).exports ?? {}
  if (Webhooks === undefined) throw new Error('this worker has no entry point Webhooks')
  return Webhooks
}
