/** Owns the entry: checks what it is given, and hands out one Room per room id. */

import type { JsonObject } from '@syncforge/protocol/schemas'
import { callSafely } from './batch.ts'
import { checkBoolean, checkEndpoint, checkPresence, checkRoomId, checkText, checkUserInfo } from './check.ts'
import { fetchToken, socketAddress, type TokenSource } from './connection/authorize.ts'
import { invalid, joinAborted, type SyncForgeError } from './errors.ts'
import { parts } from './features/parts/load.ts'
import type { PresencePatch } from './features/presence/presence.ts'
import { createMembership, type Membership } from './membership.ts'
import { onDemand } from './on-demand.ts'
import type { Inbox } from './outside/inbox.ts'
import type { LobbyState } from './outside/lobby.ts'
import { openOutside } from './outside/open.ts'
import { openRoom, type Room } from './room.ts'
import type { Store } from './store.ts'
import type { DeclaredEvents, DeclaredPresence, DeclaredUserInfo } from './types.ts'

const loadCloseGuard = onDemand(async () => (await parts()).closeGuard())
const loadOffline = onDemand(async () => (await parts()).offline())

/** A WebSocket as browsers, workers, Node and the package `ws` have it. */
export type WebSocketConstructor = new (
  address: string,
  protocol: string,
) => {
  readonly readyState: number
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number): void
}

/** Either `apiKey`, a publishable key, or `authEndpoint`, where room tokens come from. */
export interface SyncForgeOptions {
  /** A publishable key: joins public rooms. Who one is, is then a claim, marked `verified: false`. */
  readonly apiKey?: string | undefined
  /**
   * An address that takes POST `{ room }` and answers `{ token }`, or a function that does. Asked for every connection,
   * so that a token is never too old.
   */
  readonly authEndpoint?: string | TokenSource | undefined
  /** Where the server is, such as `wss://collab.example.com`. */
  readonly endpoint: string
  /** Hears errors that no call is waiting for: an edit refused, a room closed for good. `room.leave()` then leaves for all who joined. */
  readonly onError?: ((error: SyncForgeError, room: Room) => void) | undefined
  /**
   * The browser asks before the page closes while an edit of mine is not durable in its room. Default `false`.
   *
   * @example new SyncForge({ endpoint: 'wss://collab.example.com', apiKey: 'pk_live_…', warnBeforeClose: true })
   */
  readonly warnBeforeClose?: boolean | undefined
  /**
   * What connections are made with, where the platform has no WebSocket of its own, such as Node before 22. Default: the platform's.
   *
   * @example import { WebSocket } from 'ws'; new SyncForge({ endpoint: 'wss://collab.example.com', apiKey: 'pk_live_…', WebSocket })
   */
  readonly WebSocket?: WebSocketConstructor | undefined
}

/** Who joins, and with what presence. With a token, who one is comes from the token. */
export interface JoinOptions {
  readonly userId?: string | undefined
  /** What others see: `name`, `color` such as `#2f6feb`, `avatar`, and any JSON of your own, at most 4 KiB. */
  readonly userInfo?:
    | { readonly [key: string]: unknown; readonly name?: string; readonly color?: string; readonly avatar?: string }
    | undefined
  readonly presence?: { readonly [key: string]: unknown } | undefined
  /**
   * Keeps the room's documents in this browser (IndexedDB), so that they are there at once and without a network, and edits made
   * without one survive a reload; on return they merge. An edit is in the browser's storage some milliseconds after it was made.
   * Needs `userId`, because a copy belongs to one person: what was kept with a publishable key is not there with a token. Default `false`.
   *
   * `joinRoom` then resolves without a connection too: `room.status` is `connecting`, `room.sync` is `offline`. Delete it all when the
   * person signs out: {@link SyncForge.forgetOffline}.
   *
   * @example await client.joinRoom('plans', { userId: 'ada', offline: true })
   */
  readonly offline?: boolean | undefined
  /**
   * Gives this join up when it is aborted before the room is joined; the call then rejects with ABORTED. Afterwards it does nothing: use
   * `room.leave()`.
   *
   * @example const gone = new AbortController(); client.joinRoom('plans', { signal: gone.signal }); gone.abort()
   */
  readonly signal?: AbortSignal | undefined
}

/** `joinRoom<Presence, UserInfo, Events>(…)` says what this room carries, where it is not what the app has declared in `SyncForgeTypes`. */
export interface JoinRoom {
  <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
    id: string,
    options?: JoinOptions,
  ): Promise<Room<P, I, E>>
  (id: string, options?: JoinOptions): Promise<Room>
}

