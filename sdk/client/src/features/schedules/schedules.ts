/** Owns what the room is to tell at a set time, on this side; loaded with the first use. Rules SC1–SC5 are in the contract. */

import type { Schedule } from '@syncforge/protocol/schedules'
import type { Json } from '@syncforge/protocol/schemas'
import type { Link, Listener } from '../../connection/link.ts'
import { invalid } from '../../errors.ts'
import type { Unsubscribe } from '../../store.ts'
import type { Tools } from '../../tools.ts'

export type { Schedule }

/** `{ name, at, payload, by }`, `at` in milliseconds since 1970. */
export interface ScheduleCalls {
  /**
   * Has the room tell everybody `payload` under `name` at a time, once, whoever is there then. A name that is set again has the new time alone.
   *
   * @param at a date, or milliseconds since 1970; at most a year ahead
   * @param payload JSON of at most 16 KiB, `null` unless told otherwise
   * @throws SyncForgeError VALIDATION_ERROR for a time that has passed, LIMIT_EXCEEDED past a thousand, FORBIDDEN without `write`,
   * PAYLOAD_TOO_LARGE, NETWORK_ERROR, TIMEOUT, LOAD_FAILED, CLOSED
   * @example await room.schedule('retro-ends', Date.now() + 15 * 60_000, { text: 'Time is up' })
   */
  schedule(name: string, at: number | Date, payload?: unknown): Promise<Schedule>
  /** Takes it back. Resolves with whether there was one. @example await room.unschedule('retro-ends') */
  unschedule(name: string): Promise<boolean>
  /** What has not fired, the next first. @example const [next] = await room.schedules() */
  schedules(): Promise<readonly Schedule[]>
}

const payloadMaxBytes = 16 * 1_024

export const createSchedules = (link: Pick<Link, 'ask'>, { callSafely, checkJson }: Tools) => {
  const subscriptions = new Set<{ readonly listener: (schedule: Schedule) => void }>()
  const calls: ScheduleCalls = {
    async schedule(name, at, payload = null) {
      const time = Math.round(Number(at))
      if (!Number.isSafeInteger(time)) throw invalid('The time of a schedule is a date or milliseconds since 1970')
      const json = checkJson(payload, 'The payload', payloadMaxBytes) as Json
      return link.ask('schedules.set', { name, at: time, payload: json })
    },
    unschedule: async (name) => (await link.ask('schedules.remove', { name })).removed,
    schedules: () => link.ask('schedules.list', {}),
  }
  const listener: Listener = {
    events: {
      'schedules.fired'(schedule) {
        for (const subscription of [...subscriptions])
          if (subscriptions.has(subscription)) callSafely(subscription.listener, schedule)
      },
    },
  }
  return {
    ...calls,
    listener,
    onSchedule(listener: (schedule: Schedule) => void): Unsubscribe {
      const subscription = { listener }
      subscriptions.add(subscription)
      return () => void subscriptions.delete(subscription)
    },
  }
}
