/** Owns whom I follow, who follows me, and what I see. Rules FO1–FO6 are in the contract. */
import type { Following as FollowedState, Viewport } from '@syncforge/protocol/follow'
import type { User } from '@syncforge/protocol/schemas'
import type { SyncForgeError } from '../../errors.ts'
import type { Store } from '../../store.ts'
import type { PartContext } from '../parts/context.ts'

export type { Viewport }

/** Whom I follow, and what they see: `null` until they have shown something, or when there is nothing to see. */
export interface Following {
  readonly user: User
  /** The one of their connections on which they see it. */
  readonly connectionId: string | null
  readonly viewport: Viewport | null
}

/** Somebody who follows me. */
export interface Follower {
  readonly user: User
  readonly connectionId: string
}

/**
 * Whom I follow. Both sides take part: an app says what its person sees with {@link FollowingStore.show}, and moves there when it changes here.
 *
 * @example
 * avatar.onclick = () => room.follow(person.userId)
 * addEventListener('wheel', () => room.following.stop())
 * room.following.subscribe((following) => following?.viewport && scrollTo(following.viewport.x, following.viewport.y))
 * addEventListener('scroll', () => room.following.show({ x: scrollX, y: scrollY, width: innerWidth, height: innerHeight }))
 */
export interface FollowingStore extends Store<Following | null> {
  /** The same as `room.follow`. */
  start(person: Followable): Promise<void>
  /** Follows nobody any more. */
  stop(): Promise<void>
  /**
   * What I see now: call it after every change. It costs nothing while nobody follows me; else they are told as often as the room wants, the
   * newest winning. `null`: nothing that others could see too.
   *
   * @throws SyncForgeError VALIDATION_ERROR, from the next call on when nobody followed yet
   */
  show(viewport: Viewport | null): Promise<void>
}

/** A person by id, or as presence has them. */
export type Followable = string | { readonly userId: string; readonly verified?: boolean }

export interface FollowPart {
  readonly following: FollowingStore
  readonly followers: Store<readonly Follower[]>
}

/** After a restart people come back one after the other: so long, and so often, who was followed before is looked for. */
const comesBackWithinMs = 60_000
const lookEveryMs = 1_000

const isLost = ({ code }: SyncForgeError) => code === 'NETWORK_ERROR' || code === 'TIMEOUT'

const createFollow = ({ link, createStore, createPace, connections }: PartContext): FollowPart => {
  const following = createStore<Following | null>(null)
  const followers = createStore<readonly Follower[]>([])
  let followerIds: readonly string[] = []
  let changes = 0
  let wanted: { readonly userId: string; readonly verified?: boolean } | null = null
  let viewport: Viewport | null | undefined
  let waiting: Promise<unknown> = Promise.resolve()

  const showFollowers = () =>
    followers.set(
      [...connections.entries()].flatMap(({ connectionId, user }) =>
        followerIds.includes(connectionId) ? { user, connectionId } : [],
      ),
    )
  const follow = (state: FollowedState | null) => {
    const entry = [...connections.entries()].find(
      ({ user }) => user.userId === state?.userId && user.verified === state?.verified,
    )
    if (!state || !entry) return following.set(null)
    following.set({ user: entry.user, connectionId: state.connectionId, viewport: state.viewport })
  }
  const pace = createPace(link.sendIntervalMs, () => {
    if (viewport === undefined || followerIds.length === 0 || !link.isConnected()) return
    waiting = link.ask('follow.show', { viewport })
    waiting.catch((error: SyncForgeError) => {
      if (!isLost(error) && error.code !== 'CLOSED') link.report(error)
    })
  })
  const followedBy = (ids: readonly string[]) => {
    const isFirst = followerIds.length === 0
    changes += 1
    followerIds = ids
    showFollowers()
    if (isFirst) pace.request()
  }
  const ask = async (person: NonNullable<typeof wanted>) => {
    const { verified } = person
    await link.ask('follow.start', { userId: person.userId, ...(verified === undefined ? {} : { verified }) })
  }
  /** Who is gone for good cannot be followed; a line that is lost says so in the next welcome. */
  const followAgain = (person: NonNullable<typeof wanted>, until: number) => {
    if (wanted !== person || following.get()) return
    ask(person).catch((error: SyncForgeError) => {
      if (error.code === 'NOT_FOUND' && Date.now() < until) setTimeout(() => followAgain(person, until), lookEveryMs)
      else if (!isLost(error) && wanted === person) wanted = null
    })
  }
  link.attach({
    events: {
      'follow.turned'({ following: state }) {
        if (!state) wanted = null
        follow(state)
      },
      'follow.seen'(seen) {
        const known = following.get()
        if (known) following.set({ ...known, ...seen })
      },
      'follow.joined': ({ connectionId }) => followedBy([...followerIds, connectionId]),
      'follow.left': ({ connectionId }) => followedBy(followerIds.filter((id) => id !== connectionId)),
    },
    welcomed({ snapshots: { follow: state } }) {
      followerIds = []
      followedBy(state.followers)
      const again = wanted
      follow(state.following)
      if (!again || state.following) return
      // A new place in the room follows nobody yet.
      followAgain(again, Date.now() + comesBackWithinMs)
    },
    ended() {
      pace.cancel()
      following.set(null)
      followedBy([])
    },
  })
  /** An answer, and events behind it in the same message, are heard in the other order: what has changed meanwhile is asked again. */
  const learn = async () => {
    for (let tries = 0; tries < 5; tries++) {
      const before = changes
      const { followers: ids } = await link.ask('follow.state', {})
      if (before === changes) return followedBy(ids)
    }
  }
  // If the connection is lost, the next welcome says it.
  learn().catch(() => {})

  return {
    followers,
    following: {
      get: following.get,
      subscribe: following.subscribe,
      async start(person) {
        const next = typeof person === 'string' ? { userId: person } : person
        await ask(next)
        wanted = next
      },
      async stop() {
        wanted = null
        if (following.get()) await link.ask('follow.stop', {})
      },
      async show(next) {
        viewport = next
        pace.request()
        await waiting
      },
    },
  }
}

const made = new WeakMap<PartContext, FollowPart>()

/** Both sides of it in one room are one. */
export const followOf = (context: PartContext): FollowPart => {
  const part = made.get(context) ?? createFollow(context)
  made.set(context, part)
  return part
}
