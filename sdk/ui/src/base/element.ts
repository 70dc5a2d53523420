'use client'
/**
 * Owns what every element here is: it has a room, given or found, follows it while it is in the page, and speaks the app's words. Refuses to
 * know what it follows. Properties have no class fields, because those would hide Lit's accessors: values are set in constructors.
 */
import type { Room, SyncForge, Unsubscribe } from '@syncforge/client'
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit'
import { findRoom, type RoomListener } from './find-room.ts'
import { type Words, whenWordsChange } from './words.ts'

export abstract class RoomElement extends LitElement {
  static override properties: PropertyDeclarations = { room: { attribute: false }, words: { type: Object } }
  /** The room that it shows. Without one, that of the nearest `<syncforge-room>` around it. */
  declare room: Room | null | undefined
  /** Words of its own, as JSON in the attribute; the rest is said as for all elements of its tag. */
  declare words: Words | null | undefined
  protected readonly internals: ElementInternals
  #found: Room | null = null
  #client: SyncForge | null = null
  /** `undefined`: nothing is followed, for it is not in the page. */
  #followed: Room | null | undefined
  #stops: readonly Unsubscribe[] = []
  #stopsOfPage: readonly Unsubscribe[] = []

  constructor() {
    super()
    this.internals = this.attachInternals()
  }

  /**
   * Subscribes to what it shows and returns the ways to stop. Called when it comes into the page and whenever the room is another one;
   * with `null` it shows that there is none.
   */
  protected abstract follow(room: Room | null): readonly Unsubscribe[]

  /** The room that it shows now, if it is in the page. */
  protected get current(): Room | null {
    return this.#followed ?? null
  }

  /** The client of the nearest `<syncforge-room>`, if there is one around it. */
  protected get foundClient(): SyncForge | null {
    return this.#client
  }

  /** Shows a state of its own as `:state(name)`: an attribute would be taken away by whoever patches the page. */
  protected setState(name: string, isOn: boolean): void {
    if (isOn) this.internals.states.add(name)
    else this.internals.states.delete(name)
  }

  /** Tells the page; bubbles and leaves shadows. Returns `false` when somebody prevented what follows. */
  protected tell<T>(type: string, detail: T): boolean {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable: true, detail }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const heard: RoomListener = (room, client) => {
      this.#found = room
      this.#client = client
      this.requestUpdate()
      this.#followRoom()
    }
    this.#stopsOfPage = [findRoom(this, heard), whenWordsChange(() => this.requestUpdate())]
    this.#followRoom()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of [...this.#stopsOfPage, ...this.#stops]) stop()
    this.#stopsOfPage = this.#stops = []
    this.#found = null
    this.#client = null
    this.#followed = undefined
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('room')) this.#followRoom()
  }

  #followRoom(): void {
    const room = this.room ?? this.#found
    if (!this.isConnected || room === this.#followed) return
    for (const stop of this.#stops) stop()
    this.#followed = room
    this.#stops = this.follow(room)
  }
}
