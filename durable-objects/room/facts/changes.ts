/**
 * Tells the organization which documents have changed, for webhooks: the newest state of each, once for all edits of a second, at least once. Not
 * by the way of other facts: an edit is none, and nothing of it waits for Postgres. While nobody listens the room keeps it to itself.
 */
import { createRepeatedCall } from '../../actor/calls.ts'
import type { KeyValues } from '../../actor/key-values.ts'
import { describeFault, type Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { RoomName } from '../admission.ts'
import type { Outbox } from './outbox.ts'
import type { DocumentChange, FactTarget } from './target.ts'

export interface DocumentChanges {
  readonly wakeKey: string
  readonly handler: WakeHandler
  /** `document` was changed up to `sequence`. In the transaction of the change. */
  note(document: string, sequence: number): void
}

interface ChangeParts {
  readonly storage: Pick<ActorStorage, 'transactionSync' | 'afterCommit' | 'onRollback'>
  readonly values: KeyValues
  readonly outbox: Pick<Outbox, 'life'>
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  name(): RoomName | null
  target(organizationId: string): FactTarget | undefined
  clock(): number
  readonly log: Log
}

const wakeKey = 'room.changes'
const prefix = 'room.changed:'
const gatherMs = 1_000
const timeoutMs = 5_000
/** A new endpoint hears of rooms that are written in from so much later on. */
const quietMs = 60_000

/** Of a room that nobody hears of. */
export const noChanges: DocumentChanges = { wakeKey, handler: () => undefined, note: () => {} }

export const createDocumentChanges = (parts: ChangeParts): DocumentChanges => {
  const { storage, values, outbox, wakeups, name, target, clock, log } = parts
  /** The newest, by document. A row has the first: enough for whoever comes after a crash. */
  const newest = new Map<string, DocumentChange>()
  let quietUntil = 0
  let isGathering = false

  const waiting = (): readonly DocumentChange[] =>
    values.list<DocumentChange>(prefix).map((change) => newest.get(change.document) ?? change)

  /** What was told waits no more, unless more has come meanwhile. */
  const cross = (changes: readonly DocumentChange[]) => {
    for (const { document, sequence, at } of changes) {
      const now = newest.get(document)
      if (now !== undefined && now.sequence > sequence) newest.set(document, { ...now, at: Math.max(at, now.at) })
      else {
        newest.delete(document)
        values.delete(prefix + document)
      }
    }
  }

  const call = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      const room = name()
      const changes = waiting()
      // Erased meanwhile.
      if (room === null) newest.clear()
      if (room === null || changes.length === 0) return
      const organization = target(room.organizationId)
      const life = storage.transactionSync(() => outbox.life())
      const told = organization?.documentsChanged({ room, life, changes }) ?? Promise.resolve(false)
      const isHeard = await withinTime(told, timeoutMs)
      if (isHeard === false) quietUntil = clock() + quietMs
      storage.transactionSync(() => cross(changes))
    },
    isOvertaken: () => newest.size > 0,
    retryFirstMs: timeoutMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  const gather = async (make: () => Promise<void>): Promise<void> => {
    try {
      do {
        await new Promise((resolve) => setTimeout(resolve, gatherMs))
        await make()
      } while (newest.size > 0 && !call.isRetrying())
    } catch (error) {
      log('changes_wait', { error: describeFault(error) })
    } finally {
      isGathering = false
    }
  }

  return {
    wakeKey,
    handler: call.handler,
    note(document, sequence) {
      const now = clock()
      if (now < quietUntil) return
      const known = newest.get(document)
      const change = { document, sequence, at: known?.at ?? now }
      if (known === undefined) values.put(prefix + document, change)
      newest.set(document, change)
      storage.onRollback(() => {
        if (known === undefined) newest.delete(document)
        else newest.set(document, known)
      })
      if (isGathering || call.isRetrying()) return
      const make = call.handler(now)
      if (make === undefined) return
      storage.afterCommit(() => {
        if (isGathering) return
        isGathering = true
        void gather(make)
      })
    },
  }
}
