/** Whom an inbox's object tells of what it does. */
import type { EndpointEvent } from '../endpoint/admission.ts'
import type { InboxOwner } from './admission.ts'

export interface InboxListener {
  /** Notifications were made. Who has an inbox is remembered, to erase it one day. */
  tellInbox(owner: InboxOwner, events: readonly EndpointEvent[]): Promise<void>
}

interface Exports {
  readonly exports?: { readonly Organization?: { getByName(name: string): InboxListener } }
}

export const organizationOf = (state: DurableObjectState, organizationId: string): InboxListener => {
  const found = (state as Exports).exports?.Organization?.getByName(organizationId)
  if (found === undefined) throw new Error('this worker has no organizations')
  return found
}
