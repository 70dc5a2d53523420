/** What the room's shell has stored, for tests that look at it or move its times: wake-ups, and places without a socket. */

import { runInDurableObject } from 'cloudflare:test'
import { createKeyValues } from '../actor/key-values.ts'
import type { KeptPlace } from '../room/connections/connection.ts'
import { placePrefix } from '../room/connections/connection.ts'
import type { Room } from '../room/room.ts'

interface Wakeup {
  readonly at: number
  readonly setAt: number
  readonly failure?: { readonly since: number; readonly failures: number; readonly retryAt: number }
}

const wakeupsKey = 'wakeups'

export const wakeupsOf = ({ sql }: DurableObjectStorage): Readonly<Record<string, Wakeup>> =>
  createKeyValues(sql).get<Record<string, Wakeup>>(wakeupsKey) ?? {}

/** As a clock would that was set: the room reads it on its next cold wake. */
export const moveWakeups = (storage: DurableObjectStorage, move: (wakeup: Wakeup) => Wakeup): void => {
  const moved = Object.entries(wakeupsOf(storage)).map(([key, wakeup]) => [key, move(wakeup)])
  createKeyValues(storage.sql).put(wakeupsKey, Object.fromEntries(moved))
}

/** A second after an edit the room has told of it, and writes none of its wake-ups over those of a test. */
export const changesTold = async (room: DurableObjectStub<Room>): Promise<void> => {
  const isTelling = () => runInDurableObject(room, (_, { storage }) => 'room.changes' in wakeupsOf(storage))
  while (await isTelling()) await scheduler.wait(20)
}

/** Every wake-up is due, one that fails as well. */
export const ringAll = (storage: DurableObjectStorage): void =>
  moveWakeups(storage, ({ failure, ...wakeup }) => ({
    ...wakeup,
    at: 1,
    ...(failure === undefined ? {} : { failure: { ...failure, retryAt: 1 } }),
  }))

export const keptPlaces = ({ sql }: DurableObjectStorage): readonly KeptPlace[] =>
  createKeyValues(sql).list<KeptPlace>(placePrefix)
