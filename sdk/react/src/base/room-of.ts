/** Owns of which room a list of people or cursors is, so that components can be given what a hook gave. */
import type { AnyRoom } from './any-room.ts'

const rooms = new WeakMap<object, AnyRoom>()

export const remember = (room: AnyRoom, ...given: readonly unknown[]): void => {
  for (const each of room ? given : []) if (typeof each === 'object' && each !== null) rooms.set(each, room)
}

/** The room that a hook's value belongs to, as long as it is the very value. */
export const roomOf = (given: object | null | undefined): AnyRoom => (given ? rooms.get(given) : null)
