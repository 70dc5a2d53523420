/** What the edge and the organization's object may ask of an inbox, and what they hand over with a socket. */
import type { Actor, ServerPreferencesPatch } from '@syncforge/protocol/inbox'
import type { JsonObject, UserInfo } from '@syncforge/protocol/schemas'
import type { Origin } from '../../telemetry/request.ts'
import type { Answer } from '../room/admission.ts'

/** Whose inbox it is: a verified person of an organization. */
export interface InboxOwner {
  readonly organizationId: string
  readonly userId: string
}

/** What the object is called: two ids as one name, without a delimiter that an id could contain. */
export const inboxObjectName = ({ organizationId, userId }: InboxOwner): string =>
  JSON.stringify([organizationId, userId])

/** The header of the upgrade request that carries an {@link InboxAdmission} as JSON. Only the edge can set it. */
export const inboxAdmissionHeader = 'syncforge-inbox-admission'

export interface InboxAdmission extends InboxOwner {
  readonly requestId: string
  readonly userInfo: UserInfo
  /** An address that the token proves: mail may go there. */
  readonly email: string | null
  /** The key that signed the token; `null`: the platform's own word. */
  readonly credential: string | null
  /** When the token ends, and the socket with it, in milliseconds since 1970. */
  readonly expiresAt: number
  /** Where the server is called by people: links in mail lead there. */
  readonly publicUrl: string
  readonly origin?: Origin | undefined
}

/** Something to be told, as it is handed over. */
export interface ToldNotification {
  /** The same however often it is handed over, and of nothing else for this person. */
  readonly id: string
  readonly kind: string
  readonly roomId: string | null
  readonly threadId: string | null
  /** The comment or message that it tells of: when that changes, so does this. */
  readonly about: string | null
  readonly actor: Actor | null
  /** Who is bounded when there are too many: rule IN8. */
  readonly sender: string
  readonly text: string
  readonly payload: JsonObject
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What is handed to an inbox, in order. Each may come again. */
export type InboxEntry =
  | { readonly does: 'tell'; readonly told: ToldNotification }
  /** What was said is another now. */
  | { readonly does: 'reword'; readonly about: string; readonly text: string }
  /** It was taken back: nothing of it stays. */
  | { readonly does: 'withdraw'; readonly about: string }
  /** Whether its owner may not read this room: rule IN5. */
  | { readonly does: 'bar'; readonly roomId: string; readonly isBarred: boolean }
  /** The room is no more. */
  | { readonly does: 'forget'; readonly roomId: string }
  /** These keys have ended, and with them the sockets that came by them; `everyCredential`: the organization was deleted. */
  | { readonly does: 'end'; readonly credentials: readonly string[] }

export interface InboxStub {
  /** All of it or, when it rejects, nothing. */
  take(owner: InboxOwner, entries: readonly InboxEntry[]): Promise<void>
  /** No mail any more, of any kind. */
  unsubscribe(owner: InboxOwner): Promise<Answer>
  /** Takes one of the organization's own; `reply` is the notification, `null` when its owner wants none such. */
  create(owner: InboxOwner, notification: ToldNotification, publicUrl: string): Promise<Answer>
  /** One request of the contract. */
  ask(owner: InboxOwner, name: string, body: unknown): Promise<Answer>
  /** Preferences as the organization's server sets them. */
  prefer(owner: InboxOwner, patch: ServerPreferencesPatch): Promise<Answer>
  erase(): Promise<void>
}
