/** Owns nothing: asks the room to decide about people. Rules MO1 and MO2 are in the contract. */
import type { Access } from '@syncforge/protocol/access'
import type { Link } from '../../connection/link.ts'

/** How many connections a decision has met. */
export interface Met {
  readonly connections: number
}

/** Decisions about a user id in this room, as by REST. Each needs `moderate`, else `FORBIDDEN`; open connections obey at once. */
export interface People {
  /** Ends what is open under this id, with `KICKED`. They may come back. */
  kick(userId: string): Promise<Met>
  /** The same with `BANNED`: they stay out, for `forMs` milliseconds, or until {@link unban}. */
  ban(userId: string, options?: { readonly forMs: number }): Promise<Met>
  unban(userId: string): Promise<Met>
  /** What they may do from now on, whatever their token says; `null`: the token again. */
  setAccess(userId: string, access: Access | null): Promise<Met>
}

export const createPeople = ({ ask }: Pick<Link, 'ask'>): People => ({
  kick: (userId) => ask('moderation.kick', { userId }),
  ban: (userId, ban) => ask('moderation.kick', { userId, ban: ban ?? true }),
  unban: (userId) => ask('moderation.unban', { userId }),
  setAccess: (userId, access) => ask('moderation.setAccess', { userId, access }),
})
