/**
 * Counts who uses the organization's rooms.
 *
 * CN1  A person, `(userId, verified)`, is counted once in a calendar month (UTC), however often and wherever they come.
 * CN2  The month is that of the join itself: what is told late, or by a clock that was set back, is counted where it belongs.
 * CN3  Nothing is ever counted off: numbers of a month, a day and an hour only rise.
 * CN4  How often somebody came is kept by their id for this month and the one before. Of who is in a room in memory it is not kept at all.
 * CN5  A clock that leaps ahead and is set back forgets nobody: what is kept no longer goes when the clock has stood there for a day. Who comes in
 *      the month that it is now counts, however far ahead it has been.
 */
import { isFact } from '@syncforge/protocol/facts'
import { type Person, personKey } from '@syncforge/protocol/person'
import { defineConsumer, type FactConsumer } from '../facts/consumer.ts'
import { forgetCounted } from './forgetting.ts'
import { createActivePeople } from './people.ts'
import { spans, startOf } from './periods.ts'
import { countingMigrations } from './schema.ts'
import { createUsageRows, type UsageNumbers, type UsageRows } from './usage-rows.ts'

export interface MonthUsage {
  /** The first millisecond of the month, since 1970. */
  readonly month: number
  /** Everybody who came in it. */
  readonly people: number
  /** Those of them who had proven who they are. */
  readonly verified: number
  /** The most connections at once. */
  readonly peakConnections: number
}

/** How many there are at this moment, in the rooms of the organization or in one of them. */
export type Present = Partial<Pick<UsageNumbers, 'peakRooms' | 'peakPeople' | 'peakConnections'>>

export interface Counting extends FactConsumer {
  readonly rows: UsageRows
  /** The month that it is now. */
  month(): MonthUsage
  /** Whether they are counted in this month. */
  isCounted(person: Person): boolean
  /** So many are here now: in a room, or with an empty id in all of them. */
  present(roomId: string, numbers: Present): void
}

/** PostgreSQL has neither NUL nor half a surrogate pair: one in somebody's id must not keep everybody's numbers from getting there. */
const isStorable = (id: string) => !/\0|\p{Surrogate}/u.test(id)

const forgettingKey = 'counting.forgetting'
const forgetEveryMs = 86_400_000
const againMs = 1_000

export const counting = defineConsumer({
  migrations: countingMigrations,
  open({ storage: { sql }, values, wakeups, clock }): Counting {
    const rows = createUsageRows(sql)
    const people = createActivePeople({ sql, values, clock })
    return {
      rows,
      take(facts, now) {
        if (wakeups.wakesAt(forgettingKey) === null) wakeups.wakeAt(forgettingKey, now + forgetEveryMs)
        rows.together((counts) => {
          for (const fact of facts) {
            if (fact.room === null || !isFact(fact, 'person.joined')) continue
            const { body, at, room, isEphemeral } = fact
            const isNamed = !isEphemeral && people.isKept(at) && isStorable(body.userId)
            people.came(body, at, counts)
            for (const span of spans) {
              const period = { span, start: startOf(span, at) }
              counts.add({ ...period, kind: 'organization', id: '' }, { joins: 1 })
              counts.add({ ...period, kind: 'room', id: room.roomId }, { joins: 1 })
              if (body.key) counts.add({ ...period, kind: 'key', id: body.key }, { joins: 1 })
              if (isNamed) counts.add({ ...period, kind: 'person', id: personKey(body) }, { joins: 1 })
            }
          }
        })
      },
      month() {
        const month = startOf('month', clock())
        const found = rows.find({ span: 'month', start: month, kind: 'organization', id: '' })
        return { month, people: found.people, verified: found.verified, peakConnections: found.peakConnections }
      },
      isCounted: (person) => people.isCounted(person, clock()),
      present(roomId, numbers) {
        const now = clock()
        const kind = roomId === '' ? 'organization' : 'room'
        for (const span of spans) rows.peak({ span, start: startOf(span, now), kind, id: roomId }, numbers)
      },
      wakeHandlers: new Map([
        [
          forgettingKey,
          (now) => {
            wakeups.wakeAt(forgettingKey, now + (forgetCounted(sql, values, now) ? againMs : forgetEveryMs))
            return undefined
          },
        ],
      ]),
    }
  },
})
