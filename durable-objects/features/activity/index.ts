/** Owns tables `activity_*`: what happened here, as people read it. Rules AY1–AY8 are in the contract. */
import { ActivityEntry, activity as contract } from '@syncforge/protocol/activity'
import { type Fact, isFact } from '@syncforge/protocol/facts'
import { authorOf as authorOfUser, isSamePerson, type Person } from '@syncforge/protocol/person'
import { AccessLevel, type Author } from '@syncforge/protocol/schemas'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createPieceMirror, pieceOf, rangeOf } from '../../room/mirror/pieces.ts'
import { createMovements } from './movements.ts'
import { migrations } from './schema.ts'
import { createActivityStore } from './store.ts'

type Access = Extract<ActivityEntry, { kind: 'access.changed' }>['body']

const shapes: ReadonlyMap<string, (typeof ActivityEntry.options)[number]['shape']> = new Map(
  ActivityEntry.options.map(({ shape }) => [shape.kind.value, shape]),
)

/** What is remembered with a connection that follows. */
const followsKey = 'activity.follows'

export const activity = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['activity_copy'],
  open(room) {
    const { clock, connections, mirrorLater } = room
    const store = createActivityStore(room, (sequence) => {
      mirror.touch(pieceOf(sequence))
      mirrorLater()
    })
    const mirror = createPieceMirror<readonly ActivityEntry[]>({
      kind: contract.name,
      sql: room.sql,
      hasTables: room.hasTables,
      read: (piece) => store.between(...rangeOf(piece, store.newest()?.sequence ?? 0)),
      restore(_, entries) {
        for (const entry of entries) store.restore(entry)
      },
    })
    const { move, begin } = createMovements(store, room)
    let followers: Set<Connection> | null = null
    const following = () => {
      followers ??= new Set(connections().filter((connection) => connection.recall(followsKey) === true))
      return followers
    }
    const tell = (entry: ActivityEntry): Announcement<typeof contract>[] =>
      [...following()].map(({ id: connectionId }) => ({
        to: { connectionId },
        event: { type: 'activity.changed', body: entry },
      }))

    /** Whoever did it as they are called here, as the fact calls them, or else by their id. */
    const authorOf = ({ body }: Fact): Author | null => {
      const { by = null, name = null } = body as { readonly by?: Person | string | null; readonly name?: string | null }
      if (by === null) return null
      // A decision names whoever decided by an id alone: somebody here who has proven it, or a key.
      if (typeof by === 'string') {
        const here = connections().find(({ user }) => isSamePerson(user, { userId: by, verified: true }))
        return here ? authorOfUser(here.user, here.isAgent) : null
      }
      const here = connections().find(({ user }) => isSamePerson(user, by))
      const called = 'participants' in body ? name : null
      const isAgent = here?.isAgent ?? ('agent' in body && body.agent === true)
      return {
        userId: by.userId,
        verified: by.verified,
        name: here?.user.userInfo.name ?? called ?? by.userId,
        ...(isAgent ? { agent: true as const } : {}),
      }
    }

    /** Rule AY6. */
    const accessIn = (fact: Fact): Access | null => {
      if (!isFact(fact, 'right.changed') || fact.body.right !== 'grant' || fact.body.id.includes('@')) return null
      const { access = null, ban = null, claimsBan = null } = fact.body.value ?? {}
      const level = AccessLevel.nullable().parse(access)
      return ban === null && claimsBan === null ? { userId: fact.body.id, access: level } : null
    }

    const take = (fact: Fact): readonly ActivityEntry[] => {
      const shape = shapes.get(fact.kind)
      if (shape !== undefined) {
        const entry = { kind: shape.kind.value, by: authorOf(fact), body: shape.body.parse(fact.body) }
        return [...begin(), store.add(entry as Pick<ActivityEntry, 'kind' | 'by' | 'body'>, clock())]
      }
      const isWritten = store.hasEntries() || following().size > 0
      if (!isWritten) return []
      const access = accessIn(fact)
      if (access !== null) return [store.add({ kind: 'access.changed', by: authorOf(fact), body: access }, clock())]
      if (isFact(fact, 'person.joined')) {
        const { userId, verified, name } = fact.body
        return [move('joined', { userId, verified, name }, clock())]
      }
      return isFact(fact, 'person.left') ? [move('left', fact.body, clock())] : []
    }

    return {
      handlers: {
        'activity.list'({ before, limit, kinds }) {
          begin()
          const { entries, hasMore } = store.page({ before, kinds, limit })
          return { reply: { entries: [...entries], next: hasMore ? (entries.at(-1)?.sequence ?? null) : null } }
        },
        'activity.follow'({ on }, from) {
          // A call of the edge is no connection that could hear anything.
          if (from.number === 0) return { reply: {} }
          if (on) begin()
          from.remember(followsKey, on ? true : undefined)
          if (on) following().add(from)
          else following().delete(from)
          return { reply: {} }
        },
      },
      snapshot: () => null,
      mirrors: [mirror],
      onImport: mirrorLater,
      onLeave(connection) {
        followers?.delete(connection)
        return {}
      },
      onFacts: (facts) => facts.flatMap((fact) => take(fact).flatMap(tell)),
      onFound(connection) {
        if (connection.recall(followsKey) === true) followers?.add(connection)
      },
      forget() {
        followers = null
      },
    }
  },
})
