/** Who speaks without a socket: a REST call, as the handlers see it. */
import type { Actor } from './admission.ts'
import type { Connection } from './context.ts'

/** A caller without a socket: number 0, nothing is kept with it. */
export const callerFor = ({ user, access, requestId }: Actor): Connection => ({
  id: requestId,
  number: 0,
  user,
  access,
  joinedAt: Date.now(),
  topics: new Set(),
  recall: () => undefined,
  remember: () => {},
  follow: () => {},
  unfollow: () => {},
})
