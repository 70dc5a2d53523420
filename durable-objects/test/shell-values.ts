/** What the room's shell has stored, for tests that look at it or move its times: wake-ups, and places without a socket. */
import type { KeptPlace } from '../room/connection.ts'
import { placePrefix } from '../room/connection.ts'
import { createValues } from '../room/values.ts'

interface Wakeup {
  readonly at: number
  readonly setAt: number
}

const wakeupsKey = 'wakeups'

export const wakeupsOf = ({ sql }: DurableObjectStorage): Readonly<Record<string, Wakeup>> =>
  createValues(sql).get<Record<string, Wakeup>>(wakeupsKey) ?? {}

/** As a clock would that was set: the room reads it on its next cold wake. */
export const moveWakeups = (storage: DurableObjectStorage, move: (wakeup: Wakeup) => Wakeup): void => {
  const moved = Object.entries(wakeupsOf(storage)).map(([key, wakeup]) => [key, move(wakeup)])
  createValues(storage.sql).put(wakeupsKey, Object.fromEntries(moved))
}

/** Every wake-up is due. */
export const ringAll = (storage: DurableObjectStorage): void => moveWakeups(storage, (wakeup) => ({ ...wakeup, at: 1 }))

export const keptPlaces = ({ sql }: DurableObjectStorage): readonly KeptPlace[] =>
  createValues(sql).list<KeptPlace>(placePrefix)
