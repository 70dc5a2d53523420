/** Owns who came and who went since it was last told, gathered over a moment: a class that comes in at once is one sentence. */
import type { PresenceUser, Room, Unsubscribe } from '@syncforge/client'
import { keyOf, nameOf } from '../base/safe.ts'

const gatherMs = 800

export interface Arrivals {
  readonly came: readonly string[]
  readonly went: readonly string[]
}

/** Tells names of others from now on; who reloads their page within a moment has neither come nor gone. */
export const watchArrivals = (room: Room, heard: (arrivals: Arrivals) => void): Unsubscribe => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let known: ReadonlyMap<string, PresenceUser> | null = null
  const peopleNow = () =>
    new Map(room.presence.getOthers().flatMap((user) => (user.agent ? [] : [[keyOf(user), user]])))
  const tell = () => {
    timer = undefined
    // A lost connection hears nothing: whoever is missing then has not gone.
    if (room.status.get() !== 'connected') return
    const before = known ?? new Map<string, PresenceUser>()
    const now = peopleNow()
    known = now
    const not = (others: ReadonlyMap<string, PresenceUser>) => (user: PresenceUser) => !others.has(keyOf(user))
    const came = [...now.values()].filter(not(before)).map(nameOf)
    const went = [...before.values()].filter(not(now)).map(nameOf)
    if (came.length + went.length > 0) heard({ came, went })
  }
  const stop = room.presence.subscribeOthers(() => {
    known ??= peopleNow()
    timer ??= setTimeout(tell, gatherMs)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}
