/** The life of one socket, for the line that is logged at its end. A stay in the room that is resumed has several. */
import { errors, type RoomError } from '@syncforge/protocol/errors'
import type { User } from '@syncforge/protocol/schemas'
import { type Origin, originFields } from '../../../telemetry/request.ts'

/** What has come and gone is kept with the socket now and then: of a room that slept, what came right before may be missing. */
export interface SocketLife {
  /** The request that opened it. */
  readonly origin: Origin | undefined
  readonly openedAt: number
  messagesIn: number
  bytesIn: number
  messagesOut: number
  bytesOut: number
}

interface Ended {
  readonly id: string
  readonly user: User
  readonly dialect: string
  readonly life: SocketLife
}

export const beginLife = (origin: Origin | undefined, openedAt: number): SocketLife => ({
  origin,
  openedAt,
  messagesIn: 0,
  bytesIn: 0,
  messagesOut: 0,
  bytesOut: 0,
})

/** The line's fields. */
export const lifeFields = ({ id, user: { userId, verified }, dialect, life }: Ended, now: number) => {
  const { origin, openedAt, ...traffic } = life
  const durationMs = Math.max(0, now - openedAt)
  return { ...originFields(origin), connectionId: id, userId, verified, dialect, durationMs, ...traffic }
}

/** How a socket was closed that the room has ended. */
export const closedFor = ({ code }: RoomError) => ({ closeCode: errors[code].close, code })
