/** The live log as one of those that make something of facts: who came, who went, and what was decided in rooms. */
import { isFact } from '@syncforge/protocol/facts'
import type { LogNews, LogReport } from '../../../telemetry/live-log.ts'
import { defineConsumer, type FactConsumer, type TakenFact } from '../facts/consumer.ts'
import { createLiveLog, type LiveLog, type LogLine, logMigrations } from './log.ts'

export interface LiveLogConsumer extends FactConsumer, Pick<LiveLog, 'since'> {
  /** News from elsewhere. In a transaction. */
  add(report: LogReport): void
  /** Hears lines that are new, once they stand. */
  listen(listener: (lines: readonly LogLine[]) => void): void
}

/** What the line says: `limit.people.80`, `limit.rooms.100`, `billing.pro.past_due`. */
const noticeOf = (fact: TakenFact): string | null => {
  if (isFact(fact, 'limit.reached')) return `limit.${fact.body.limit}.${fact.body.percent}`
  return isFact(fact, 'billing.changed') ? `billing.${fact.body.plan}.${fact.body.status}` : null
}

export const liveLog = defineConsumer({
  migrations: logMigrations,
  open({ storage, clock }): LiveLogConsumer {
    const log = createLiveLog(storage.sql, clock)
    let listener = (_lines: readonly LogLine[]) => {}
    const add = (report: LogReport) => {
      const lines = log.add(report)
      if (lines.length > 0) storage.afterCommit(() => listener(lines))
    }

    /** Of a room in memory it is told who comes, not what they are called: such people are written down nowhere here. */
    const isKept = (fact: TakenFact, roomId: string | null): boolean => {
      if (isFact(fact, 'person.joined')) return fact.body.name !== ''
      return isFact(fact, 'person.left') && log.hasKeptJoin(roomId, fact.body.userId)
    }

    const newsOf = (fact: TakenFact): LogNews[] => {
      const { id, at, room } = fact
      const roomId = room?.roomId ?? null
      const shared = { id, at, roomId, requestId: null }
      if (isFact(fact, 'right.changed')) {
        return [{ ...shared, kind: 'act', who: fact.body.by, what: `rights.${fact.body.right}` }]
      }
      if (isFact(fact, 'person.kicked')) return [{ ...shared, kind: 'act', who: fact.body.by, what: 'rooms.kick' }]
      if (isFact(fact, 'limit.reached') || isFact(fact, 'billing.changed')) {
        return [{ ...shared, kind: 'notice', who: null, what: noticeOf(fact) }]
      }
      const kind = isFact(fact, 'person.joined') ? 'join' : 'leave'
      if (kind === 'leave' && !isFact(fact, 'person.left')) return []
      const { userId } = fact.body as { readonly userId: string }
      return [{ ...shared, kind, who: userId, what: null, isEphemeral: !isKept(fact, roomId) }]
    }

    return {
      take: (facts) => add({ lines: facts.flatMap(newsOf), leftOut: 0 }),
      add,
      since: log.since,
      listen(heard) {
        listener = heard
      },
    }
  },
})
