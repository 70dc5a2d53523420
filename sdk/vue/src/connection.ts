/** How the room is doing, what I may do in it, what it is called, and events of the app's own. */
import type {
  Access,
  BroadcastListener,
  DeclaredEvents,
  DeclaredPresence,
  DeclaredUserInfo,
  Room,
  Status,
  SyncStatus,
} from '@syncforge/client'
import { type MaybeRefOrGetter, toValue } from 'vue'
import { type IsEqual, joined, type RoomOf, type RoomSource, type Shown, useRoomStore, whileJoined } from './store.ts'

type RoomInfo = ReturnType<Room['info']['get']>

const noInfo: RoomInfo = { name: null, type: 'collaboration', metadata: {}, maxParticipants: 0 }

/** @example const status = useStatus(room) */
export const useStatus = (room: RoomSource): Shown<Status> =>
  useRoomStore<Status>(room, 'connecting', (each, listener) => each.status.subscribe(listener))

/** Whether my edits are durable. @example const sync = useSync(room) */
export const useSync = (room: RoomSource): Shown<SyncStatus> =>
  useRoomStore<SyncStatus>(room, 'offline', (each, listener) => each.sync.subscribe(listener))

/** What I may do here; `read` until the room is joined. @example const access = useAccess(room) */
export const useAccess = (room: RoomSource): Shown<Access> =>
  useRoomStore<Access>(room, 'read', (each, listener) => each.access.subscribe(listener))

/** What the room is called and is for. @example const name = useRoomInfo(room, (info) => info.name) */
export const useRoomInfo = <S = RoomInfo>(
  room: RoomSource,
  select?: (info: RoomInfo) => S,
  isEqual?: IsEqual<S>,
): Shown<S> =>
  useRoomStore<RoomInfo, S>(room, noInfo, (each, listener) => each.info.subscribe(listener), select, isEqual)

/** Hears events that others broadcast, as long as the component is there. @example useEvent(room, 'confetti', ({ x, y }) => celebrate(x, y)) */
export const useEvent = <K extends keyof E & string, P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  room: RoomOf<P, I, E>,
  event: MaybeRefOrGetter<K>,
  listener: BroadcastListener<E[K]>,
): void =>
  whileJoined(
    room as RoomSource,
    (each) => each.on(toValue(event), listener as BroadcastListener),
    () => {},
    event,
  )

/** The way to broadcast; rejects while there is no room. @example const broadcast = useBroadcast(room) */
export const useBroadcast =
  <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(room: RoomOf<P, I, E>): Room<P, I, E>['broadcast'] =>
  async (event, ...payload) =>
    joined(room as RoomSource).broadcast(event, ...payload)
