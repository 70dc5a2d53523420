/** An organization's books: facts as they come in, those who make something of them, and what goes to Postgres and comes from there. */
import type { KeyValues } from '../actor/key-values.ts'
import type { Log } from '../actor/log.ts'
import type { ActorStorage } from '../actor/storage.ts'
import type { WakeHandler, Wakeups } from '../actor/wakeups.ts'
import type { FactBatch } from '../room/facts/target.ts'
import type { LiveMonth, LiveNews, LiveRoom, OrganizationUsage } from './admission.ts'
import { startOf } from './counting/periods.ts'
import type { ToldFact } from './facts/consumer.ts'
import { type Consumers, openConsumers, wakeHandlersOf } from './facts/consumers.ts'
import { createIntake } from './facts/intake.ts'
import { createFileLedger, type FileLedger } from './files/index.ts'
import { fileStoreOf } from './files/target.ts'
import { createLedger } from './ledger/ledger.ts'
import { ledgerOf } from './ledger/target.ts'
import { createNotices, type Notices } from './notices/index.ts'
import { noticeTargetOf } from './notices/target.ts'
import type { LiveRooms } from './rooms.ts'

export interface Books {
  readonly consumers: Consumers
  takeFacts(batch: FactBatch): void
  /** There is something in Postgres that has not been taken. */
  collect(): void
  /** How many there are in a room, and in all of them. In the transaction of the news. */
  present(room: LiveRoom): void
  usage(): OrganizationUsage
  month(): LiveMonth
  news(): LiveNews
  /** What it pays for, or what is to pay, may be something else than before. In a transaction. */
  billingChanged(): void
  readonly files: FileLedger
  readonly limits: Pick<Notices, 'planChanged' | 'reached'>
  readonly wakeHandlers: ReadonlyMap<string, WakeHandler>
}

interface BooksParts {
  readonly storage: ActorStorage
  readonly values: KeyValues
  readonly wakeups: Wakeups
  readonly state: DurableObjectState
  readonly rooms: Pick<LiveRooms, 'totals'>
  organizationId(): string
  /** What there is to tell of limits is something else. */
  limitsChanged(): void
  /** Numbers or news may be others than before. */
  numbersChanged(): void
  clock(): number
  readonly log: Log
}

const hourKey = 'books.hour'
const pruningKey = 'books.pruning'
const newsKey = 'books.news'
const noNews: LiveNews = { billing: 0, rooms: 0 }
const hourMs = 3_600_000
const pruneEveryMs = 24 * hourMs
const pendingMax = 1_000

export const createBooks = ({ rooms, limitsChanged, numbersChanged, ...parts }: BooksParts): Books => {
  const { storage, values, wakeups, organizationId, clock, log, state } = parts
  const consumers = openConsumers({ ...parts, tell: (facts) => intake.tell(facts) })
  const intake = createIntake({ ...parts, consumers: Object.values(consumers) })
  const { counting } = consumers
  const target = ledgerOf(state)
  const notices = createNotices({
    ...parts,
    target: noticeTargetOf(state),
    month: counting.month,
    tell: intake.tell,
    changed: limitsChanged,
  })
  const news = () => values.get<LiveNews>(newsKey) ?? noNews
  const isNews = (of: keyof LiveNews) => {
    values.put(newsKey, { ...news(), [of]: Math.max(clock(), news()[of] + 1) } satisfies LiveNews)
    storage.afterCommit(numbersChanged)
  }
  const tell = (facts: readonly ToldFact[]) =>
    storage.transactionSync(() => {
      intake.tell(facts)
      if (facts.some(({ kind }) => kind === 'billing.changed')) isNews('billing')
      if (!facts.some(({ kind }) => kind === 'room.created' || kind === 'room.deleted')) return
      notices.roomsChanged()
      isNews('rooms')
    })
  const files = createFileLedger({ ...parts, sql: storage.sql, target: fileStoreOf(state) })
  const ledger = createLedger({ ...parts, rows: counting.rows, target, tell })

  /** People who stay past the hour are there in the next one as well, although nobody tells anything. */
  const watchHours = (now: number) => {
    const here = rooms.totals()
    counting.present('', { peakRooms: here.rooms, peakPeople: here.people, peakConnections: here.connections })
    ledger.later()
    if (here.people === 0) wakeups.wakeAt(hourKey, null)
    else if (wakeups.wakesAt(hourKey) === null) wakeups.wakeAt(hourKey, startOf('hour', now) + hourMs)
  }

  const prune: WakeHandler = (now) => {
    wakeups.wakeAt(pruningKey, now + pruneEveryMs)
    return async () => {
      try {
        while ((await target?.prune(organizationId())) === true);
      } catch (error) {
        log('facts_not_pruned', { error: error instanceof Error ? error.message : String(error) })
      }
    }
  }

  return {
    consumers,
    takeFacts(batch) {
      intake.takeFacts(batch)
      notices.counted()
      storage.afterCommit(numbersChanged)
      ledger.later()
      if (wakeups.wakesAt(pruningKey) === null) wakeups.wakeAt(pruningKey, clock() + pruneEveryMs)
    },
    collect: ledger.now,
    present({ id, total }) {
      counting.present(id, { peakPeople: total })
      watchHours(clock())
    },
    usage() {
      return { ...counting.month(), now: { ...rooms.totals() }, pending: counting.rows.changed(pendingMax) }
    },
    month() {
      const { month: start, ...numbers } = counting.month()
      return { start, ...numbers }
    },
    news,
    billingChanged: () => isNews('billing'),
    files,
    limits: notices,
    wakeHandlers: new Map([
      [intake.wakeKey, intake.handler],
      ...wakeHandlersOf(consumers),
      ...notices.wakeHandlers,
      [
        hourKey,
        (now) => {
          watchHours(now)
          return undefined
        },
      ],
      [pruningKey, prune],
      [files.erasing.wakeKey, files.erasing.handler],
      // Last: Postgres may take its time, and what is due together is waited for in turn.
      [ledger.wakeKey, ledger.handler],
    ]),
  }
}
