/** Owns the keys `following` and `viewport` of every connection's memory. Rules FO1–FO6 are in the contract. */
import { RoomError } from '@syncforge/protocol/errors'
import {
  follow as contract,
  type Following,
  type FollowState,
  followTopic,
  type Viewport,
} from '@syncforge/protocol/follow'
import { limits } from '@syncforge/protocol/limits'
import { isSamePerson, type Person, personKey } from '@syncforge/protocol/person'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'

/** What one connection of a person who is followed has shown last. */
interface Shown {
  readonly viewport: Viewport | null
  /** Rises with what the person shows, on whichever connection. */
  readonly order: number
}

const followedBy = (connection: Connection) => connection.recall('following') as Person | undefined
const shownBy = (connection: Connection) => connection.recall('viewport') as Shown | undefined
const orderOf = (connection: Connection) => shownBy(connection)?.order ?? 0
const personOf = ({ userId, verified }: Person): Person => ({ userId, verified })

const turned = (connectionId: string, following: Following | null): Announcement<typeof contract> => ({
  to: { connectionId },
  event: { type: 'follow.turned', body: { following } },
})

export const follow = defineFeature({
  contract,
  migrations: [],
  open({ connections }) {
    /** Who follows a person, by the person. A room in which nobody follows has none. */
    let followers = new Map<string, Set<string>>()
    const add = (person: Person, connectionId: string) => {
      const known = followers.get(personKey(person))
      if (known === undefined) followers.set(personKey(person), new Set([connectionId]))
      else known.add(connectionId)
    }
    const recall = (found: readonly Connection[]) => {
      for (const connection of found) {
        const person = followedBy(connection)
        if (person !== undefined) add(person, connection.id)
      }
    }
    const recallAll = () => {
      followers = new Map()
      recall(connections())
    }
    recallAll()

    const connectionsOf = (person: Person) => connections().filter(({ user }) => isSamePerson(user, person))

    const newestOf = (person: Person): Connection | undefined =>
      connectionsOf(person)
        .filter((each) => shownBy(each) !== undefined)
        .sort((one, other) => orderOf(other) - orderOf(one))[0]
    const lastSeen = (person: Person): Following => {
      const newest = newestOf(person)
      return {
        ...personOf(person),
        connectionId: newest?.id ?? null,
        viewport: (newest && shownBy(newest)?.viewport) ?? null,
      }
    }

    const stateOf = (viewer: Connection): FollowState => {
      const person = followedBy(viewer)
      return {
        following: person === undefined ? null : lastSeen(person),
        followers: [...(followers.get(personKey(viewer.user)) ?? [])],
      }
    }

    const drop = (connection: Connection, person: Person): Announcement<typeof contract>[] => {
      const left = followers.get(personKey(person))
      left?.delete(connection.id)
      if (left?.size === 0) {
        followers.delete(personKey(person))
        for (const each of connectionsOf(person)) each.remember('viewport', undefined)
      }
      return [{ to: person, event: { type: 'follow.left', body: { connectionId: connection.id } } }]
    }
    const stop = (connection: Connection): Announcement<typeof contract>[] => {
      const person = followedBy(connection)
      if (person === undefined) return []
      connection.remember('following', undefined)
      connection.unfollow(followTopic(person))
      return drop(connection, person)
    }

    const find = (userId: string, verified: boolean | undefined): Person => {
      const found = [true, false].find(
        (each) => (verified ?? each) === each && connectionsOf({ userId, verified: each }).length > 0,
      )
      if (found !== undefined) return { userId, verified: found }
      throw new RoomError('NOT_FOUND', 'This person is not in the room', { userId })
    }
    /** Whether what `person` sees is, in the end, what `of` sees. */
    const leadsTo = (person: Person, of: Person): boolean => {
      const seen = new Set<string>()
      const next = [person]
      for (let each = next.pop(); each !== undefined; each = next.pop()) {
        if (isSamePerson(each, of)) return true
        if (seen.has(personKey(each))) continue
        seen.add(personKey(each))
        next.push(...connectionsOf(each).flatMap((connection) => followedBy(connection) ?? []))
      }
      return false
    }
    const requireConnection = ({ number }: Connection) => {
      if (number === 0) throw new RoomError('VALIDATION_ERROR', 'Only a connection follows and is followed')
    }

    return {
      handlers: {
        'follow.start'({ userId, verified }, from) {
          requireConnection(from)
          const person = find(userId, verified)
          if (leadsTo(person, from.user))
            throw new RoomError('VALIDATION_ERROR', 'Nobody follows themselves, or somebody who follows them', {
              userId,
            })
          const before = followedBy(from)
          if (before !== undefined && isSamePerson(before, person)) return { reply: {} }
          if ((followers.get(personKey(person))?.size ?? 0) >= limits.followersMax) {
            const max = limits.followersMax
            throw new RoomError('LIMIT_EXCEEDED', `At most ${max} connections follow one person`, { max })
          }
          const ended = stop(from)
          add(person, from.id)
          from.remember('following', person)
          from.follow(followTopic(person))
          return {
            reply: {},
            announce: [
              ...ended,
              turned(from.id, lastSeen(person)),
              { to: person, event: { type: 'follow.joined', body: { connectionId: from.id } } },
            ],
          }
        },
        'follow.state': (_, from) => ({ reply: stateOf(from) }),
        'follow.stop'(_, from) {
          const ended = stop(from)
          return { reply: {}, announce: ended.length === 0 ? [] : [...ended, turned(from.id, null)] }
        },
        'follow.show'({ viewport }, from) {
          requireConnection(from)
          if (!followers.has(personKey(from.user))) return { reply: {} }
          const newest = newestOf(from.user)
          from.remember('viewport', { viewport, order: newest ? orderOf(newest) + 1 : 1 } satisfies Shown)
          const body = { connectionId: from.id, viewport }
          return {
            reply: {},
            announce: [{ to: 'others', topic: followTopic(from.user), event: { type: 'follow.seen', body } }],
          }
        },
      },
      snapshot: stateOf,
      onFound: (connection) => recall([connection]),
      onLeave(connection) {
        const followed = followedBy(connection)
        const ended = followed === undefined ? [] : drop(connection, followed)
        const key = personKey(connection.user)
        const left = followers.get(key)
        if (left === undefined) return { announce: ended }
        const isHere = connectionsOf(connection.user).length > 0
        const wasSeen = orderOf(connection) > 0
        if (isHere && !wasSeen) return { announce: ended }
        if (!isHere) followers.delete(key)
        const further = connections().flatMap((each) => {
          if (!left.has(each.id)) return []
          if (isHere) return [turned(each.id, lastSeen(connection.user))]
          each.remember('following', undefined)
          each.unfollow(followTopic(connection.user))
          return [turned(each.id, null)]
        })
        return { announce: [...ended, ...further] }
      },
      catchUp(viewer) {
        const person = followedBy(viewer)
        return person === undefined ? [] : [turned(viewer.id, lastSeen(person))]
      },
      forget: recallAll,
    }
  },
})
