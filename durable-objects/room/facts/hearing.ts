/**
 * Whether webhooks may want facts of a kind of which there are too many to tell them to nobody. The organization is asked when one happens, and believed
 * for a minute; until it has answered they may be wanted.
 */
import type { FactKind } from '@syncforge/protocol/facts'
import { describeFault, type Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { RoomName } from '../admission.ts'
import type { FactTarget } from './target.ts'

export interface Hearing {
  /** Call in the transaction of what happens. */
  mayBeHeard(kind: FactKind): boolean
}

interface HearingParts {
  readonly storage: Pick<ActorStorage, 'afterCommit'>
  name(): RoomName | null
  target(organizationId: string): FactTarget | undefined
  clock(): number
  readonly log: Log
}

const believedMs = 60_000
const timeoutMs = 5_000

/** Of a room that nobody hears of. */
export const nobodyHears: Hearing = { mayBeHeard: () => false }

export const createHearing = ({ storage, name, target, clock, log }: HearingParts): Hearing => {
  const known = new Map<FactKind, { readonly isHeard: boolean; readonly at: number }>()
  const asked = new Set<FactKind>()

  const ask = async (kind: FactKind): Promise<void> => {
    const room = name()
    if (room === null || asked.has(kind)) return
    asked.add(kind)
    try {
      const answer = target(room.organizationId)?.hears(room, kind) ?? Promise.resolve(false)
      known.set(kind, { isHeard: await withinTime(answer, timeoutMs), at: clock() })
    } catch (error) {
      log('hearing_unknown', { kind, error: describeFault(error) })
    } finally {
      asked.delete(kind)
    }
  }

  return {
    mayBeHeard(kind) {
      const answer = known.get(kind)
      if (answer === undefined || Math.abs(clock() - answer.at) >= believedMs) {
        storage.afterCommit(() => void ask(kind))
      }
      return answer?.isHeard ?? true
    },
  }
}
