/** Owns nothing: asks the room whom one may mean, and to decide about people. Rules SU1–SU6 and MO1–MO3 are in the contracts. */
import type { Access } from '@syncforge/protocol/access'
import type { GrantedAccess } from '@syncforge/protocol/granted-access'
import type { Grant } from '@syncforge/protocol/moderation'
import type { MorePeople, PeopleAddressState, SuggestedPerson } from '@syncforge/protocol/people'
import type { Link } from '../../connection/link.ts'

export type { Grant, SuggestedPerson }

/** Whom one may mean, those whom the organization's own address names among them. */
export interface MoreSuggested {
  /** As they were suggested, by their names where only an id was known, and behind them those whom the address names besides. */
  readonly people: readonly SuggestedPerson[]
  /** What came of asking: `ok`, or why nobody was added. `unavailable`: the server did not answer. */
  readonly state: PeopleAddressState | 'unavailable'
}

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
   * @param options.more called once, later, when the organization's own address for people has been asked as well, within about three seconds;
   *   without it that address is not asked. When it has named none: not called, and not asked again for a minute
   * @throws SyncForgeError FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED after a hundred in ten seconds
   * @example show(await room.people.suggest('ad', { limit: 8, more: ({ people }) => show(people) }))
   */
  suggest(
    query?: string,
    options?: { readonly limit?: number; readonly more?: (found: MoreSuggested) => void },
  ): Promise<readonly SuggestedPerson[]>
  /** Ends what is open under this id, with `KICKED`. They may come back. */
  kick(userId: string): Promise<Met>
  /** The same with `BANNED`: they stay out, for `forMs` milliseconds, or until {@link unban}. */
  ban(userId: string, options?: { readonly forMs: number }): Promise<Met>
  unban(userId: string): Promise<Met>
  /**
   * What they may do from now on, whatever their token says; `null`: the token again, `undefined`: as it is.
   *
   * @param documents levels in single documents, instead of the one in the room; `null`: the room's again. Those that are not named stay as they
   *   are. They let nobody into the room by themselves
   * @throws SyncForgeError FORBIDDEN, VALIDATION_ERROR, LIMIT_EXCEEDED past a hundred documents of one person
   * @example await room.people.setAccess('user_1', 'read', { notes: 'write' })
   */
  setAccess(
    userId: string,
    access: Access | null | undefined,
    documents?: Readonly<Record<string, GrantedAccess | null>>,
  ): Promise<Met>
  /**
   * What was decided about people in this room and still holds, by user id. Needs `moderate`.
   *
   * @param options.after `next` of the page before
   * @param options.limit 50 unless said otherwise, 200 at most
   * @returns `next`: there is more; `null`: this was the last page
   * @throws SyncForgeError FORBIDDEN, VALIDATION_ERROR
   * @example const { grants, next } = await room.people.grants()
   */
  grants(options?: { readonly after?: string | null; readonly limit?: number }): Promise<GrantsPage>
}

export interface GrantsPage {
  readonly grants: readonly Grant[]
  readonly next: string | null
}

/** How long an organization without an address is taken for one. */
const noneMs = 60_000
const askMs = 8_000

const isSame = (one: SuggestedPerson, other: SuggestedPerson) =>
  one.userId === other.userId && one.verified === other.verified

/** Who is suggested already stays where they are; of whom only an id was known, the address says more. */
const merged = (
  suggested: readonly SuggestedPerson[],
  named: readonly SuggestedPerson[],
  limit: number,
): readonly SuggestedPerson[] => [
  ...suggested.map((one) => {
    const { name, avatar } = named.find((other) => isSame(one, other)) ?? one
    return { ...one, ...(one.name === one.userId ? { name } : {}), ...(avatar === undefined ? {} : { avatar }) }
  }),
  ...named.filter((one) => !suggested.some((other) => isSame(one, other))).slice(0, limit - suggested.length),
]

const askMore = async (address: string): Promise<Pick<MorePeople, 'people'> & Pick<MoreSuggested, 'state'>> => {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(askMs) })
    if (answer.ok) return (await answer.json()) as MorePeople
    await answer.body?.cancel()
  } catch {
    // Whatever it is, those whom the room knows are suggested already.
  }
  return { people: [], state: 'unavailable' }
}

export const createPeople = ({ ask }: Pick<Link, 'ask'>, endpoint: string): People => {
  let noneSince = Number.NEGATIVE_INFINITY
  return {
    async suggest(query = '', { more: tell, limit } = {}) {
      const { people, more } = await ask('people.suggest', { query, ...(limit === undefined ? {} : { limit }) })
      if (tell && more !== null && Date.now() - noneSince >= noneMs)
        void askMore(endpoint.replace(/^ws/, 'http') + more).then(({ people: named, state }) => {
          if (state === 'none') noneSince = Date.now()
          else tell({ people: merged(people, named, limit ?? 20), state })
        })
      return people
    },
    kick: (userId) => ask('moderation.kick', { userId }),
    ban: (userId, ban) => ask('moderation.kick', { userId, ban: ban ?? true }),
    unban: (userId) => ask('moderation.unban', { userId }),
    setAccess: (userId, access, documents) =>
      ask('moderation.setAccess', {
        userId,
        ...(access === undefined ? {} : { access }),
        ...(documents === undefined ? {} : { documents }),
      }),
    grants: ({ after = null, limit } = {}) =>
      ask('moderation.grants', { after, ...(limit === undefined ? {} : { limit }) }),
  }
}
