/** What a feature gets when its room opens, and what it gives. Types only. */
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { Link, Listener } from '../connection/link.ts'
import type { Keeping } from '../offline/keep-room.ts'
import type { Store } from '../store.ts'

export interface FeatureContext {
  readonly link: Link
  readonly roomId: string
  /** The server, as `wss://…`. */
  readonly endpoint: string
  /** My presence as of joining. */
  readonly presence: JsonObject
  /** Where this browser keeps the room, or `null`. */
  readonly keeping: Keeping | null
}

export interface OpenFeature<Api extends object> {
  /** What customers find on the room. */
  readonly room: Api
  readonly listener?: Listener
  /** Whether closing the page would take work along that the room does not have. */
  readonly unsaved?: Store<boolean>
}
