/**
 * Tells people in their inboxes what facts mean for them: what is to be told is written in the transaction of the fact, and handed over at once, at
 * least once. Whether somebody may still read the room is asked of the room in that moment. Remembers who has an inbox.
 */
import { isFact } from '@syncforge/protocol/facts'
import { createRepeatedCall } from '../../actor/calls.ts'
import { describeFault } from '../../actor/log.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { InboxEntry } from '../../inbox/admission.ts'
import type { Reading } from '../../room/live/target.ts'
import { defineConsumer, type FactConsumer, type TakenFact } from '../facts/consumer.ts'
import { mapFact } from './mapping.ts'
import { createInboxRows, type DueRow, inboxMigrations } from './rows.ts'
import { inboxOf, roomOf } from './target.ts'

export interface Inboxes extends FactConsumer {
  /** Somebody has an inbox, and listens to it. In a transaction. */
  met(userId: string, isListening: boolean): void
  /** These keys have ended: whoever listens by one hears no more. In a transaction. */
  end(credentials: readonly string[]): void
  /** Some of those who have one, at most so many. */
  some(limit: number): readonly string[]
  /** Theirs are gone. */
  forget(userIds: readonly string[]): void
}

const callTimeoutMs = 10_000
const peoplePerRound = 100
const peopleAtOnce = 20
const entriesPerCall = 100

export const inboxes = defineConsumer({
  migrations: inboxMigrations,
  open({ organizationId, storage, wakeups, state, clock, log }): Inboxes {
    const rows = createInboxRows(storage.sql)

    const readingOf = async (userId: string, roomId: string, createdAt: number): Promise<Reading | null> => {
      const room = roomOf(state, { organizationId: organizationId(), roomId })
      const answer = await withinTime(room.readers(createdAt, [userId]), callTimeoutMs)
      return answer?.[userId] ?? null
    }

    /** What may be handed over of what waits for somebody; the rooms that they were told of, and whether one is barred from here on. */
    const allowed = async (userId: string, waiting: readonly DueRow[]) => {
      const known = new Map<string, Reading | null>()
      const entries: InboxEntry[] = []
      const told = new Set<string>()
      const barred = new Map<string, boolean>()
      for (const { due, createdAt } of waiting) {
        const roomId = due.does === 'tell' ? due.told.roomId : due.does === 'check' ? due.roomId : null
        if (roomId === null || createdAt === null) {
          if (due.does !== 'check') entries.push(due)
          continue
        }
        const name = JSON.stringify([roomId, createdAt])
        const reading = known.has(name) ? (known.get(name) ?? null) : await readingOf(userId, roomId, createdAt)
        known.set(name, reading)
        // The room is no more: there is nothing to be told of it.
        if (reading === null) continue
        const wasBarred = barred.get(roomId) ?? rows.isBarred(roomId, userId)
        // A right was taken back, and nothing here gives one: a token may, and whoever comes with it is told again.
        const isLost = reading === 'no' || (reading === 'unknown' && (wasBarred || due.does === 'check'))
        if (isLost !== wasBarred) {
          barred.set(roomId, isLost)
          entries.push({ does: 'bar', roomId, isBarred: isLost })
        }
        if (due.does === 'tell' && !isLost) {
          told.add(roomId)
          entries.push(due)
        }
      }
      return { entries, told, barred }
    }

    const handTo = async (userId: string): Promise<void> => {
      const waiting = rows.of(userId, entriesPerCall)
      const last = waiting.at(-1)
      if (last === undefined) return
      const { entries, told, barred } = await allowed(userId, waiting)
      const owner = { organizationId: organizationId(), userId }
      if (entries.length > 0) await withinTime(inboxOf(state, owner).take(owner, entries), callTimeoutMs)
      // Not before it has arrived: what is tried again decides again.
      storage.transactionSync(() => {
        for (const roomId of told) rows.told(roomId, userId)
        for (const [roomId, isBarred] of barred) rows.bar(roomId, userId, isBarred)
        rows.done(userId, last.seq)
      })
    }

    /** Everybody for whom something waits, each apart from the others. Rejects when somebody could not be reached. */
    const handAll = async (): Promise<void> => {
      const failed = new Map<string, unknown>()
      for (;;) {
        const round = rows.waiting(peoplePerRound + failed.size).filter((userId) => !failed.has(userId))
        if (round.length === 0) break
        const queue = round.values()
        const worker = async () => {
          for (const userId of queue) await handTo(userId).catch((error: unknown) => failed.set(userId, error))
        }
        await Promise.all(Array.from({ length: Math.min(peopleAtOnce, round.length) }, worker))
      }
      for (const error of failed.values()) throw error
    }

    const handing = createRepeatedCall({
      wakeKey: 'inboxes.handing',
      wakeups,
      call: handAll,
      isOvertaken: () => !rows.isEmpty(),
      retryFirstMs: callTimeoutMs,
      retryMaxMs: 300_000,
      clock,
      log,
    })

    /** It waits for no alarm, because that may be waiting for Postgres; the wake-up is for what a crash or a failure left behind. */
    let isHanding = false
    const handNow = async (make: () => Promise<void>): Promise<void> => {
      if (isHanding) return
      isHanding = true
      try {
        do await make()
        while (!rows.isEmpty() && !handing.isRetrying())
      } catch (error) {
        log('inboxes_waiting', { error: describeFault(error) })
      } finally {
        isHanding = false
      }
    }
    const soon = () => {
      if (handing.isRetrying()) return
      const make = handing.handler(clock())
      if (make !== undefined) storage.afterCommit(() => state.waitUntil(handNow(make)))
    }

    const roomDeleted = (roomId: string) => {
      for (const userId of rows.toldOf(roomId)) rows.add(userId, { does: 'forget', roomId }, null)
      rows.forgetRoom(roomId)
    }

    const takeOne = (fact: TakenFact) => {
      if (isFact(fact, 'room.deleted')) return roomDeleted(fact.body.roomId)
      const { room, isEphemeral } = fact
      // Of a room in memory nothing is written down that names anybody.
      if (room === null || isEphemeral) return undefined
      if (isFact(fact, 'person.joined') && fact.body.verified && rows.isBarred(room.roomId, fact.body.userId)) {
        rows.bar(room.roomId, fact.body.userId, false)
        rows.add(fact.body.userId, { does: 'bar', roomId: room.roomId, isBarred: false }, null)
      }
      for (const { userId, due } of mapFact(fact)) rows.add(userId, due, room.createdAt)
      return undefined
    }

    return {
      take(facts) {
        for (const fact of facts) takeOne(fact)
        if (!rows.isEmpty()) soon()
      },
      met: rows.met,
      end(credentials) {
        for (const userId of rows.listening()) rows.add(userId, { does: 'end', credentials }, null)
        if (!rows.isEmpty()) soon()
      },
      some: rows.some,
      forget: rows.forget,
      wakeHandlers: new Map([[handing.wakeKey, handing.handler]]),
    }
  },
})
