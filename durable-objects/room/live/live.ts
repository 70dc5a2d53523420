/**
 * Tells the organization who is here, at once after quiet and twice a second while many come and go; what it tells lies in the room, so a crash
 * loses nothing. A room that died with people in it says so when it wakes. Neither names nor anything else of a person is kept for it.
 */

import { personKey } from '@syncforge/protocol/person'
import { createRepeatedCall } from '../../actor/calls.ts'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { RoomName } from '../admission.ts'
import type { RoomConnection } from '../connections/connection.ts'
import { type LivePerson, type LiveReport, type LiveTarget, peopleMax } from './target.ts'

export interface Live {
  readonly wakeKey: string
  readonly handler: WakeHandler
  /** Somebody came or went, or may do something else than before. */
  changed(): void
  /** Who is here now; `null` for a room without a name. */
  report(): LiveReport | null
  /** The room ends: what is returned says so, once its rows are gone. */
  end(): () => Promise<void>
}

interface LiveParts {
  readonly values: KeyValues
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  name(): RoomName | null
  connections(): Iterable<RoomConnection>
  /** The room is in memory. */
  readonly isEphemeral: boolean
  target(organizationId: string): LiveTarget | undefined
  /** These credentials have ended. */
  revoked(credentials: readonly string[]): void
  clock(): number
  readonly log: Log
}

interface Told {
  readonly revision: number
  readonly total: number
}

const key = 'live'
const wakeKey = 'room.live'
const intervalMs = 500
const timeoutMs = 10_000

const peopleOf = (connections: Iterable<RoomConnection>): readonly LivePerson[] => {
  const people = new Map<string, LivePerson>()
  for (const { user, access, joinedAt } of connections) {
    const known = people.get(personKey(user))
    people.set(personKey(user), {
      userId: user.userId,
      verified: user.verified,
      name: user.userInfo.name,
      color: user.userInfo.color,
      access,
      connections: (known?.connections ?? 0) + 1,
      joinedAt: Math.min(known?.joinedAt ?? joinedAt, joinedAt),
    })
  }
  return [...people.values()]
}

export const createLive = (parts: LiveParts): Live => {
  const { values, wakeups, name, connections, isEphemeral, target, revoked, clock, log } = parts
  const told = () => values.get<Told>(key) ?? { revision: 0, total: 0 }
  let toldAt = 0
  /** Counts changes: one that comes while a report is on its way has a report of its own. */
  let changes = 0
  let reported = 0

  const report = (): LiveReport | null => {
    const room = name()
    if (room === null) return null
    const people = peopleOf(connections())
    const open = people.reduce((sum, person) => sum + person.connections, 0)
    // The time, so that a room that lost its memory goes on rising.
    const revision = Math.max(told().revision + 1, clock())
    return { room, revision, total: people.length, connections: open, people: people.slice(0, peopleMax), isEphemeral }
  }

  const call = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      const now = report()
      const organization = now === null ? undefined : target(now.room.organizationId)
      if (now === null || organization === undefined) return
      reported = changes
      toldAt = clock()
      values.put(key, { revision: now.revision, total: now.total } satisfies Told)
      const ended = await withinTime(organization.report(now), timeoutMs)
      if (ended.length > 0) revoked(ended)
    },
    isOvertaken: () => reported !== changes || name() === null,
    retryFirstMs: timeoutMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  const changed = () => {
    changes += 1
    if (call.isRetrying()) return
    const at = Math.max(clock(), toldAt + intervalMs)
    const set = wakeups.wakesAt(wakeKey)
    if (set === null || set > at) wakeups.wakeAt(wakeKey, at)
  }

  // Whoever was here when it died is gone.
  if (told().total > 0 && [...connections()].length === 0) changed()

  const end = () => {
    const last = told().total > 0 ? report() : null
    return async () => {
      if (last === null) return
      const gone = { ...last, total: 0, connections: 0, people: [] }
      try {
        await withinTime(target(last.room.organizationId)?.report(gone) ?? Promise.resolve([]), timeoutMs)
      } catch (error) {
        // The organization asks rooms of which it has heard nothing for a while.
        log('live_end_untold', { error: error instanceof Error ? error.message : String(error) })
      }
    }
  }

  return { wakeKey, handler: call.handler, changed, report, end }
}
