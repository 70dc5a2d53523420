/** The plan's number of people at the room's door: rule PL4. Asks the organization's object, and only while the plan has no place for somebody new. */
import type { Person } from '@syncforge/protocol/person'
import { isFull } from '@syncforge/protocol/plan-limits'
import type { HeldPlan } from '@syncforge/protocol/plans'
import { describeFault, type Log } from '../../actor/log.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { Admission } from '../admission.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { LiveTarget } from '../live/target.ts'

export interface PeopleLimit {
  /** Rejects with PLAN_LIMIT_EXCEEDED for somebody new; `null`: somebody who gives no id, and so is always new. */
  require(person: Person | null, admission: Pick<Admission, 'full' | 'organizationId'>): Promise<void>
}

interface PeopleLimitParts {
  readonly registry: ConnectionRegistry
  plan(): HeldPlan
  target(organizationId: string): LiveTarget | undefined
  readonly log: Log
}

const timeoutMs = 2_000

export const createPeopleLimit = ({ registry, plan, target, log }: PeopleLimitParts): PeopleLimit => {
  /** One that cannot say so keeps nobody out: the fault is ours. */
  const isCounted = async (person: Person, organizationId: string): Promise<boolean> => {
    try {
      return (await withinTime(target(organizationId)?.isCounted(person) ?? Promise.resolve(true), timeoutMs)) === true
    } catch (error) {
      log('people_not_asked', { error: describeFault(error) })
      return true
    }
  }
  return {
    async require(person, { full, organizationId }) {
      if (full === null) return
      // Whoever is here, or may return to their place, is counted or will be in a moment.
      if (person !== null && registry.of(person).length > 0) return
      if (person !== null && (await isCounted(person, organizationId))) return
      throw isFull(plan(), 'people', full.use, full.max)
    },
  }
}
