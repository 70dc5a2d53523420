/**
 * What each wake-up of the room does, in the order in which those that are due together run.
 *
 * HK1  Each is all or nothing by itself: one that fails is undone and tried again after 5, 10, 20 s … 10 min; the others go on.
 * HK2  The room says which of them fail, since when and how often.
 * HK3  One damaged document stops the housekeeping of no other.
 */
import type { Liveness } from '../actor/liveness.ts'
import type { ActorStorage } from '../actor/storage.ts'
import type { WakeHandler, Wakeups } from '../actor/wakeups.ts'
import { forgetOnDefect } from './commit.ts'
import type { RoomConnection } from './connections/connection.ts'
import type { RoomHandshake } from './connections/handshake.ts'
import type { Announcer } from './delivery/announce.ts'
import type { DocumentChanges } from './facts/changes.ts'
import type { FactReporter } from './facts/reporter.ts'
import type { Files } from './files/files.ts'
import type { Live } from './live/live.ts'
import type { Lobby } from './live/lobby.ts'
import type { RoomMirror } from './mirror/mirror.ts'
import type { OpenFeature, OpenRoom } from './open.ts'
import type { Departures } from './sessions/depart.ts'
import type { EmptyTimeout } from './sessions/empty-timeout.ts'
import type { Transfer } from './transfer/transfer.ts'

interface HandlerParts {
  readonly storage: ActorStorage
  readonly room: OpenRoom
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  readonly announcer: Announcer
  readonly departures: Departures
  readonly handshake: RoomHandshake
  readonly transfer: Transfer
  readonly files: Files
  readonly liveness: Liveness<RoomConnection>
  readonly mirror: RoomMirror
  readonly live: Live
  readonly lobby: Lobby
  readonly reporter: FactReporter
  readonly changes: DocumentChanges
  readonly emptyTimeout: EmptyTimeout
  isEmpty(): boolean
  /** Nobody has come back for the room's time. */
  cleanUp(): Promise<void>
}

export const createWakeHandlers = (parts: HandlerParts): ReadonlyMap<string, WakeHandler> => {
  const {
    storage,
    room,
    wakeups,
    announcer,
    departures,
    handshake,
    transfer,
    files,
    liveness,
    mirror,
    live,
    lobby,
    reporter,
    changes,
    emptyTimeout,
  } = parts

  /** Looks, and comes again when there is something to look at. */
  const look = (key: string, next: (now: number) => number | null) =>
    [
      key,
      (now: number) => {
        wakeups.wakeAt(key, next(now))
        return undefined
      },
    ] as const

  const ofFeature = (feature: OpenFeature) =>
    [
      feature.name,
      (now: number) => {
        announcer.consequences(
          forgetOnDefect(storage, feature, () => feature.onAlarm?.(now) ?? {}),
          null,
        )
        return undefined
      },
    ] as const

  const onEmpty = () => {
    if (!parts.isEmpty()) return undefined
    if (!handshake.isOccupied()) return parts.cleanUp
    emptyTimeout.postpone()
    return undefined
  }

  return new Map<string, WakeHandler>([
    look(departures.wakeKey, departures.sweep),
    look(handshake.wakeKey, handshake.endSilent),
    look(transfer.wakeKey, transfer.sweep),
    look(files.wakeKey, files.sweep),
    look(liveness.wakeKey, liveness.check),
    ...room.features.map(ofFeature),
    [emptyTimeout.wakeKey, onEmpty],
    [reporter.wakeKey, reporter.handler],
    [changes.wakeKey, changes.handler],
    [live.wakeKey, live.handler],
    [lobby.wakeKey, lobby.handler],
    [files.work.wakeKey, files.work.handler],
    // Last: Postgres may take its time, and what is due together is waited for in turn.
    [mirror.wakeKey, mirror.due],
  ])
}
