/** Owns tables `feeds_*`: a customer's events that are kept. Rules FE1–FE7 are in the contract. */
import { RoomError } from '@syncforge/protocol/errors'
import { feeds as contract, feedLimits } from '@syncforge/protocol/feeds'
import { authorOf } from '@syncforge/protocol/person'
import { type Connection, defineFeature } from '../../room/feature.ts'
import { createFeedMirror, keyOf } from './mirror.ts'
import { migrations } from './schema.ts'
import { createFeedStore } from './store.ts'

/** What is remembered with a connection: the names of the feeds that it follows. */
const followsKey = 'feeds.follows'
const followedBy = (connection: Connection) => (connection.recall(followsKey) ?? []) as readonly string[]

const utf8 = new TextEncoder()

const past = (what: string, max: number) => new RoomError('LIMIT_EXCEEDED', `${what}: at most ${max}`, { max })

const bytesOf = (payload: unknown): number => {
  const bytes = utf8.encode(JSON.stringify(payload)).length
  if (bytes <= feedLimits.payloadBytes) return bytes
  throw new RoomError('PAYLOAD_TOO_LARGE', `An entry of a feed has at most ${feedLimits.payloadBytes} bytes`, {
    maxBytes: feedLimits.payloadBytes,
  })
}

export const feeds = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['feeds_copy'],
  open({ clock, connections, mirrorLater, ...room }) {
    const store = createFeedStore(room, (feed, sequence) => mirror.touch(keyOf(feed, sequence)))
    const mirror = createFeedMirror(room, store)
    /** Who follows which feed, as the connections remember it. */
    let followers: Map<string, Set<string>> | null = null
    const note = (into: Map<string, Set<string>>, feed: string, connectionId: string) =>
      into.set(feed, (into.get(feed) ?? new Set()).add(connectionId))
    const following = (): Map<string, Set<string>> => {
      if (followers !== null) return followers
      followers = new Map()
      for (const connection of connections())
        for (const feed of followedBy(connection)) note(followers, feed, connection.id)
      return followers
    }
    const edges = (feed: string) => store.edges(feed) ?? { first: 0, last: 0 }

    const follow = (feed: string, from: Connection) => {
      const followed = followedBy(from)
      if (followed.includes(feed)) return
      if (followed.length >= feedLimits.followed) throw past('Feeds that a connection follows', feedLimits.followed)
      from.remember(followsKey, [...followed, feed])
      note(following(), feed, from.id)
    }
    const unfollow = (feed: string, from: Connection) => {
      const rest = followedBy(from).filter((other) => other !== feed)
      from.remember(followsKey, rest.length === 0 ? undefined : rest)
      following().get(feed)?.delete(from.id)
    }

    return {
      handlers: {
        'feeds.append'({ feed, payload }, from) {
          const bytes = bytesOf(payload)
          if (store.edges(feed) === null && store.count() >= feedLimits.perRoom)
            throw past('Feeds of a room', feedLimits.perRoom)
          const held = store.totalBytes()
          const entry = { at: clock(), payload, by: authorOf(from.user, from.isAgent) }
          const sequence = store.append(feed, entry, bytes)
          if (store.totalBytes() > Math.max(held, feedLimits.roomBytes))
            throw past('Bytes of all feeds of a room', feedLimits.roomBytes)
          mirrorLater()
          const body = { feed, sequence, ...entry }
          return {
            reply: { sequence, at: entry.at },
            announce: [...(following().get(feed) ?? [])].map(
              (connectionId) => ({ to: { connectionId }, event: { type: 'feeds.appended', body } }) as const,
            ),
          }
        },
        'feeds.read'({ feed, after, limit }) {
          const { first, last } = edges(feed)
          return { reply: { entries: [...store.after(feed, after, limit)], first, last } }
        },
        'feeds.follow'({ feed, on }, from) {
          // A call of the edge is no connection that could hear anything.
          if (from.number !== 0) (on ? follow : unfollow)(feed, from)
          return { reply: { last: edges(feed).last } }
        },
        'feeds.list': () => ({ reply: [...store.all()] }),
      },
      snapshot: () => null,
      mirrors: [mirror],
      onImport: mirrorLater,
      onLeave(connection) {
        for (const feed of followedBy(connection)) followers?.get(feed)?.delete(connection.id)
        return {}
      },
      onFound(connection) {
        for (const feed of followedBy(connection)) if (followers !== null) note(followers, feed, connection.id)
      },
      forget() {
        followers = null
      },
    }
  },
})
