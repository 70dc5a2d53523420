/** Owns how often somebody has asked lately. Rules SU1–SU7 are in the contract; whom the room knows is the shell's to say. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { people as contract } from '@syncforge/protocol/people'
import { personKey } from '@syncforge/protocol/person'
import { type Connection, defineFeature } from '../../room/feature.ts'
import { createNamed, migrations } from './named.ts'

const windowMs = 10_000
/** Of more people nothing is remembered at once: those who asked long ago go. */
const rememberedMax = 2_000

export const people = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  localTables: ['people_named'],
  open({ sql, people: known, clock }) {
    const named = createNamed({ sql, clock })
    const asked = new Map<string, { since: number; times: number }>()
    const requirePace = ({ user }: Connection) => {
      const now = clock()
      const key = personKey(user)
      const before = asked.get(key)
      // A clock that was set back must not keep anybody out.
      const isOver = before === undefined || Math.abs(now - before.since) >= windowMs
      const lately = isOver ? { since: now, times: 0 } : before
      lately.times += 1
      asked.delete(key)
      asked.set(key, lately)
      const [oldest] = asked.keys()
      if (asked.size > rememberedMax && oldest !== undefined) asked.delete(oldest)
      const max = limits.suggestionsPerTenSeconds
      if (lately.times > max) {
        const retryAfterMs = windowMs - Math.abs(now - lately.since)
        throw new RoomError('RATE_LIMITED', `A person asks at most ${max} times in ten seconds`, { max, retryAfterMs })
      }
    }
    return {
      handlers: {
        'people.suggest'({ query, limit }, from) {
          requirePace(from)
          const found = known.suggest(query, limit, from)
          return { reply: { people: [...found], more: known.more({ query, limit }, found, from) } }
        },
        'people.offer'({ users }, from) {
          if (from.number !== 0) throw new RoomError('UNKNOWN_MESSAGE', 'There is no such request on a socket')
          const avatars = new Map(users.map(({ id, avatar }) => [id, avatar]))
          const people = known.offerable(
            users.map(({ id, name }) => ({ userId: id, verified: true, name })),
            from,
          )
          named.remember(people)
          return {
            reply: {
              people: people.map((one) => {
                const avatar = avatars.get(one.userId)
                return avatar === undefined ? one : { ...one, avatar }
              }),
            },
          }
        },
      },
      snapshot: () => null,
      people: named.written,
    }
  },
})
