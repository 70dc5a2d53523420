/** Acts by REST in the name of a person, who need not be in the room: with no more rights than the act needs. */
import type { Access } from '@syncforge/protocol/access'
import { UserId, UserInfo } from '@syncforge/protocol/schemas'
import { toUser } from '@syncforge/protocol/user'
import * as z from 'zod'
import type { AskContext } from '../../../rooms.ts'

/** What a body says of whom it is from. */
export const Named = z.strictObject({
  userId: UserId.describe('In whose name. They need not be in the room.'),
  userInfo: UserInfo.optional(),
})

interface Whom {
  readonly userId?: string | undefined
  readonly userInfo?: UserInfo | undefined
}

/** In somebody's name; without one the caller's own, who may moderate. */
export const inNameOf = (
  context: AskContext,
  { userId, userInfo = {} }: Whom,
  access: Access = 'comment',
): AskContext =>
  userId === undefined ? context : { ...context, as: { user: toUser({ userId, userInfo, verified: true }), access } }
