/**
 * Sees when a limit of the plan comes near: rule PL6 of the protocol. What is passed is remembered in the transaction of the number that passed it,
 * and told from there: as a fact to webhooks and the log, by a letter that is tried until it is out, and to whoever watches.
 */
import { type HeldPlan, type LimitNotice, noticesOf } from '@syncforge/protocol/plans'
import { createRepeatedCall } from '../../actor/calls.ts'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { MonthUsage } from '../counting/index.ts'
import { monthsBefore } from '../counting/periods.ts'
import type { ToldFact } from '../facts/consumer.ts'
import { createNoticeRows } from './rows.ts'
import type { NoticeTarget, Standing } from './target.ts'

export interface Notices {
  /** People were counted. In the transaction of the count. */
  counted(): void
  /** Rooms were made or deleted: they are counted where they are registered. In the transaction of the news. */
  roomsChanged(): void
  /** It is on this plan from now on. In a transaction. */
  planChanged(plan: HeldPlan): void
  /** What there is to tell at this moment: of each limit the highest share that was passed. */
  reached(): readonly LimitNotice[]
  readonly wakeHandlers: ReadonlyMap<string, WakeHandler>
}

interface NoticesParts {
  readonly storage: ActorStorage
  readonly values: KeyValues
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  readonly target: NoticeTarget | undefined
  organizationId(): string
  month(): MonthUsage
  tell(facts: readonly ToldFact[]): void
  /** What is told at this moment is something else. */
  changed(): void
  clock(): number
  readonly log: Log
}

const standingKey = 'notices.standing'
const dueKey = 'notices.due'
const timeoutMs = 10_000
const monthsKept = 13
/** A letter about a limit is of no use later. */
const givenUpMs = 3 * 86_400_000

export const createNotices = (parts: NoticesParts): Notices => {
  const { storage, values, wakeups, target, organizationId, month, tell, changed, clock, log } = parts
  const rows = createNoticeRows(storage.sql)

  const all = (): readonly LimitNotice[] => {
    const standing = values.get<Standing>(standingKey)
    if (standing === null) return []
    const { month: start, people } = month()
    const shared = { plan: standing.plan.id, month: start }
    return [
      ...noticesOf({ ...shared, limit: 'people', used: people }),
      ...noticesOf({ ...shared, limit: 'rooms', used: standing.rooms ?? 0 }),
    ]
  }

  const reached = () => {
    const highest = new Map(all().map((notice) => [notice.limit, notice]))
    return [...highest.values()]
  }

  let shown = '[]'
  const check = () => {
    const now = clock()
    for (const notice of all()) {
      if (!rows.add(notice, now)) continue
      const { limit, percent, plan, month: start } = notice
      tell([{ id: `limit-${start}-${limit}-${plan}-${percent}`, at: now, kind: 'limit.reached', body: notice }])
      rows.prune(monthsBefore(monthsKept, now))
      writing.soon()
    }
    storage.afterCommit(() => {
      const shows = JSON.stringify(reached())
      if (shows === shown) return
      shown = shows
      changed()
    })
  }

  const ask = () => {
    if (target === undefined) return
    // A number that rises: what was asked for while an answer is under way is asked again.
    values.put(dueKey, (values.get<number>(dueKey) ?? 0) + 1)
    asking.soon()
  }

  const asking = createRepeatedCall({
    wakeKey: 'notices.asking',
    wakeups,
    async call() {
      const due = values.get<number>(dueKey)
      const told = await withinTime(target?.standing(organizationId()) ?? Promise.resolve(null), timeoutMs)
      storage.transactionSync(() => {
        const known = values.get<Standing>(standingKey)
        // What was read before a change that is known by now is read again: it was asked for with the change.
        if (told !== null && told.plan.revision >= (known?.plan.revision ?? 0)) values.put(standingKey, told)
        if (values.get<number>(dueKey) === due) values.delete(dueKey)
        if (told !== null) check()
      })
    },
    isOvertaken: () => values.get<number>(dueKey) !== null,
    retryFirstMs: timeoutMs,
    retryMaxMs: 600_000,
    clock,
    log,
  })

  const writing = createRepeatedCall({
    wakeKey: 'notices.writing',
    wakeups,
    async call() {
      rows.giveUp(clock() - givenUpMs)
      for (let notice = rows.unwritten(); notice !== undefined; notice = rows.unwritten()) {
        await withinTime(target?.write(organizationId(), notice) ?? Promise.resolve(), timeoutMs)
        rows.written(notice)
      }
    },
    isOvertaken: () => rows.unwritten() !== undefined,
    retryFirstMs: timeoutMs,
    retryMaxMs: 600_000,
    clock,
    log,
  })

  return {
    counted() {
      if (values.get<Standing>(standingKey) === null) ask()
      else check()
    },
    roomsChanged: ask,
    planChanged(plan) {
      const known = values.get<Standing>(standingKey)
      if (known !== null && plan.revision <= known.plan.revision) return
      // How many rooms there are is told again: a plan without a bound has not counted them.
      values.put(standingKey, { plan, rooms: known?.rooms ?? null } satisfies Standing)
      check()
      ask()
    },
    reached,
    wakeHandlers: new Map([
      [asking.wakeKey, asking.handler],
      [writing.wakeKey, writing.handler],
    ]),
  }
}
