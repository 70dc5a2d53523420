/**
 * Whether rooms can store anything, as one object found out by writing. Known for a while, and asked anew behind the back of whoever joins: only
 * once a write has failed does anybody wait for another. Joining a room that cannot write ends in a socket that breaks off without a word.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { Env } from '../bindings/env.ts'
import { describeError, log } from '../log.ts'
import type { KeepAlive } from './records.ts'
import { withinTime } from './within-time.ts'

const checkTimeoutMs = 3_000
/** Anybody may ask for the health of the server, as often as they like. */
const rememberMs = 1_000
/** So old may be what those who join go by. */
const staleAfterMs = 5_000

let known: { readonly isWritable: boolean; readonly at: number } | null = null

const ageMs = () => (known === null ? Number.POSITIVE_INFINITY : Math.abs(Date.now() - known.at))

const write = async (env: Env, requestId: string): Promise<boolean> => {
  try {
    await withinTime(env.PROBE.get(env.PROBE.idFromName('probe')).write(), checkTimeoutMs)
    return true
  } catch (error) {
    log('error', { requestId, check: 'rooms', ...describeError(error) })
    return false
  }
}

/** Asks, and remembers. */
const find = async (env: Env, requestId: string): Promise<boolean> => {
  const isWritable = await write(env, requestId)
  known = { isWritable, at: Date.now() }
  return isWritable
}

/** At most a second old. */
export const isWritable = async (env: Env, requestId: string): Promise<boolean> =>
  known !== null && ageMs() < rememberMs ? known.isWritable : find(env, requestId)

/** @throws RoomError ROOM_UNAVAILABLE when nothing could be written a moment ago */
export const requireWritable = async (env: Env, requestId: string, keepAlive: KeepAlive): Promise<void> => {
  if (known !== null && !known.isWritable) {
    if (await isWritable(env, requestId)) return
    throw new RoomError('ROOM_UNAVAILABLE', 'Rooms cannot store anything right now', { retryAfterMs: staleAfterMs })
  }
  if (ageMs() < staleAfterMs) return
  // Whoever comes in the meantime goes by what was known.
  known = { isWritable: true, at: Date.now() }
  keepAlive(find(env, requestId))
}
