/** The way from the edge to the inbox of a person. */
import { RoomError } from '@syncforge/protocol/errors'
import type { InboxOwner, InboxStub } from '../../../durable-objects/inbox/admission.ts'
import type { Answer } from '../../../durable-objects/room/admission.ts'
import type { Env } from '../../bindings/env.ts'
import { inboxObject } from '../../bindings/inbox.ts'
import { describeError, log } from '../../log.ts'
import { replyOf } from '../problem.ts'

/** Asks somebody's inbox. @throws RoomError what it refused with; UNAVAILABLE when it does not answer */
export const askInbox = async (
  env: Env,
  owner: InboxOwner,
  call: (inbox: InboxStub) => Promise<Answer>,
): Promise<unknown> => {
  let answer: Answer
  try {
    answer = await call(inboxObject(env, owner))
  } catch (error) {
    log('error', describeError(error))
    throw new RoomError('UNAVAILABLE', 'The inbox cannot be reached right now', { retryAfterMs: 1_000 })
  }
  return replyOf(answer)
}
