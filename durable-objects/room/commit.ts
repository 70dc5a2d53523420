/**
 * The one way in which the room changes: requests, ticks, leaves, wake-ups, merges, imports, moderation and admission. What others have
 * pending is written first, in a transaction of its own; then the work runs in one, and whatever it throws undoes rows, caches and
 * connections alike, and nothing of anybody else. What it has to say is said when that stands.
 *
 * A commit within a commit is a savepoint: it rolls back alone, and is told of with the outer one.
 *
 * CO1  What others have pending is written before a request is carried out: a refusal, or a failure, takes nothing of it along.
 * CO2  What is refused or fails leaves no trace, in rows, caches or connections; what is acknowledged afterwards is there after a cold wake.
 * CO3  A join that fails leaves nobody behind; a leave takes place whatever a feature cannot clean up.
 * CO4  Nobody hears of a change before it stands.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { ActorStorage } from '../actor/storage.ts'
import type { Transactions } from '../actor/transactions.ts'
import type { OpenFeature, OpenRoom } from './open.ts'

/** What `work` returns. Before it, what is pending of `features` is written: of all, unless only one is asked something. */
export type Commit = <T>(work: () => T, features?: readonly OpenFeature[]) => T

interface CommitParts {
  readonly storage: ActorStorage
  readonly room: Pick<OpenRoom, 'features'>
  /** Writes what was collected for the tick. Never throws. */
  writePending(): void
}

export const createCommit =
  ({ storage, room, writePending }: CommitParts): Commit =>
  (work, features = room.features) => {
    if (!storage.inTransaction() && features.some((feature) => feature.hasPending?.())) writePending()
    return storage.transactionSync(work)
  }

/** A feature's own part in the work: after a defect nobody knows what is in its memory, whether it wrote rows or not. */
export const forgetOnDefect = <T>(storage: Transactions, feature: OpenFeature, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (error instanceof RoomError) throw error
    const forget = () => feature.forget?.()
    if (storage.inTransaction()) storage.afterRollback(forget)
    else forget()
    throw error
  }
}
