/** Owns nothing: asks the room whom one may mean, and to decide about people. Rules SU1–SU4, MO1 and MO2 are in the contracts. */
import type { Access } from '@syncforge/protocol/access'
import type { SuggestedPerson } from '@syncforge/protocol/people'
import type { Link } from '../../connection/link.ts'

export type { SuggestedPerson }

/** How many connections a decision has met. */
export interface Met {
  readonly connections: number
}

/** Whom one may mean here. Decisions about a user id are as by REST: each needs `moderate`, else `FORBIDDEN`; open connections obey at once. */
export interface People {
  /**
   * Whom a mention in this room reaches, the likeliest first: who is here, who has been here, and to whom something was granted. Needs `comment`.
   *
   * @param query what was typed of a name, 64 characters at most; nothing: everybody
   * @param options.limit 20 at most, which is also what it is without one
   * @throws SyncForgeError FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED after a hundred in ten seconds
   * @example const people = await room.people.suggest('ad', { limit: 8 })
   */
  suggest(query?: string, options?: { readonly limit?: number }): Promise<readonly SuggestedPerson[]>
  /** Ends what is open under this id, with `KICKED`. They may come back. */
  kick(userId: string): Promise<Met>
  /** The same with `BANNED`: they stay out, for `forMs` milliseconds, or until {@link unban}. */
  ban(userId: string, options?: { readonly forMs: number }): Promise<Met>
  unban(userId: string): Promise<Met>
  /** What they may do from now on, whatever their token says; `null`: the token again. */
  setAccess(userId: string, access: Access | null): Promise<Met>
}

export const createPeople = ({ ask }: Pick<Link, 'ask'>): People => ({
  suggest: async (query = '', options = {}) => (await ask('people.suggest', { query, ...options })).people,
  kick: (userId) => ask('moderation.kick', { userId }),
  ban: (userId, ban) => ask('moderation.kick', { userId, ban: ban ?? true }),
  unban: (userId) => ask('moderation.unban', { userId }),
  setAccess: (userId, access) => ask('moderation.setAccess', { userId, access }),
})
