/** Owns what everybody has chosen: mine goes into my presence, that of others comes out of theirs. */
import type { PresenceUser, Room } from '@syncforge/client'
import { createValue, type Value } from '../store.ts'
import type { Desk } from '../tools/desk.ts'
import { colorOf, nameOf } from './person.ts'

export interface TheirSelection {
  readonly name: string
  readonly color: string
  readonly ids: readonly string[]
}

export type Selections = Pick<Value<readonly TheirSelection[]>, 'get' | 'subscribe'>

/** Of more than this nobody needs to see which. */
const told = 20

const read = (user: PresenceUser): readonly TheirSelection[] =>
  user.connections.flatMap(({ presence: { chosen } }) => {
    const ids = Array.isArray(chosen) ? chosen.slice(0, told).filter((id): id is string => typeof id === 'string') : []
    return ids.length > 0 ? [{ name: nameOf(user), color: colorOf(user), ids }] : []
  })

export const shareSelections = (room: Room, desk: Desk): Selections & { close(): void } => {
  const theirs = createValue<readonly TheirSelection[]>([])
  let sent = ''
  const tell = () => {
    // While a marquee is pulled it changes with every move.
    if (desk.marquee.get()) return
    const ids = [...desk.selection.get()].slice(0, told)
    if (ids.join() === sent) return
    sent = ids.join()
    room.presence.update({ chosen: ids.length > 0 ? ids : undefined })
  }
  const stops = [
    desk.selection.subscribe(tell),
    desk.marquee.subscribe(tell),
    room.presence.subscribeOthers((others) => {
      const next = others.flatMap(read)
      if (next.length > 0 || theirs.get().length > 0) theirs.set(next)
    }),
  ]
  return {
    get: theirs.get,
    subscribe: theirs.subscribe,
    close() {
      for (const stop of stops) stop()
    },
  }
}
