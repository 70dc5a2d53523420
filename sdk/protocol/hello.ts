/** The body of `hello`, a native client's first message. */
import * as z from 'zod'
import { limits } from './limits.ts'
import { ConnectionId, JsonObject, jsonBytes, UserId, UserInfo } from './schemas.ts'

export const HelloBody = z.object({
  /** Identity counts only where the socket was opened with a key that names nobody. */
  userId: UserId.optional(),
  userInfo: UserInfo.optional(),
  presence: JsonObject.refine(
    (value) => jsonBytes(value) <= limits.presenceMaxBytes,
    `at most ${limits.presenceMaxBytes} bytes as JSON`,
  ).optional(),
  /** From an earlier `welcome`: take that place again (rule PR5). */
  session: z.object({ connectionId: ConnectionId, secret: z.string().max(128) }).optional(),
})
export type HelloBody = z.infer<typeof HelloBody>
export type HelloInput = z.input<typeof HelloBody>
