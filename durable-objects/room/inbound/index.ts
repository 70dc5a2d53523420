/** Everything that is said to the room, and what becomes of what is refused. */
import type { ErrorCode, RoomError } from '@syncforge/protocol/errors'
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { Commit } from '../commit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Outbound } from '../delivery/index.ts'
import { dialects } from '../dialects/index.ts'
import type { OpenRoom } from '../open.ts'
import { createGathering } from './gathering.ts'
import { createReceiver, type Receiver } from './receive.ts'

/** Refusals of something well said: no reason to end a connection that knows no other answer. */
const mayStay: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'RATE_LIMITED', 'LIMIT_EXCEEDED', 'PLAN_LIMIT_EXCEEDED'])

export interface Inbound extends Receiver {
  /** Carries out what waited for the tick. */
  carryOut(): void
  /** Somebody goes: what they have said before comes first. */
  settle(connection: RoomConnection): void
}

interface InboundParts {
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly outbound: Outbound
  plan(): HeldPlan
  end(connection: RoomConnection, error: RoomError): void
  clock(): number
  readonly log: Log
}

export const createInbound = ({
  outbound: { delivery, announcer },
  registry,
  end,
  clock,
  ...shared
}: InboundParts): Inbound => {
  const refuse = (from: RoomConnection, error: RoomError, ref: number | null) => {
    if (dialects[from.dialect].closesOnError && !mayStay.has(error.code)) return end(from, error)
    delivery.tell(from, { kind: 'error', error, ref, requestId: from.requestId })
  }
  const { ask, receive } = createReceiver({
    ...shared,
    announcer,
    refuse,
    close: end,
    confirmed: delivery.confirmed,
    proved: delivery.proved,
    clock,
  })
  const gathering = createGathering({
    carryOut: receive,
    isHere: ({ id }) => registry.all.has(id),
    clock,
  })
  return {
    ask,
    receive(from, message) {
      if (gathering.keeps(from, message)) announcer.collectLater()
      else receive(from, message)
    },
    carryOut: gathering.carryOut,
    settle(connection) {
      if (gathering.has(connection)) delivery.collect()
    },
  }
}
