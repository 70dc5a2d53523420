/** Owns the entry: checks what it is given, and hands out one Room per room id. */
import { fetchToken, roomAddress, type TokenSource } from './authorize.ts'
import { callSafely } from './batch.ts'
import { checkEndpoint, checkPresence, checkRoomId, checkText, checkUserInfo } from './check.ts'
import { asSyncForgeError, invalid, type SyncForgeError } from './errors.ts'
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
}

/** Who joins, and with what presence. With a token, who one is comes from the token. */
export interface JoinOptions {
  readonly userId?: string | undefined
  /** What others see: `name`, `color` such as `#2f6feb`, `avatar`, and any JSON of your own, at most 4 KiB. */
  readonly userInfo?:
    | { readonly [key: string]: unknown; readonly name?: string; readonly color?: string; readonly avatar?: string }
    | undefined
  readonly presence?: { readonly [key: string]: unknown } | undefined
}

interface Membership {
  readonly opened: OpenRoom
  readonly joined: Promise<Room>
  readonly userId: string | undefined
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
  readonly #memberships = new Map<string, Membership>()

  constructor(options: SyncForgeOptions) {
    const { apiKey, authEndpoint, endpoint, onError } = options ?? {}
    if ((apiKey === undefined) === (authEndpoint === undefined)) throw invalid('Give either apiKey or authEndpoint')
    if (onError !== undefined && typeof onError !== 'function') throw invalid('onError must be a function')
    if (typeof WebSocket === 'undefined')
      throw invalid('This platform has no WebSocket: a browser, a worker or Node 22 is needed')
    this.#endpoint = checkEndpoint(endpoint)
    this.#token = apiKey === undefined ? null : checkText(apiKey, 'apiKey', 512)
    this.#tokenSource = typeof authEndpoint === 'function' ? authEndpoint : null
    if (authEndpoint !== undefined) this.#tokenSource ??= checkText(authEndpoint, 'authEndpoint', 2_048)
    this.#onError = onError
  }

  /**
   * Joins a room: resolves once the room has greeted and shown who is here; documents follow by themselves. A server
   * that is restarting is waited for, up to 15 s.
   *
   * Joining the same room again gives the same Room, under the identity of the first join; each join wants its own
   * `leave()`, and the last one leaves.
   *
   * @throws SyncForgeError VALIDATION_ERROR for wrong arguments; what the room answered (ROOM_FULL, FORBIDDEN,
   * UNAUTHORIZED, ROOM_NOT_FOUND …); the last failure when there was no answer within 15 s
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

    const known = this.#memberships.get(id)
    if (known) {
      if (userId !== undefined && userId !== known.userId) {
        throw invalid(`This client is already in ${id} as somebody else: use a second client`)
      }
      known.holders += 1
      return known.joined
    }

    const { opened, membership } = this.#open(id, identity, presence, userId)
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

  #open(
    id: string,
    identity: { userId?: string },
    presence: ReturnType<typeof checkPresence>,
    userId: string | undefined,
  ) {
    const source = this.#tokenSource
    const opened = openRoom({
      id,
      identity,
      presence,
      canRefresh: source !== null,
      authorize: async () => roomAddress(this.#endpoint, id, this.#token ?? (await fetchToken(source ?? '', id))),
      report: (error) => {
        if (this.#onError) callSafely(this.#onError, error, opened.room)
      },
      leave() {
        if (membership.holders === 0) return
        membership.holders -= 1
        if (membership.holders === 0) opened.close()
      },
    })
    const joined = opened.start().then(
      () => opened.room,
      (thrown) => {
        throw asSyncForgeError(thrown, 'NETWORK_ERROR')
      },
    )
    const membership: Membership = { opened, joined, userId, holders: 1 }
    return { opened, membership }
  }
}
