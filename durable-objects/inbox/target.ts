/** Whom an inbox's object tells of what it does, and who sends its mail. */
import type { Notification } from '@syncforge/protocol/inbox'
import type { EndpointEvent } from '../endpoint/admission.ts'
import type { InboxOwner } from './admission.ts'

export interface InboxListener {
  /**
   * Notifications were made. Who has an inbox is remembered, to erase it one day, and who listens, to say when a key has ended; returns
   * those that have of late.
   */
  tellInbox(owner: InboxOwner, events: readonly EndpointEvent[], isListening: boolean): Promise<readonly string[]>
}

/** What is mailed. */
export interface DigestMail extends InboxOwner {
  readonly email: string
  /** The newest first: some of them. */
  readonly notifications: readonly Notification[]
  readonly total: number
  /** Where the server is called by people, as far as the inbox has heard. */
  readonly publicUrl: string | null
}

export interface DigestTarget {
  /** Resolves when the mail is out of our hands. */
  sendDigest(digest: DigestMail): Promise<void>
}

interface Exports {
  readonly exports?: {
    readonly Inboxes?: DigestTarget
    readonly Organization?: { getByName(name: string): InboxListener }
  }
}

export const organizationOf = (state: DurableObjectState, organizationId: string): InboxListener => {
  const found = (state as Exports).exports?.Organization?.getByName(organizationId)
  if (found === undefined) throw new Error('this worker has no organizations')
  return found
}

/** The worker's own entry point `Inboxes`. */
export const digestTargetOf = (state: DurableObjectState): DigestTarget => {
  const { Inboxes } = (state as Exports).exports ?? {}
  if (Inboxes === undefined) throw new Error('this worker has no entry point Inboxes')
  return Inboxes
}
