/**
 * Counts who uses the organization's rooms.
 *
 * CN1  A person, `(userId, verified)`, is counted once in a calendar month (UTC), however often and wherever they come.
 * CN2  The month is that of the join itself: what is told late, or by a clock that was set back, is counted where it belongs.
 * CN3  Nothing is ever counted off: numbers of a month, a day and an hour only rise.
 */
import { isFact } from '@syncforge/protocol/facts'
import type { Person } from '@syncforge/protocol/person'
import { defineConsumer, type FactConsumer } from '../facts/consumer.ts'
import { createActivePeople } from './people.ts'
import { startOf } from './periods.ts'
import { countingMigrations } from './schema.ts'
import { createUsageRows } from './usage-rows.ts'

export interface MonthUsage {
  /** The first millisecond of the month, since 1970. */
  readonly month: number
  /** Everybody who came in it. */
  readonly people: number
  /** Those of them who had proven who they are. */
  readonly verified: number
}

export interface Counting extends FactConsumer {
  /** The month that it is now. */
  month(): MonthUsage
  /** Whether they are counted in this month. */
  isCounted(person: Person): boolean
}

export const counting = defineConsumer({
  migrations: countingMigrations,
  open({ storage: { sql }, values, clock }): Counting {
    const rows = createUsageRows(sql)
    const people = createActivePeople({ sql, values, rows })
    return {
      take(facts) {
        for (const fact of facts) {
          if (fact.room === null || !isFact(fact, 'person.joined')) continue
          const { body, at, room } = fact
          const isNew = people.came(body, at)
          const hour = { span: 'hour', start: startOf('hour', at) } as const
          const firsts = isNew ? { people: 1, verified: Number(body.verified) } : {}
          rows.add({ ...hour, kind: 'organization', id: '' }, { joins: 1, ...firsts })
          rows.add({ ...hour, kind: 'room', id: room.roomId }, { joins: 1, ...firsts })
          if (body.key) rows.add({ ...hour, kind: 'key', id: body.key }, { joins: 1, ...firsts })
        }
      },
      month() {
        const month = startOf('month', clock())
        const { people, verified } = rows.find({ span: 'month', start: month, kind: 'organization', id: '' })
        return { month, people, verified }
      },
      isCounted: (person) => people.isCounted(person, clock()),
    }
  },
})
