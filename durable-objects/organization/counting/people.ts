/** Who was here in a month: a row for each, so that nobody is counted twice, and the numbers beside them, so that nobody counts rows. */
import type { Person } from '@syncforge/protocol/person'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Sql } from '../../actor/storage.ts'
import { bitOfDay, startOf } from './periods.ts'
import type { UsageRows } from './usage-rows.ts'

export interface ActivePeople {
  /** Somebody came: counts them in the month and on the day of `at`, once each. Whether they are new in that month. */
  came(person: Person, at: number): boolean
  /** Whether they are counted in the month of `at`. */
  isCounted(person: Person, at: number): boolean
}

interface PeopleParts {
  readonly sql: Sql
  readonly values: KeyValues
  readonly rows: UsageRows
}

/** The first month whose people are still known; what is told of earlier ones changes nothing any more. */
const openSinceKey = 'counting.open-since'

export const createActivePeople = ({ sql, values, rows }: PeopleParts): ActivePeople => ({
  came({ userId, verified }, at) {
    const month = startOf('month', at)
    if (month < (values.get<number>(openSinceKey) ?? 0)) return false
    const bit = bitOfDay(at)
    const [found] = sql
      .exec<{ days: number }>(
        'SELECT days FROM organization_person WHERE month = ? AND user_id = ? AND verified = ?',
        month,
        userId,
        Number(verified),
      )
      .toArray()
    const isNew = found === undefined
    const one = { people: 1, verified: Number(verified) }
    sql.exec(
      `INSERT INTO organization_person VALUES (?, ?, ?, 1, ?)
       ON CONFLICT DO UPDATE SET joins = joins + 1, days = days | excluded.days`,
      month,
      userId,
      Number(verified),
      bit,
    )
    const ofOrganization = { kind: 'organization', id: '' } as const
    if (isNew) rows.add({ span: 'month', start: month, ...ofOrganization }, one)
    if (isNew || (found.days & bit) === 0) rows.add({ span: 'day', start: startOf('day', at), ...ofOrganization }, one)
    return isNew
  },
  isCounted: ({ userId, verified }, at) =>
    sql
      .exec(
        'SELECT 1 FROM organization_person WHERE month = ? AND user_id = ? AND verified = ?',
        startOf('month', at),
        userId,
        Number(verified),
      )
      .toArray().length > 0,
})