/** What a join asks for, checked. */
interface Wanted {
  readonly userId: string | undefined
  readonly userInfo: JsonObject | undefined
  readonly presence: JsonObject | undefined
  readonly offline: boolean
  readonly signal: AbortSignal | undefined
}

const given = <T>(value: unknown, check: (value: unknown) => T): T | undefined =>
  value === undefined ? undefined : check(value)

const checkJoin = ({ userId, userInfo, presence, offline, signal }: JoinOptions): Wanted => {
  const wanted = {
    userId: given(userId, (text) => checkText(text, 'userId', 256)),
    userInfo: given(userInfo, checkUserInfo),
    presence: given(presence, checkPresence),
    offline: checkBoolean(offline, 'offline'),
    signal,
  }
  if (wanted.offline && userId === undefined) throw invalid('offline needs a userId: whose copy it is')
  return wanted
}

const sorted = (info: JsonObject = {}) => JSON.stringify(Object.entries(info).sort())

/** A room is joined once for all who hold it: what a later join wants must be so already. @throws VALIDATION_ERROR */
const checkSame = (room: string, known: Wanted, { userId, userInfo, offline }: Wanted): void => {
  const differs =
    (userId !== undefined && userId !== known.userId && 'userId') ||
    (userInfo !== undefined && sorted(userInfo) !== sorted(known.userInfo) && 'userInfo') ||
    (offline && !known.offline && 'offline')
  if (differs) throw invalid(`This client is already in ${room} with another ${differs}: use a second client`)
}

/**
 * The connection to SyncForge: one client, any number of rooms.
 *
 * @throws SyncForgeError VALIDATION_ERROR at construction for options that cannot work
 * @example
 * const client = new SyncForge({ endpoint: 'wss://collab.example.com', apiKey: 'pk_live_…' })
 * const room = await client.joinRoom('plans', { userInfo: { name: 'Ada', color: '#2f6feb' } })
 */
export class SyncForge {
  /**
   * Joins a room: resolves once the room has greeted and shown who is here; documents follow by themselves. A server that cannot be
   * reached is tried for 4 s, one that was reached but does not greet for 15 s.
   *
   * While the organization's plan has no place for somebody new, or for another room, the call waits and tries again twice a minute:
   * `onError` hears PLAN_LIMIT_EXCEEDED, with a room whose `status` is `connecting`. Its `signal`, or `close`, gives up.
   *
   * Joining the same room again shares its connection and documents, under the identity of the first join; `presence` is merged into
   * mine. Each join wants its own `leave()`, and the last one leaves the room.
   *
   * @throws SyncForgeError VALIDATION_ERROR for wrong arguments; what the room answered (ROOM_FULL, FORBIDDEN,
   * UNAUTHORIZED, ROOM_NOT_FOUND …); ABORTED by its `signal`; CLOSED when the client was closed meanwhile; the last failure when there was no answer in time, unless `offline` is on
   * @example const room = await client.joinRoom('plans', { userId: 'ada', userInfo: { name: 'Ada' }, presence: { status: 'busy' } })
   */
  declare readonly joinRoom: JoinRoom
  /**
   * What the person is told, in whichever room it happened: {@link Inbox}.
   *
   * @example client.inbox.subscribe(({ unread }) => badge.textContent = String(unread))
   */
  declare readonly inbox: Inbox
  /**
   * Who is in many rooms and what I have not read there, over one socket, without being in them: those that I may read. At most 100 rooms for all
   * lobbies of a client. Unread counts need an `authEndpoint`; it is asked for one of the rooms, and the token's rights count.
   *
   * @throws SyncForgeError VALIDATION_ERROR for what is no room id
   * @example client.lobby(['plans', 'budget']).subscribe(({ rooms }) => rooms.forEach(({ id, total, unread }) => badge(id, total, unread?.chat)))
   */
  declare readonly lobby: (roomIds: readonly string[]) => Store<LobbyState>
  /**
   * Leaves every room, whoever else of this client still holds it, and ends the inbox. The client can join again afterwards.
   *
   * @example addEventListener('logout', () => client.close())
   */
  declare readonly close: () => void
  /**
   * Deletes everything that `offline` keeps in this browser, of all rooms of this endpoint and whoever they were joined as: for when
   * somebody signs out. Rooms joined with `offline` are left first, in other tabs too, so that nothing is written again; edits that
   * had not reached their room are gone with it: `await room.flush()` first where that matters.
   *
   * @throws SyncForgeError STORAGE_FAILED when the browser did not delete everything
   * @example signOutButton.onclick = () => client.forgetOffline()
   */
  declare readonly forgetOffline: () => Promise<void>

