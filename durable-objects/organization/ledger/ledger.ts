/**
 * The organization's way to Postgres: each minute while something changes its numbers go there, and facts that were written down in the
 * transactions of billing and of the room registry come from there. Whoever writes one calls at once; the minute is for those that died before.
 */
import { createRepeatedCall } from '../../actor/calls.ts'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { UsageRows } from '../counting/usage-rows.ts'
import type { ToldFact } from '../facts/consumer.ts'
import type { LedgerTarget } from './target.ts'

export interface Ledger {
  readonly wakeKey: string
  readonly handler: WakeHandler
  /** Numbers have changed. */
  later(): void
  /** There is a fact to fetch. */
  now(): void
}

interface LedgerParts {
  readonly storage: Pick<ActorStorage, 'transactionSync'>
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  readonly rows: Pick<UsageRows, 'changed' | 'confirm'>
  readonly target: LedgerTarget | undefined
  organizationId(): string
  tell(facts: readonly ToldFact[]): void
  clock(): number
  readonly log: Log
}

const wakeKey = 'ledger'
const everyMs = 60_000
const timeoutMs = 15_000
const rowsPerCall = 500
const callsMax = 20

export const createLedger = ({
  storage,
  wakeups,
  rows,
  target,
  organizationId,
  tell,
  clock,
  log,
}: LedgerParts): Ledger => {
  const fetchFacts = async (ledger: LedgerTarget, id: string): Promise<void> => {
    for (let calls = 0; calls < callsMax; calls++) {
      const facts = await withinTime(ledger.facts(id), timeoutMs)
      if (facts.length === 0) return
      tell(facts)
      // What is not crossed out comes again, and changes nothing.
      await withinTime(
        ledger.taken(
          id,
          facts.map((fact) => fact.id),
        ),
        timeoutMs,
      )
    }
  }

  const putUsage = async (ledger: LedgerTarget, id: string): Promise<void> => {
    for (let calls = 0; calls < callsMax; calls++) {
      const changed = rows.changed(rowsPerCall)
      if (changed.length === 0) return
      await withinTime(ledger.putUsage(id, changed), timeoutMs)
      storage.transactionSync(() => rows.confirm(changed))
    }
  }

  /** Somebody has called since the last look: what they mean may have been written after it. */
  let isCalled = false

  const call = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      isCalled = false
      const id = organizationId()
      if (target === undefined || id === '') return
      await fetchFacts(target, id)
      await putUsage(target, id)
    },
    isOvertaken: () => isCalled || rows.changed(1).length > 0,
    retryFirstMs: everyMs,
    retryMaxMs: 600_000,
    clock,
    log,
  })

  return {
    wakeKey,
    handler: call.handler,
    later() {
      if (target !== undefined && wakeups.wakesAt(wakeKey) === null) wakeups.wakeAt(wakeKey, clock() + everyMs)
    },
    now() {
      if (target === undefined) return
      isCalled = true
      call.soon()
    },
  }
}
