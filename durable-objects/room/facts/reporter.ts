/**
 * Tells the organization what has happened in the room, as soon as it stands: one call at a time, which carries what has gathered since the
 * one before. It waits for no alarm, because that may be waiting for Postgres; the wake-up is for what a crash or a failure left behind.
 */
import { createRepeatedCall } from '../../actor/calls.ts'
import { describeFault, type Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { RoomName } from '../admission.ts'
import type { Outbox } from './outbox.ts'
import type { FactBatch, FactTarget } from './target.ts'

export interface FactReporter {
  readonly wakeKey: string
  readonly handler: WakeHandler
  /** There are facts to tell. Call in the transaction that wrote them. */
  changed(): void
  /** The room ends: what is returned tells what is left, once its rows are gone, and never rejects. */
  end(): () => Promise<void>
}

interface ReporterParts {
  readonly storage: Pick<ActorStorage, 'transactionSync' | 'afterCommit'>
  readonly outbox: Outbox
  /** The room is in memory. */
  readonly isEphemeral: boolean
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  name(): RoomName | null
  target(organizationId: string): FactTarget | undefined
  clock(): number
  readonly log: Log
}

const wakeKey = 'room.facts'
const factsPerCall = 100
const factsAtEndMax = 1_000
const timeoutMs = 5_000
/** What many do at once goes in a few calls. */
const gatherMs = 100

export const createFactReporter = (parts: ReporterParts): FactReporter => {
  const { storage, outbox, isEphemeral, wakeups, name, target, clock, log } = parts
  let hasEnded = false

  const untold = (max: number): FactBatch | null => {
    const room = name()
    const entries = room === null ? [] : outbox.peek('organization', max)
    return room === null || entries.length === 0 ? null : { room, life: outbox.life(), isEphemeral, entries }
  }

  const tell = async (batch: FactBatch): Promise<void> =>
    withinTime(target(batch.room.organizationId)?.takeFacts(batch) ?? Promise.resolve(), timeoutMs)

  const isUntold = () => !hasEnded && untold(1) !== null

  const call = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      for (let batch = untold(factsPerCall); batch !== null; batch = untold(factsPerCall)) {
        await tell(batch)
        // Erased meanwhile, and perhaps made anew.
        if (hasEnded || outbox.life() !== batch.life) return
        const { sequence = 0 } = batch.entries.at(-1) ?? {}
        storage.transactionSync(() => outbox.confirm('organization', sequence))
      }
    },
    isOvertaken: () => hasEnded || isUntold(),
    retryFirstMs: timeoutMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  let isTelling = false
  const tellNow = async (make: () => Promise<void>): Promise<void> => {
    if (isTelling) return
    isTelling = true
    try {
      do {
        await make()
        await new Promise((resolve) => setTimeout(resolve, gatherMs))
      } while (isUntold() && !call.isRetrying())
    } catch (error) {
      if (!hasEnded) log('facts_waiting', { error: describeFault(error) })
    } finally {
      isTelling = false
    }
  }

  return {
    wakeKey,
    handler: call.handler,
    changed() {
      // The call that was made may have cleared it: should the room end before the next one, somebody must come back.
      if (wakeups.wakesAt(wakeKey) === null) wakeups.wakeAt(wakeKey, clock() + timeoutMs)
      if (call.isRetrying() || isTelling) return
      const make = call.handler(clock())
      if (make !== undefined) storage.afterCommit(() => void tellNow(make))
    },
    end() {
      const rest = hasEnded ? null : untold(factsAtEndMax)
      hasEnded = true
      return async () => {
        try {
          if (rest !== null) await tell(rest)
        } catch (error) {
          log('facts_untold', { count: rest?.entries.length ?? 0, error: describeFault(error) })
        }
      }
    },
  }
}
