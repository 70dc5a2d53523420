/** Owns who holds which lock, on this side, and what I wait for. Rules LK1–LK9 are in the contract. */
import type { Lease } from '@syncforge/protocol/locks'
import type { Link } from '../../connection/link.ts'
import { SyncForgeError } from '../../errors.ts'
import type { CreateStore, Store } from '../../store.ts'

export type { Lease }

/** As long as anybody waits unless told otherwise, and may wait at most. */
const waitMaxMs = 600_000

export interface LockTime {
  /** How long I hold it unless I renew it, in milliseconds: 1 s to 24 h, half an hour unless said otherwise. */
  readonly ttlMs?: number
}

export interface AcquireOptions extends LockTime {
  /** Stand in line while somebody else holds it: for so many milliseconds, or with `true` for ten minutes, the longest there is. */
  readonly wait?: boolean | number
}

/**
 * Locks: who works on what alone, for a while. `get()` and `subscribe` tell all that are held in the room. A lock ends by itself: when its time is
 * over, and when its holder has left. It keeps nobody from anything but what asks for its `token`, such as `room.records.save`.
 *
 * @example
 * const lease = await room.locks.acquire('budget', { wait: 5_000 })
 * await room.records.save('budget', text, { expectedVersion, token: lease.token })
 * await room.locks.release(lease)
 */
export interface Locks extends Store<readonly Lease[]> {
  /**
   * Takes a lock. Needs `write`. What I hold already I hold for longer, under the same token.
   *
   * @throws SyncForgeError LOCK_HELD when somebody else has it, and still has when the wait is over; its `details.lease` says who
   * @throws SyncForgeError VALIDATION_ERROR, FORBIDDEN, LIMIT_EXCEEDED past 1,000 locks or 100 who wait, PLAN_LIMIT_EXCEEDED
   */
  acquire(key: string, options?: AcquireOptions): Promise<Lease>
  /** Holds a lock of mine for longer, from now on. @throws SyncForgeError LOCK_LOST when it is not mine any more */
  renew(lock: string | Pick<Lease, 'key' | 'token'>, time?: LockTime): Promise<Lease>
  /** Gives a lock of mine back: the first in line has it at once. @throws SyncForgeError LOCK_LOST when it was not mine any more */
  release(lock: string | Pick<Lease, 'key' | 'token'>): Promise<void>
  /** Takes a lock from whoever holds it. Needs `moderate`. */
  steal(key: string, time?: LockTime): Promise<Lease>
}

/** Without a lease I stand in line. */
interface Answer {
  readonly lease: Lease | null
}

interface Waiter {
  readonly key: string
  readonly endsAt: number
  readonly ttl: LockTime
  end(result: Lease | SyncForgeError): void
}

export const createLocks = (link: Link, createStore: CreateStore): Locks => {
  const all = createStore<readonly Lease[]>([])
  const waiters = new Set<Waiter>()
  /** What I was given, with the time that I asked for. */
  const mine = new Map<string, Lease>()

  const put = (key: string, lease: Lease | null) => {
    const others = all.get().filter((other) => other.key !== key)
    all.set(lease ? [...others, lease] : others)
    if (lease?.token !== mine.get(key)?.token) mine.delete(key)
    if (lease?.connectionId !== link.me().connectionId) return
    for (const waiter of waiters) if (waiter.key === key) waiter.end(lease)
  }
  const took = (lease: Lease): Lease => {
    put(lease.key, lease)
    mine.set(lease.key, lease)
    return lease
  }
  // What an answer says is taken in its turn: somebody else may have had the lock since.
  const ask = (key: string, ttl: LockTime, waitMs: number, taken: (answer: Answer) => void) =>
    link.ask('locks.acquire', { key, ...ttl, waitMs }, taken)
  const held = (key: string, lease: Lease | undefined) =>
    new SyncForgeError('LOCK_HELD', 'Somebody else holds the lock', null, { lease: lease ?? null, key })

  const wait = (key: string, ttl: LockTime, waitMs: number): Promise<Lease> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        link.ask('locks.giveUp', { key }).catch(() => {})
        waiter.end(
          held(
            key,
            all.get().find((lease) => lease.key === key),
          ),
        )
      }, waitMs)
      const waiter: Waiter = {
        key,
        ttl,
        endsAt: Date.now() + waitMs,
        end(result) {
          clearTimeout(late)
          waiters.delete(waiter)
          if (result instanceof Error) reject(result)
          else resolve(took(result))
        },
      }
      waiters.add(waiter)
    })

  const tokenOf = (lock: string | Pick<Lease, 'key' | 'token'>) => {
    if (typeof lock !== 'string') return { key: lock.key, token: lock.token }
    const token = mine.get(lock)?.token
    if (token === undefined) throw new SyncForgeError('LOCK_LOST', 'I do not hold this lock', null, { key: lock })
    return { key: lock, token }
  }

  /** A new connection: what I held I go on with, where I waited I stand in line again. */
  const goOn = (leases: readonly Lease[]) => {
    const { connectionId } = link.me()
    for (const lease of [...mine.values()]) {
      const now = leases.find(({ key }) => key === lease.key)
      if (now?.token !== lease.token) mine.delete(lease.key)
      else if (now.connectionId !== connectionId) {
        const ttlMs = Math.max(1_000, lease.expiresAt - Date.now())
        link.ask('locks.renew', { key: lease.key, token: lease.token, ttlMs }, took).catch(() => {
          if (mine.get(lease.key)?.token === lease.token) mine.delete(lease.key)
        })
      }
    }
    for (const { key, ttl, endsAt, end } of waiters) {
      ask(key, ttl, Math.max(1, endsAt - Date.now()), ({ lease }) => lease && end(lease)).catch(
        (error: SyncForgeError) => error.code !== 'NETWORK_ERROR' && end(error),
      )
    }
  }

  link.attach({
    events: {
      'locks.changed': ({ key, lease }) => put(key, lease),
    },
    welcomed({ snapshots }) {
      all.set(snapshots.locks)
      goOn(snapshots.locks)
    },
    ended(error) {
      for (const waiter of waiters) waiter.end(error)
    },
  })
  // A lost connection ends it, and the next welcome says all.
  link.ask('locks.list', {}, all.set).catch(() => {})

  return {
    get: all.get,
    subscribe: all.subscribe,
    async acquire(key, { wait: waits = false, ...ttl } = {}) {
      const waitMs = waits === true ? waitMaxMs : Number(waits)
      let waiting: Promise<Lease> | undefined
      const { lease } = await ask(key, ttl, waitMs, (answer) => {
        // In line from here on: it may be mine with the next event.
        if (answer.lease) took(answer.lease)
        else waiting = wait(key, ttl, waitMs)
      })
      return lease ?? (waiting as Promise<Lease>)
    },
    renew: async (lock, time = {}) => link.ask('locks.renew', { ...tokenOf(lock), ...time }, took),
    async release(lock) {
      // The event that comes with the answer says whose it is now.
      await link.ask('locks.release', tokenOf(lock))
    },
    steal: (key, time = {}) => link.ask('locks.steal', { key, ...time }, took),
  }
}
