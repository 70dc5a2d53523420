/** Everything that is said to the room, and what becomes of what is refused. */
import type { ErrorCode, RoomError } from '@syncforge/protocol/errors'
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { Commit } from '../commit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { Outbound } from '../delivery/index.ts'
import { dialects } from '../dialects/index.ts'
import type { OpenRoom } from '../open.ts'
import { createReceiver, type Receiver } from './receive.ts'

/** Refusals of something well said: no reason to end a connection that knows no other answer. */
const mayStay: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'RATE_LIMITED', 'LIMIT_EXCEEDED', 'PLAN_LIMIT_EXCEEDED'])

interface InboundParts {
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly room: OpenRoom
  readonly outbound: Outbound
  plan(): HeldPlan
  end(connection: RoomConnection, error: RoomError): void
  clock(): number
  readonly log: Log
}

export const createInbound = ({ outbound: { delivery, announcer }, end, ...shared }: InboundParts): Receiver => {
  const refuse = (from: RoomConnection, error: RoomError, ref: number | null) => {
    if (dialects[from.dialect].closesOnError && !mayStay.has(error.code)) return end(from, error)
    delivery.tell(from, { kind: 'error', error, ref, requestId: from.requestId })
  }
  return createReceiver({
    ...shared,
    announcer,
    refuse,
    close: end,
    confirmed: delivery.confirmed,
    proved: delivery.proved,
  })
}
