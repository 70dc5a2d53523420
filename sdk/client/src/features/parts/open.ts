/** Owns the way to what people do together in a room besides its documents: the code of each part comes with its first use. */

import { apiOnDemand, feedOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import type { Store } from '../../store.ts'
import type { Chat } from '../chat/chat.ts'
import type { Checklists } from '../checklists/checklists.ts'
import type { OpenFeature } from '../feature.ts'
import type { Followable, Follower, FollowingStore } from '../follow/follow.ts'
import type { Locks } from '../locks/locks.ts'
import type { People } from '../people/people.ts'
import type { OwnLocation, OwnStatus } from '../presence/own-state.ts'
import type { Typing } from '../presence/typing.ts'
import type { Records } from '../records/records.ts'
import type { PartsContext } from './load.ts'

export interface WithParts {
  /** @example await room.people.kick('user_1') */
  readonly people: People
  /** @example await room.records.save('brief', text, { expectedVersion: 3 }) */
  readonly records: Records
  /** @example room.checklists.subscribe(({ share }) => (bar.value = share)) */
  readonly checklists: Checklists
  /** @example room.chat.subscribe(({ unread }) => (badge.textContent = String(unread))) */
  readonly chat: Chat
  /** @example const lease = await room.locks.acquire('budget', { wait: true }) */
  readonly locks: Locks
  /** Where in the room I am. @example room.location.update({ document: 'brief', element: 'title', editing: true }) */
  readonly location: OwnLocation
  /** What I say of myself. @example room.availability.set({ state: 'busy', text: 'In a call' }) */
  readonly availability: OwnStatus
  /** Who is writing right now. @example field.oninput = () => room.typing.start('title') */
  readonly typing: Typing
  /**
   * From now on I see what this person sees: {@link FollowingStore} tells. Whom I followed before I follow no more.
   *
   * @param person an id: who has proven it, or else who claims it; or somebody as presence has them
   * @throws SyncForgeError NOT_FOUND when they are not here, VALIDATION_ERROR for myself and for who follows me, LIMIT_EXCEEDED
   * @example await room.follow(user.userId)
   */
  follow(person: Followable): Promise<void>
  readonly following: FollowingStore
  /** Who follows me, on whichever of my connections. @example room.followers.subscribe((followers) => showEyes(followers)) */
  readonly followers: Store<readonly Follower[]>
}

/** The parts that are a store with calls. */
type Apis = Omit<WithParts, 'people' | 'records' | 'follow'>

export const openParts = ({ link, part }: PartsContext): OpenFeature<WithParts> => {
  const api = <N extends keyof Apis>(name: N, empty: ReturnType<Apis[N]['get']>): Apis[N] =>
    apiOnDemand<unknown, Store<unknown>>(link, part(name), empty) as Apis[N]
  const following = api('following', null)
  return {
    room: {
      people: withCallsOnDemand<People>(part('people')),
      chat: api('chat', { messages: [], hasMore: false, unread: 0, read: 0, typing: [] }),
      checklists: api('checklists', { lists: [], done: 0, total: 0, share: 0 }),
      locks: api('locks', []),
      location: api('location', null),
      availability: api('availability', null),
      typing: api('typing', []),
      follow: (person) => following.start(person),
      following,
      followers: api('followers', []),
      records: feedOnDemand<Records>(link, part('records')),
    },
  }
}
