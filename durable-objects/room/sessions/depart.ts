/** Departing: a goodbye leaves at once, a lost socket after its grace period, and every feature cleans up after both. */

import type { Fact } from '@syncforge/protocol/facts'
import { metrics } from '../../../telemetry/metrics/index.ts'
import { describeFault, type Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import { type Commit, forgetOnDefect } from '../commit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import { wakeKey as livenessKey } from '../connections/liveness.ts'
import type { Announcer } from '../delivery/announce.ts'
import { dialects } from '../dialects/index.ts'
import type { OpenFeature, OpenRoom } from '../open.ts'
import type { Visitors } from '../record/visitors.ts'
import type { EmptyTimeout } from './empty-timeout.ts'

/** By themselves, not back within the grace period, or by the room. */
type LeaveReason = 'left' | 'lost' | 'ended'

export interface Departures {
  readonly wakeKey: string
  /** The socket of `connection` closed with `code`. */
  closed(connection: RoomConnection, code: number): void
  /** The room is empty: every feature cleans up, each in its own savepoint. */
  cleanUp(): void
  /** Leaves now, whatever the grace period. */
  leave(connection: RoomConnection, reason: LeaveReason): void
  /** Ends the grace periods that are over and returns when the next one is. */
  sweep(now: number): number | null
}

interface DepartureParts {
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly announcer: Announcer
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly wakeups: Wakeups
  readonly emptyTimeout: EmptyTimeout
  readonly visitors: Pick<Visitors, 'left'>
  clock(): number
  readonly log: Log
}

const wakeKey = 'room.sweep'

/**
 * 1000 and 1001 are a client's own goodbye: leaving the room, or closing the page. A stock Yjs client says it without a code, and only one
 * whose token names it can come back as the same person: nothing would be kept for the others.
 */
const isGoodbye = ({ dialect, user }: RoomConnection, code: number) =>
  code === 1000 || code === 1001 || (dialects[dialect].leavesWithoutCode && (code === 1005 || !user.verified))

export const createDepartures = ({
  room,
  registry,
  announcer,
  storage,
  commit,
  wakeups,
  emptyTimeout,
  visitors,
  clock,
  log,
}: DepartureParts): Departures => {
  /** A leave always takes place: a feature that cannot clean up is rolled back alone. */
  const letClean = (feature: OpenFeature, moment: string, work: () => void) =>
    alone({ feature: feature.name, moment }, () => forgetOnDefect(storage, feature, work))
  const alone = (what: Readonly<Record<string, string>>, work: () => void) => {
    try {
      storage.transactionSync(work)
    } catch (error) {
      log('leave_failed', { ...what, error: describeFault(error) })
    }
  }

  const cleanUp = () =>
    commit(() => {
      for (const feature of room.features) {
        letClean(feature, 'onLastLeave', () => announcer.consequences(feature.onLastLeave?.() ?? {}, null))
      }
    })

  const leave: Departures['leave'] = (connection, reason) => {
    commit(() => {
      registry.remove(connection)
      storage.afterCommit(() => metrics.leaves.add({ reason }))
      for (const feature of room.features) {
        letClean(feature, 'onLeave', () => announcer.consequences(feature.onLeave?.(connection) ?? {}, connection))
      }
      const { userId, verified } = connection.user
      const person = { userId, verified }
      const { name } = connection.user.userInfo
      const isGone = !connection.isAgent && registry.of(person).every(({ isAgent }) => isAgent)
      if (isGone) alone({ moment: 'visitor' }, () => visitors.left(connection.user, clock()))
      const facts: Fact[] = isGone ? [{ kind: 'person.left', body: { ...person, name } }] : []
      if (registry.all.size === 0) facts.push({ kind: 'room.emptied', body: person })
      announcer.events(announcer.facts(facts), null)
      if (registry.all.size > 0) return
      cleanUp()
      wakeups.wakeAt(livenessKey, null)
      emptyTimeout.begin()
    })
    announcer.collectLater()
  }

  /** It closed while the room slept, and is heard of only now: for those who came meanwhile it has not been here. */
  const introduce = (connection: RoomConnection) => {
    const strangers = registry.strangersTo(connection)
    if (strangers.length === 0) return
    for (const { event } of room.features.flatMap((feature) => feature.onJoin?.(connection) ?? [])) {
      announcer.events(
        strangers.map(({ id }) => ({ to: { connectionId: id }, event })),
        null,
      )
    }
  }

  const sweep = (now: number): number | null => {
    for (const connection of registry.overdue(now).due) leave(connection, 'lost')
    return registry.overdue(now).nextAt
  }

  return {
    wakeKey,
    cleanUp,
    leave,
    sweep,
    closed(connection, code) {
      const staysAway = isGoodbye(connection, code) || connection.graceMs === 0 || registry.isReplaced(connection)
      if (staysAway) return leave(connection, isGoodbye(connection, code) ? 'left' : 'lost')
      const now = clock()
      commit(() => {
        registry.park(connection, now + connection.graceMs)
        introduce(connection)
        wakeups.wakeAt(wakeKey, registry.overdue(now).nextAt)
      }, [])
    },
  }
}
