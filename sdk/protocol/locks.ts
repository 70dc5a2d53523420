/**
 * Locks: who may work on something alone, for a while. A lock is a promise among people: nothing is closed by it but what asks for its token.
 *
 * LK1  A key has one holder at most, whatever crashes, clocks and lines do. Whoever comes to hold it gets a token that is higher than every one before.
 * LK2  A lock ends when its holder gives it back, when its time is over, when its connection leaves (after the grace period), and with the room.
 * LK3  Only its holder renews a lock or gives it back, and only with its token: else LOCK_LOST. Who asks for what it holds has it for longer, under
 *      the same token. A holder whose connection the room has lost in a crash goes on with it from a new one, for as long as the grace period.
 * LK4  Who waits stands in line: when the lock ends, the first in line holds it at once. A wait ends by its time, and with the connection.
 * LK5  Who may `moderate` takes a lock from its holder. The line stays as it is.
 * LK6  Everyone is told who holds what, with the welcome and as soon as it changes.
 * LK7  A clock set back makes nobody hold or wait for longer than was asked for.
 * LK8  Locks stay in their room: no export, fork or copy has them.
 * LK9  A holder that is an agent which the organization's server shows is marked: `agent` in `by`.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { idPatterns } from './ids.ts'
import { limits } from './limits.ts'
import { Author, ConnectionId } from './schemas.ts'

export const LockKey = z.string().regex(idPatterns.document, '1–128 letters, digits or _ . : @ ~ - /')
const Token = z.number().int().positive()
const TtlMs = z.number().int().min(limits.lockMinMs).max(limits.lockMaxMs).default(limits.defaultLockMs)

/** A lock that is held. `connectionId` is `null` for a holder without a connection, by REST; `expiresAt` in milliseconds since 1970. */
export const Lease = z.object({
  key: LockKey,
  token: Token,
  expiresAt: z.number().int(),
  by: Author,
  connectionId: ConnectionId.nullable(),
})
export type Lease = z.infer<typeof Lease>

export const locks = defineContract({
  name: 'locks',
  feature: 'locks',
  requests: {
    /** With `waitMs` who does not get it stands in line for so long: `lease` is `null`, and `position` counts from 1. */
    'locks.acquire': {
      access: 'write',
      body: z.strictObject({
        key: LockKey,
        ttlMs: TtlMs,
        waitMs: z.number().int().min(0).max(limits.lockWaitMaxMs).default(0),
      }),
      reply: z.object({ lease: Lease.nullable(), position: z.number().int() }),
    },
    'locks.renew': {
      access: 'write',
      body: z.strictObject({ key: LockKey, token: Token, ttlMs: TtlMs }),
      reply: Lease,
    },
    'locks.release': { access: 'read', body: z.strictObject({ key: LockKey, token: Token }), reply: z.object({}) },
    /** Leaves the line. */
    'locks.giveUp': { access: 'read', body: z.strictObject({ key: LockKey }), reply: z.object({}) },
    'locks.steal': { access: 'moderate', body: z.strictObject({ key: LockKey, ttlMs: TtlMs }), reply: Lease },
    'locks.list': { access: 'read', body: z.strictObject({}), reply: z.array(Lease) },
  },
  events: {
    /** `null`: nobody holds it any more. */
    'locks.changed': { delivery: 'reliable', body: z.object({ key: LockKey, lease: Lease.nullable() }) },
  },
  channels: {},
  snapshot: z.array(Lease),
  fold(leases: readonly Lease[], heard): readonly Lease[] {
    if (heard.kind !== 'event' || heard.type !== 'locks.changed') return leases
    const { key, lease } = heard.body as { readonly key: string; readonly lease: Lease | null }
    const others = leases.filter((other) => other.key !== key)
    return lease === null ? others : [...others, lease]
  },
})
