/** Owns what a cursor looks like to customers, going out and coming in. */
import type { User } from '@syncforge/protocol/schemas'

/** Where one connection points: in whatever unit the app measures, relative to the element that `anchor` names. */
export interface Cursor {
  readonly user: User
  readonly x: number
  readonly y: number
  readonly anchor?: string
  /** When it was there, in milliseconds since 1970 by the server's clock. */
  readonly movedAt: number
}

export interface CursorPoint {
  readonly x: number
  readonly y: number
  readonly anchor?: string | undefined
}
