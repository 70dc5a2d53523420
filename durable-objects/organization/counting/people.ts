/** Who was here in a month: a row for each, so that nobody is counted twice, and the numbers beside them, so that nobody counts rows. */
import { createHash } from 'node:crypto'
import type { Person } from '@syncforge/protocol/person'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Sql } from '../../actor/storage.ts'
import { bitOfDay, startOf } from './periods.ts'
import type { Counts } from './usage-rows.ts'

export interface ActivePeople {
  /** Somebody came: counts them in the month and on the day of `at`, once each. */
  came(person: Person, at: number, counts: Counts): void
  /** Whether single people of the month of `at` are still known. */
  isKept(at: number): boolean
  /** Whether they are counted in the month of `at`. */
  isCounted(person: Person, at: number): boolean
}

interface PeopleParts {
  readonly sql: Sql
  readonly values: KeyValues
  clock(): number
}

/** The first month whose people are still known; what is told of earlier ones changes nothing any more. */
export const openSinceKey = 'counting.open-since'

/**
 * What stands for a person in rows. Who was in a room in memory is written down nowhere, and whether somebody is counted needs no name: half of a
 * SHA-256 says the same of 2⁶⁴ people, and takes as little room for a long id as for a short one.
 */
const digestOf = ({ userId, verified }: Person): Uint8Array =>
  createHash('sha256')
    .update(`${Number(verified)} ${userId}`)
    .digest()
    .subarray(0, 16)

export const createActivePeople = ({ sql, values, clock }: PeopleParts): ActivePeople => {
  const daysOf = (month: number, digest: Uint8Array): number | undefined =>
    sql
      .exec<{ days: number }>('SELECT days FROM organization_person WHERE month = ? AND person = ?', month, digest)
      .toArray()[0]?.days

  /** This month is, whatever was forgotten by a clock that was ahead for days: who comes in it must count. */
  const isKept = (at: number) =>
    startOf('month', at) >= Math.min(values.get<number>(openSinceKey) ?? 0, startOf('month', clock()))

  return {
    isKept,
    came(person, at, counts) {
      if (!isKept(at)) return
      const month = startOf('month', at)
      const digest = digestOf(person)
      const bit = bitOfDay(at)
      const days = daysOf(month, digest)
      if (days !== undefined && (days & bit) !== 0) return
      sql.exec(
        'INSERT INTO organization_person VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET days = days | excluded.days',
        month,
        digest,
        bit,
      )
      const one = { people: 1, verified: Number(person.verified) }
      const ofOrganization = { kind: 'organization', id: '' } as const
      counts.add({ span: 'day', start: startOf('day', at), ...ofOrganization }, one)
      if (days === undefined) counts.add({ span: 'month', start: month, ...ofOrganization }, one)
    },
    isCounted: (person, at) => daysOf(startOf('month', at), digestOf(person)) !== undefined,
  }
}
