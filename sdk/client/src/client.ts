/** Owns the entry: checks what it is given, and hands out one Room per room id. */
import type { JsonObject } from '@syncforge/protocol/schemas'
import { fetchToken, roomAddress, type TokenSource } from './authorize.ts'
import { callSafely } from './batch.ts'
import { checkBoolean, checkEndpoint, checkPresence, checkRoomId, checkText, checkUserInfo } from './check.ts'
import { createCloseGuard } from './close-guard.ts'
import { asSyncForgeError, invalid, roomForgotten, type SyncForgeError } from './errors.ts'
import { keepRoom } from './offline/keep-room.ts'
import { type OpenRoom, openRoom, type Room } from './room.ts'

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
  /** Hears errors that no call is waiting for: an edit refused, a room closed for good. */
  readonly onError?: ((error: SyncForgeError, room: Room) => void) | undefined
  /**
   * The browser asks before the page closes while an edit of mine is not durable in its room. Default `false`.
   *
   * @example new SyncForge({ endpoint: 'wss://collab.example.com', apiKey: 'pk_live_…', warnBeforeClose: true })
   */
  readonly warnBeforeClose?: boolean | undefined
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
}

interface Membership {
  readonly opened: OpenRoom
  readonly joined: Promise<Room>
  readonly userId: string | undefined
  readonly offline: boolean
  holders: number
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
  readonly #endpoint: string
  readonly #token: string | null
  readonly #tokenSource: string | TokenSource | null
  readonly #onError: SyncForgeOptions['onError']
  readonly #closeGuard: ReturnType<typeof createCloseGuard> | null
  readonly #memberships = new Map<string, Membership>()

  constructor(options: SyncForgeOptions) {
    const { apiKey, authEndpoint, endpoint, onError, warnBeforeClose } = options ?? {}
    if ((apiKey === undefined) === (authEndpoint === undefined)) throw invalid('Give either apiKey or authEndpoint')
    if (onError !== undefined && typeof onError !== 'function') throw invalid('onError must be a function')
    if (typeof WebSocket === 'undefined')
      throw invalid('This platform has no WebSocket: a browser, a worker or Node 22 is needed')
    this.#endpoint = checkEndpoint(endpoint)
    this.#token = apiKey === undefined ? null : checkText(apiKey, 'apiKey', 512)
    this.#tokenSource = typeof authEndpoint === 'function' ? authEndpoint : null
    if (authEndpoint !== undefined) this.#tokenSource ??= checkText(authEndpoint, 'authEndpoint', 2_048)
    this.#onError = onError
    this.#closeGuard = checkBoolean(warnBeforeClose, 'warnBeforeClose') ? createCloseGuard() : null
  }

  /**
   * Joins a room: resolves once the room has greeted and shown who is here; documents follow by themselves. A server
   * that is restarting is waited for, up to 15 s.
   *
   * Joining the same room again gives the same Room, under the identity of the first join; each join wants its own
   * `leave()`, and the last one leaves.
   *
   * @throws SyncForgeError VALIDATION_ERROR for wrong arguments; what the room answered (ROOM_FULL, FORBIDDEN,
   * UNAUTHORIZED, ROOM_NOT_FOUND …); the last failure when there was no answer within 15 s, unless `offline` is on
   * @example const room = await client.joinRoom('plans', { userId: 'ada', userInfo: { name: 'Ada' }, presence: { status: 'busy' } })
   */
  async joinRoom(id: string, options: JoinOptions = {}): Promise<Room> {
    checkRoomId(id)
    const userId = options.userId === undefined ? undefined : checkText(options.userId, 'userId', 256)
    const identity = {
      ...(userId === undefined ? {} : { userId }),
      ...(options.userInfo === undefined ? {} : { userInfo: checkUserInfo(options.userInfo) }),
    }
    const presence = checkPresence(options.presence ?? {})
    const offline = checkBoolean(options.offline, 'offline')
    if (offline && userId === undefined) throw invalid('offline needs a userId: it says whose copy this is')

    const known = this.#memberships.get(id)
    if (known) {
      if (userId !== undefined && userId !== known.userId) {
        throw invalid(`This client is already in ${id} as somebody else: use a second client`)
      }
      known.holders += 1
      return known.joined
    }

    const { opened, membership } = this.#open(id, identity, presence, offline)
    this.#memberships.set(id, membership)
    opened.room.status.subscribe((status) => {
      if (status === 'disconnected' && this.#memberships.get(id) === membership) this.#memberships.delete(id)
    })
    return membership.joined
  }

  /**
   * Leaves every room, whoever else of this client still holds it. The client can join again afterwards.
   *
   * @example addEventListener('logout', () => client.close())
   */
  close(): void {
    for (const { opened } of [...this.#memberships.values()]) opened.close()
  }

  /**
   * Deletes everything that `offline` keeps in this browser, of all rooms of this endpoint and whoever they were joined as: for when
   * somebody signs out. Rooms joined with `offline` are left first, in other tabs too, so that nothing is written again; edits that
   * had not reached their room are gone with it: `await room.flush()` first where that matters.
   *
   * @throws SyncForgeError STORAGE_FAILED when the browser did not delete everything
   * @example signOutButton.onclick = () => client.forgetOffline()
   */
  async forgetOffline(): Promise<void> {
    for (const { opened, offline } of [...this.#memberships.values()]) if (offline) opened.close()
    try {
      const { forgetKept } = await import('./offline/kept-room.ts')
      await forgetKept(this.#endpoint)
    } catch (thrown) {
      throw asSyncForgeError(thrown, 'STORAGE_FAILED')
    }
  }

  #open(
    id: string,
    identity: { userId?: string; userInfo?: JsonObject },
    presence: ReturnType<typeof checkPresence>,
    offline: boolean,
  ) {
    const source = this.#tokenSource
    const { userId, userInfo = {} } = identity
    const report = (error: SyncForgeError) => {
      if (this.#onError) callSafely(this.#onError, error, opened.room)
    }
    const kept =
      offline && userId !== undefined
        ? keepRoom(
            { endpoint: this.#endpoint, person: { userId, verified: source !== null }, userInfo, room: id },
            report,
            () => opened.close(roomForgotten()),
          )
        : null
    const opened = openRoom({
      id,
      identity,
      presence,
      ...kept,
      canRefresh: source !== null,
      authorize: async () => roomAddress(this.#endpoint, id, this.#token ?? (await fetchToken(source ?? '', id))),
      report,
      leave() {
        if (membership.holders === 0) return
        membership.holders -= 1
        if (membership.holders === 0) opened.close()
      },
    })
    this.#closeGuard?.watch(opened.unsaved)
    const joined = opened.start().then(
      () => opened.room,
      (thrown) => {
        throw asSyncForgeError(thrown, 'NETWORK_ERROR')
      },
    )
    const membership: Membership = { opened, joined, userId, offline, holders: 1 }
    return { opened, membership }
  }
}