  // Nothing is kept on `this`: frameworks wrap what they are given in a proxy, through which private fields cannot be reached.
  constructor(options: SyncForgeOptions) {
    const { apiKey, authEndpoint, onError, WebSocket: Given } = options ?? {}
    if ((apiKey === undefined) === (authEndpoint === undefined)) throw invalid('Give either apiKey or authEndpoint')
    if (onError !== undefined && typeof onError !== 'function') throw invalid('onError must be a function')
    const endpoint = checkEndpoint(options.endpoint)
    const token = apiKey === undefined ? null : checkText(apiKey, 'apiKey', 512)
    const source =
      apiKey !== undefined || typeof authEndpoint === 'function'
        ? authEndpoint
        : checkText(authEndpoint, 'authEndpoint', 2_048)
    const warnBeforeClose = checkBoolean(options.warnBeforeClose, 'warnBeforeClose')
    const rooms = new Map<string, { readonly membership: Membership; readonly wanted: Wanted }>()

    const platform = Given as typeof WebSocket | undefined
    const addressOf = async (what: string, room: string, over: AbortSignal) =>
      socketAddress(endpoint, what, token ?? (await fetchToken(source ?? '', room, over)))
    const { close: closeOutside, ...outside } = openOutside({
      canRefresh: token === null,
      WebSocket: platform,
      addressOf,
      heldRooms: rooms,
    })
    Object.assign(this, outside)

    const open = (id: string, wanted: Wanted): Membership => {
      const { userId, userInfo, presence = {}, offline } = wanted
      const report = (error: SyncForgeError) => {
        const room = membership.shared()
        if (onError && room) callSafely(onError, error, room)
      }
      /** A room that cannot be kept is joined all the same. */
      const keep = async (userId: string) => {
        try {
          const { keepRoom } = await loadOffline()
          const person = { userId, verified: token === null }
          return keepRoom({ endpoint, person, userInfo: userInfo ?? {}, room: id }, report, membership.close)
        } catch (thrown) {
          queueMicrotask(() => report(thrown as SyncForgeError))
          return null
        }
      }
      const membership = createMembership({
        open: async () => {
          const kept = await (offline && userId !== undefined ? keep(userId) : null)
          const opened = openRoom({
            id,
            endpoint,
            identity: { userId, userInfo },
            presence,
            keeping: kept?.keeping ?? null,
            standIn: kept?.standIn,
            canRefresh: token === null,
            WebSocket: platform,
            authorize: (over) => addressOf(`rooms/${encodeURIComponent(id)}`, id, over),
            report,
          })
          if (warnBeforeClose) loadCloseGuard().then(({ guardClose }) => opened.unsaved.forEach(guardClose), report)
          return opened
        },
        ended() {
          if (rooms.get(id)?.membership === membership) rooms.delete(id)
        },
      })
      rooms.set(id, { membership, wanted })
      return membership
    }

    const join = async (id: string, joinOptions: JoinOptions = {}) => {
      checkRoomId(id)
      if (token?.startsWith('sk_')) throw invalid('Never ship a secret key: use a publishable key (pk_…)')
      if (!Given && typeof WebSocket === 'undefined')
        throw invalid('This platform has no WebSocket: give one, as that of ws')
      const wanted = checkJoin(joinOptions)
      if (wanted.signal?.aborted) throw joinAborted()
      const known = rooms.get(id)
      if (!known) return open(id, wanted).join(wanted.signal)
      checkSame(id, known.wanted, wanted)
      const room = await known.membership.join(wanted.signal)
      if (wanted.presence) room.presence.update(wanted.presence as PresencePatch)
      return room
    }
    // What an app says its rooms carry is the app's to keep.
    this.joinRoom = join as JoinRoom
    this.close = () => {
      closeOutside()
      for (const { membership } of [...rooms.values()]) membership.close()
    }
    this.forgetOffline = async () => {
      for (const { membership, wanted } of [...rooms.values()]) if (wanted.offline) membership.close()
      const { forgetKept } = await loadOffline()
      await forgetKept(endpoint)
    }
  }
}
