/** Owns tables `locks_*` and wake-up `locks`. Rules LK1–LK9 are in the contract. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import { limits } from '@syncforge/protocol/limits'
import { locks as contract } from '@syncforge/protocol/locks'
import { authorOf, isSamePerson } from '@syncforge/protocol/person'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createLeaseStore, type HeldLock, type Taker, toLease } from './leases.ts'
import { createLine } from './line.ts'
import { migrations } from './schema.ts'

type EndReason = Extract<Fact, { kind: 'lock.released' }>['body']['reason']

/** What has come of a request or a moment, in order. */
interface Changes {
  readonly announce: Announcement<typeof contract>[]
  readonly facts: Fact[]
}

const factOf = ({ key, token, by: { userId, verified } }: HeldLock) => ({ key, token, by: { userId, verified } })
const takerOf = (from: Connection, ttlMs: number): Taker => ({
  by: authorOf(from.user, from.isAgent),
  connectionId: from.number === 0 ? null : from.id,
  ttlMs,
})
const refused = (code: 'LOCK_HELD' | 'LOCK_LOST', message: string, held: HeldLock | null) =>
  new RoomError(code, message, { lease: held === null ? null : toLease(held) })

export const locks = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  localTables: ['locks_lease', 'locks_line', 'locks_token'],
  open({ sql, clock, wakeAt, connections, settings }) {
    const leases = createLeaseStore(sql)
    const line = createLine(sql)
    /** Whether those whose connections a crash has taken were looked for in this wake. */
    let isSwept = false

    const say = (changes: Changes, key: string, held: HeldLock | null) =>
      changes.announce.push({
        to: 'everyone',
        event: { type: 'locks.changed', body: { key, lease: held === null ? null : toLease(held) } },
      })
    const grant = (changes: Changes, key: string, taker: Taker, now: number): HeldLock => {
      const held = leases.grant(key, taker, now)
      changes.facts.push({ kind: 'lock.acquired', body: factOf(held) })
      say(changes, key, held)
      return held
    }
    const release = (changes: Changes, held: HeldLock, reason: EndReason) => {
      leases.drop(held.key)
      changes.facts.push({ kind: 'lock.released', body: { ...factOf(held), reason } })
    }
    /** Ends it, and the first in line has it. */
    const handOn = (changes: Changes, held: HeldLock, reason: EndReason, now: number) => {
      release(changes, held, reason)
      const next = line.next(held.key)
      if (next === null) say(changes, held.key, null)
      else grant(changes, held.key, next, now)
    }
    const plan = () => {
      const ends = [leases.nextEnd(), line.nextEnd()].filter((at) => at !== null)
      wakeAt(contract.name, ends.length === 0 ? null : Math.min(...ends))
    }
    const isHere = (connectionId: string) => connections().some(({ id }) => id === connectionId)
    /** A crash has taken sockets without a leave: what they held ends with their grace period. */
    const sweep = (changes: Changes, now: number, leaving: string | null) => {
      if (isSwept) return
      isSwept = true
      for (const waiting of line.connections()) if (!isHere(waiting)) line.leaveAll(waiting)
      const endsAt = now + settings().graceMs
      for (const held of leases.all()) {
        if (held.connectionId === null || isHere(held.connectionId) || held.expiresAt <= endsAt) continue
        if (held.connectionId === leaving) continue
        const shorter = { ...held, expiresAt: endsAt }
        leases.put(shorter)
        say(changes, held.key, shorter)
      }
    }
    const changing = <T>(work: (changes: Changes, now: number) => T, leaving: string | null = null) => {
      const changes: Changes = { announce: [], facts: [] }
      const now = clock()
      sweep(changes, now, leaving)
      const reply = work(changes, now)
      plan()
      return { ...changes, reply }
    }

    const isHolder = (held: HeldLock, from: Connection): boolean =>
      isSamePerson(held.by, from.user) && held.connectionId === takerOf(from, 0).connectionId
    /** One whose connection is gone may go on from another one. */
    const mayGoOn = (held: HeldLock, from: Connection): boolean =>
      isHolder(held, from) ||
      (isSamePerson(held.by, from.user) && held.connectionId !== null && !isHere(held.connectionId))
    const requireHolder = (key: string, token: number, from: Connection, may: typeof isHolder): HeldLock => {
      const held = leases.find(key)
      if (held !== null && held.token === token && may(held, from)) return held
      throw refused('LOCK_LOST', 'This token is not that of the lock’s holder', held)
    }
    const extend = (changes: Changes, held: HeldLock, from: Connection, ttlMs: number, now: number): HeldLock => {
      const { connectionId } = takerOf(from, ttlMs)
      const longer: HeldLock = { ...held, connectionId, since: now, ttlMs, expiresAt: now + ttlMs }
      leases.put(longer)
      say(changes, held.key, longer)
      return longer
    }
    const requireRoom = () => {
      if (leases.count() < limits.locksPerRoom) return
      throw new RoomError('LIMIT_EXCEEDED', `A room has at most ${limits.locksPerRoom} locks`, {
        max: limits.locksPerRoom,
      })
    }
    const wait = (key: string, taker: Taker, waitMs: number, held: HeldLock, now: number): number => {
      if (waitMs === 0) throw refused('LOCK_HELD', 'Somebody else holds the lock', held)
      const { connectionId } = taker
      if (connectionId === null) throw new RoomError('VALIDATION_ERROR', 'Only a connection can wait for a lock')
      if (!line.holds(key, connectionId) && line.length(key) >= limits.lockLineMax) {
        throw new RoomError('LIMIT_EXCEEDED', `At most ${limits.lockLineMax} wait for a lock`, {
          max: limits.lockLineMax,
        })
      }
      return line.join(key, { ...taker, connectionId }, waitMs, now)
    }

    return {
      handlers: {
        'locks.acquire': ({ key, ttlMs, waitMs }, from) =>
          changing((changes, now) => {
            const held = leases.find(key)
            const taker = takerOf(from, ttlMs)
            if (held === null) {
              requireRoom()
              return { lease: toLease(grant(changes, key, taker, now)), position: 0 }
            }
            const isOver = held.expiresAt <= now
            if (!isOver && isHolder(held, from)) {
              return { lease: toLease(extend(changes, held, from, ttlMs, now)), position: 0 }
            }
            // Whoever waits comes first: the wake-up hands it on.
            if (!isOver || line.length(key) > 0) return { lease: null, position: wait(key, taker, waitMs, held, now) }
            release(changes, held, 'expired')
            return { lease: toLease(grant(changes, key, taker, now)), position: 0 }
          }),
        'locks.renew': ({ key, token, ttlMs }, from) =>
          changing((changes, now) => {
            const held = requireHolder(key, token, from, mayGoOn)
            if (held.expiresAt <= now) throw refused('LOCK_LOST', 'The lock’s time is over', held)
            return toLease(extend(changes, held, from, ttlMs, now))
          }),
        'locks.release': ({ key, token }, from) =>
          changing((changes, now) => {
            handOn(changes, requireHolder(key, token, from, mayGoOn), 'released', now)
            return {}
          }),
        'locks.giveUp': ({ key }, from) =>
          changing(() => {
            line.leave(key, from.id)
            return {}
          }),
        'locks.steal': ({ key, ttlMs }, from) =>
          changing((changes, now) => {
            const held = leases.find(key)
            if (held === null) requireRoom()
            else release(changes, held, 'stolen')
            line.leave(key, from.id)
            return toLease(grant(changes, key, takerOf(from, ttlMs), now))
          }),
        'locks.list': () => ({ reply: leases.all().map(toLease) }),
      },
      snapshot: () => leases.all().map(toLease),
      onJoin: () => (isSwept ? [] : changing(() => {}).announce),
      // It was not lost in a crash, it closed while the room slept.
      onFound({ id }) {
        for (const held of leases.of(id)) leases.put({ ...held, expiresAt: held.since + held.ttlMs })
      },
      onLeave: ({ id }) =>
        changing((changes, now) => {
          line.leaveAll(id)
          for (const held of leases.of(id)) handOn(changes, held, 'left', now)
        }, id),
      onAlarm: (now) =>
        changing((changes) => {
          for (const held of leases.fromAhead(now)) {
            const nearer = { ...held, since: now, expiresAt: now + held.ttlMs }
            leases.put(nearer)
            say(changes, held.key, nearer)
          }
          line.sweep(now)
          for (const held of leases.endedBy(now)) handOn(changes, held, 'expired', now)
        }),
      forget() {
        isSwept = false
      },
    }
  },
})
