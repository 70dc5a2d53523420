/** The object of somebody's inbox. */
import { type InboxOwner, inboxObjectName } from '../../durable-objects/inbox/admission.ts'
import type { Env } from './env.ts'

export const inboxObject = (env: Env, owner: InboxOwner) => env.INBOX.getByName(inboxObjectName(owner))
