import type { ErrorCode } from '@syncforge/protocol/errors'
import type { Env } from '../bindings/env.ts'
import type { Caller, Identity } from './auth/caller.ts'

/** What Hono carries through one request. */
export interface EdgeEnv {
  Bindings: Env
  Variables: {
    requestId: string
    /** The code of the error that the request was refused with. */
    refusedWith: ErrorCode
    /** Something was written that the audit log has. */
    hasActed: true
    /** Set behind the authenticate middleware. */
    identity: Identity
    /** Set where a route needs a right: who acts in which organization. */
    caller: Caller
  }
}
