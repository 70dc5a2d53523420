/**
 * Owns what keys cost that nobody knows: each is a question to the database, and anybody can make them up. One is remembered for a moment, and a
 * network that shows many is refused for the rest of its minute. In the memory of one isolate: a shield, not an account.
 */
import { RoomError } from '@syncforge/protocol/errors'

export interface UnknownKeysOptions {
  /** How long a key that nobody knows is not asked for again. */
  readonly rememberedMs: number
  /** So many a network may show in so long. */
  readonly max: number
  readonly windowMs: number
  /** Of keys, and of networks. */
  readonly maxEntries: number
  readonly clock: () => number
}

export interface UnknownKeys {
  /**
   * What `find` finds, or `undefined` for a key that nobody knew a moment ago.
   *
   * @param network whose share it is; left out where something else bounds it
   * @throws RoomError RATE_LIMITED before `find` is called
   */
  look<T>(hash: string, network: string | undefined, find: () => Promise<T | undefined>): Promise<T | undefined>
}

export const createUnknownKeys = ({
  rememberedMs,
  max,
  windowMs,
  maxEntries,
  clock,
}: UnknownKeysOptions): UnknownKeys => {
  const unknown = new Map<string, number>()
  const networks = new Map<string, { shown: number; readonly endsAt: number }>()

  const put = <V>(map: Map<string, V>, key: string, value: V) => {
    map.delete(key)
    // A Map keeps its order: the first entry is the oldest.
    for (const oldest of map.size >= maxEntries ? [...map.keys()].slice(0, 1) : []) map.delete(oldest)
    map.set(key, value)
  }
  const shareOf = (network: string) => {
    const now = clock()
    const known = networks.get(network)
    // A clock set backwards keeps nobody out for longer.
    if (known && known.endsAt > now && known.endsAt <= now + windowMs) return known
    const share = { shown: 0, endsAt: now + windowMs }
    put(networks, network, share)
    return share
  }

  return {
    async look(hash, network, find) {
      const leftMs = (unknown.get(hash) ?? 0) - clock()
      if (leftMs > 0 && leftMs <= rememberedMs) return undefined
      const share = network === undefined ? null : shareOf(network)
      if (share && share.shown >= max) {
        throw new RoomError('RATE_LIMITED', `No more than ${max} unknown keys in ${windowMs / 1_000} s`, {
          retryAfterMs: Math.max(1, share.endsAt - clock()),
        })
      }
      // Counted before the answer, so that many at once are no way past it, and given back to who shows one that is known.
      if (share) share.shown += 1
      let isUnknown = false
      try {
        const found = await find()
        isUnknown = found === undefined
        if (isUnknown) put(unknown, hash, clock() + rememberedMs)
        return found
      } finally {
        if (share && !isUnknown) share.shown -= 1
      }
    },
  }
}
