'use client'
/** Owns `<syncforge-room>`: the way into a room for a page of plain HTML. What is inside of it is in the room. */
import type {
  JoinOptions,
  PresencePatch,
  Room,
  Status,
  SyncForge,
  SyncForgeError,
  SyncForgeOptions,
  Unsubscribe,
} from '@syncforge/client'
import { css, html, LitElement, type PropertyDeclarations, type PropertyValues } from 'lit'
import { define } from '../base/define.ts'
import { answerFor, type RoomListener } from '../base/find-room.ts'
import { beginStay, type Stay } from './stay.ts'

const tag = 'syncforge-room'

const statuses: readonly Status[] = ['connecting', 'connected', 'reconnecting', 'disconnected']

/** With another one of these it is another stay. */
const deciding = ['endpoint', 'apiKey', 'authEndpoint', 'roomId', 'userId'] as const

/**
 * Joins a room while it is in the page, and gives it to every element inside. Taken out and put back within a second it has not left.
 *
 * @example
 * <syncforge-room endpoint="wss://collab.example.com" api-key="pk_live_…" room="plans" user-name="Ada">
 *   <syncforge-avatars></syncforge-avatars>
 * </syncforge-room>
 */
export class SyncForgeRoom extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `
  static override properties: PropertyDeclarations = {
    endpoint: { type: String },
    apiKey: { type: String, attribute: 'api-key' },
    authEndpoint: { type: String, attribute: 'auth-endpoint' },
    roomId: { type: String, attribute: 'room' },
    userId: { type: String, attribute: 'user-id' },
    userName: { type: String, attribute: 'user-name' },
    userColor: { type: String, attribute: 'user-color' },
    userAvatar: { type: String, attribute: 'user-avatar' },
    userInfo: { attribute: false },
    presence: { attribute: false },
    offline: { type: Boolean },
  }
  /** Where the server is. Default: where the page is from. */
  declare endpoint: string | null | undefined
  /** A publishable key, or: */
  declare apiKey: string | null | undefined
  /** where room tokens come from, as for `SyncForge`. */
  declare authEndpoint: SyncForgeOptions['authEndpoint'] | null
  /** Which room; the attribute is `room`. */
  declare roomId: string | null | undefined
  declare userId: string | null | undefined
  declare userName: string | null | undefined
  declare userColor: string | null | undefined
  declare userAvatar: string | null | undefined
  /** More about me, besides name, colour and avatar. Told with the next join. */
  declare userInfo: JoinOptions['userInfo'] | null
  /** My presence as of joining. */
  declare presence: JoinOptions['presence'] | null
  /** Keeps documents in this browser; needs `user-id`. */
  declare offline: boolean | null | undefined
  readonly #internals: ElementInternals
  readonly #listeners = new Set<{ readonly heard: RoomListener }>()
  #stay: Stay | null = null
  #key = ''
  #room: Room | null = null
  #client: SyncForge | null = null
  #stops: readonly Unsubscribe[] = []
  #stopAnswering: Unsubscribe = () => {}

  constructor() {
    super()
    this.#internals = this.attachInternals()
    this.#show('connecting')
  }

  /** The room, once it is joined. */
  get room(): Room | null {
    return this.#room
  }

  /** What it is joined with. */
  get client(): SyncForge | null {
    return this.#client
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stay?.hold()
    this.#stopAnswering = answerFor(this, {
      subscribe: (heard) => {
        const listener = { heard }
        this.#listeners.add(listener)
        heard(this.#room, this.#client)
        return () => this.#listeners.delete(listener)
      },
    })
    // What was set while it was outside of the page counts now.
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopAnswering()
    this.#stay?.letGo()
  }

  protected override updated(changed: PropertyValues<this>): void {
    const key = JSON.stringify(deciding.map((name) => String(this[name] ?? '')))
    const isSame = key === this.#key && this.#stay !== null
    if (this.isConnected && !isSame) this.#begin(key)
    else if (changed.has('presence') && this.presence) this.#room?.presence.update(this.presence as PresencePatch)
  }

  #begin(key: string): void {
    this.#stay?.end()
    this.#key = key
    this.#set(null, null)
    this.#show('connecting')
    if (!this.roomId || !(this.apiKey || this.authEndpoint)) {
      this.#stay = null
      return
    }
    const stay = beginStay(this.#options, this.roomId, this.#who, {
      joined: (room, client) => {
        this.#set(room, client)
        this.#tell('syncforge-joined', { room })
      },
      failed: (error) => {
        this.#show('disconnected')
        this.#tell('syncforge-error', { error })
      },
      left: () => {
        if (this.#stay !== stay) return
        this.#stay = null
        this.#set(null, null)
      },
    })
    this.#stay = stay
  }

  get #options(): SyncForgeOptions {
    return {
      endpoint: this.endpoint || location.origin.replace(/^http/, 'ws'),
      ...(this.authEndpoint ? { authEndpoint: this.authEndpoint } : { apiKey: this.apiKey ?? '' }),
      onError: (error) => this.#tell('syncforge-error', { error }),
    }
  }

  get #who(): JoinOptions {
    const told = { name: this.userName, color: this.userColor, avatar: this.userAvatar }
    const named = Object.fromEntries(Object.entries(told).filter(([, value]) => value))
    return {
      userId: this.userId || undefined,
      userInfo: { ...this.userInfo, ...named },
      presence: this.presence ?? undefined,
      offline: this.offline ?? undefined,
    }
  }

  #set(room: Room | null, client: SyncForge | null): void {
    for (const stop of this.#stops) stop()
    this.#room = room
    this.#client = client
    this.#stops = room ? [room.status.subscribe((status) => this.#show(status))] : []
    for (const { heard } of [...this.#listeners]) heard(room, client)
  }

  #show(status: Status): void {
    for (const each of statuses) this.#internals.states.delete(each)
    this.#internals.states.add(status)
  }

  #tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }))
  }

  override render(): unknown {
    return html`<slot></slot>`
  }
}

define(tag, SyncForgeRoom)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeRoom
  }
  interface GlobalEventHandlersEventMap {
    /** The room is joined. */
    'syncforge-joined': CustomEvent<{ readonly room: Room }>
    /** The room refused to be joined, or something that no call was waiting for went wrong. */
    'syncforge-error': CustomEvent<{ readonly error: SyncForgeError }>
  }
}
