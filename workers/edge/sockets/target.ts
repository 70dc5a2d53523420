/** What the address of a socket says, and what a dialect is to the edge. */
import type { Admission } from '../../../durable-objects/room/admission.ts'

export interface SocketTarget {
  readonly dialect: Admission['dialect']
  readonly roomId: string
  readonly document: string
  /** What the room's answer names in `Sec-WebSocket-Protocol`, if the dialect has one. */
  readonly subprotocol: string | null
}

/** A wire format with addresses of its own. */
export interface SocketDialect {
  /** Whether its clients wait longer after each refusal by themselves, and stop where the close code says so. */
  readonly waitsByItself: boolean
  serves(pathname: string): boolean
  /** @throws RoomError for an address that is wrong */
  parse(request: Request): SocketTarget
}
