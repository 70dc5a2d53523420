/**
 * What the room shows to who looks at it from outside, and when it says that this is another: rules LO1, LO3 and LO5 are in the contract. While
 * somebody looks it says so twice a second at most; once it hears that nobody does, it says nothing until it is asked again.
 */
import type { Person } from '@syncforge/protocol/person'
import { createRepeatedCall } from '../../actor/calls.ts'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { RoomName } from '../admission.ts'
import type { OpenRoom } from '../open.ts'
import type { Rights } from '../record/rights.ts'
import type { LiveTarget, LobbyAnswer, LobbySight, LobbyViewer } from './target.ts'

export interface Lobby {
  readonly wakeKey: string
  readonly handler: WakeHandler
  /** An event of this type was announced. */
  heard(type: string): void
  look(viewers: readonly LobbyViewer[]): LobbyAnswer
}

interface LobbyParts {
  readonly values: KeyValues
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  readonly room: OpenRoom
  readonly rights: Rights
  readonly isEphemeral: boolean
  name(): RoomName | null
  target(organizationId: string): Pick<LiveTarget, 'unreadChanged'> | undefined
  clock(): number
  readonly log: Log
}

const key = 'lobby'
const wakeKey = 'room.lobby'
const intervalMs = 500
const timeoutMs = 10_000

export const createLobby = (parts: LobbyParts): Lobby => {
  const { values, wakeups, room, rights, isEphemeral, name, target, clock, log } = parts
  const counted = room.features.flatMap(({ name: feature, unread }) => (unread ? [{ feature, unread }] : []))
  const changedBy = new Set(counted.flatMap(({ unread }) => unread.changedBy))
  let toldAt = 0
  let changes = 0
  let told = 0
  let isWatched: boolean | undefined
  const watched = () => {
    isWatched ??= values.get<boolean>(key) === true
    return isWatched
  }
  const watch = (next: boolean) => {
    if (next === watched()) return
    isWatched = next
    if (next) values.put(key, true)
    else values.delete(key)
  }

  const call = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      const room = name()
      const organization = room === null ? undefined : target(room.organizationId)
      if (room === null || organization === undefined) return
      told = changes
      toldAt = clock()
      if (!(await withinTime(organization.unreadChanged(room), timeoutMs)) && told === changes) watch(false)
    },
    isOvertaken: () => told !== changes || name() === null,
    retryFirstMs: timeoutMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  const sightOf = ({ userId, access }: LobbyViewer, now: number): LobbySight => {
    const person: Person = { userId: userId ?? '', verified: userId !== null }
    const isBanned = userId !== null && rights.of(userId, now).ban !== null
    if (isBanned || rights.accessOf(person, { access, link: null }) === null) return { mayRead: false, unread: null }
    if (userId === null) return { mayRead: true, unread: null }
    return {
      mayRead: true,
      unread: Object.fromEntries(counted.map(({ feature, unread }) => [feature, unread.of(person)])),
    }
  }

  return {
    wakeKey,
    handler: call.handler,
    heard(type) {
      if (!changedBy.has(type) || !watched()) return
      changes += 1
      if (call.isRetrying()) return
      const at = Math.max(clock(), toldAt + intervalMs)
      const set = wakeups.wakesAt(wakeKey)
      if (set === null || set > at) wakeups.wakeAt(wakeKey, at)
    },
    look(viewers) {
      watch(true)
      const now = clock()
      return { isEphemeral, sights: viewers.map((viewer) => sightOf(viewer, now)) }
    },
  }
}
