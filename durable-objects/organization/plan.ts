/** The plan of the organization, and the rooms that have still to be told of it. Who could not be reached is tried again. */
import type { HeldPlan } from '@syncforge/protocol/plans'
import { createRepeatedCall, type RepeatedCall } from '../actor/calls.ts'
import type { KeyValues } from '../actor/key-values.ts'
import type { Log } from '../actor/log.ts'
import type { Sql } from '../actor/storage.ts'
import type { Wakeups } from '../actor/wakeups.ts'

export interface PlanOfOrganization {
  readonly telling: RepeatedCall
  /** From now on it is `plan`, unless a later one is known: every one of `rooms` is to be told. Call in a transaction. */
  change(plan: HeldPlan, rooms: readonly string[]): void
}

interface PlanParts {
  readonly sql: Sql
  readonly values: KeyValues
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  /** Calls `work` for each room, so many at once. */
  each(roomIds: readonly string[], work: (roomId: string) => Promise<void>): Promise<void>
  tell(roomId: string, plan: HeldPlan): Promise<void>
  readonly retryFirstMs: number
  clock(): number
  readonly log: Log
}

const key = 'plan'
const wakeKey = 'plan'

export const createPlan = (parts: PlanParts): PlanOfOrganization => {
  const { sql, values, wakeups, each, tell, retryFirstMs, clock, log } = parts
  const due = () =>
    sql
      .exec<{ room_id: string }>('SELECT room_id FROM organization_plan_due')
      .toArray()
      .map(({ room_id }) => room_id)
  const known = () => values.get<HeldPlan>(key)

  const telling = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      const plan = known()
      if (plan === null) return
      let failure: unknown
      await each(due(), async (roomId) => {
        try {
          await tell(roomId, plan)
          // One that was changed meanwhile is told of again.
          if (known()?.revision === plan.revision)
            sql.exec('DELETE FROM organization_plan_due WHERE room_id = ?', roomId)
        } catch (error) {
          failure = error
        }
      })
      if (failure !== undefined) throw failure
    },
    isOvertaken: () => due().length > 0,
    retryFirstMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  return {
    telling,
    change(plan, rooms) {
      if (plan.revision <= (known()?.revision ?? -1)) return
      values.put(key, plan)
      sql.exec('INSERT OR IGNORE INTO organization_plan_due SELECT value FROM json_each(?)', JSON.stringify(rooms))
      telling.soon()
    },
  }
}
