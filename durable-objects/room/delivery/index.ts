/** Everything that the room says: what features announce, when it is said, and what those hear who cannot keep up. */
import type { RoomError } from '@syncforge/protocol/errors'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { RoomSettings } from '../admission.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Outgoing } from '../dialects/dialect.ts'
import type { Outbox } from '../facts/outbox.ts'
import type { OpenRoom } from '../open.ts'
import { type Announcer, createAnnouncer } from './announce.ts'
import { createDelivery, type Delivery } from './deliver.ts'
import { createSendRates, type SessionPaces } from './send-rate.ts'
import { keepForSleep, tick } from './tick.ts'

export interface Outbound {
  readonly delivery: Delivery
  readonly announcer: Announcer
  readonly sendRates: SessionPaces
}

interface OutboundParts {
  readonly storage: ActorStorage
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly outbox: Outbox
  /** An event of this type is announced. In the transaction that announces it. */
  heard(type: string): void
  /** Carries out the requests that waited for the tick. */
  carryOut(): void
  settings(): RoomSettings
  close(connection: RoomConnection, error: RoomError): void
  clock(): number
  readonly log: Log
}

export const createOutbound = (parts: OutboundParts): Outbound => {
  const { storage, room, registry, outbox, heard, carryOut, settings, close, clock, log } = parts

  const mark = (connection: RoomConnection): Outgoing | null => {
    for (const feature of room.features) {
      const frame = feature.mark?.(connection)
      if (frame) return { kind: 'frame', frame, origin: 0 }
    }
    return null
  }

  const tellMissed = (connection: RoomConnection) => {
    for (const feature of room.features) {
      for (const item of feature.catchUp?.(connection) ?? []) {
        if ('event' in item) announcer.events([item], connection)
        else announcer.frames([item])
      }
    }
  }

  const sendRates = createSendRates(clock, registry.all.size, (body) =>
    delivery.announce({ kind: 'event', type: 'session.paced', body, origin: 0 }, { key: 'session.paced' }),
  )

  const delivery = createDelivery({
    connections: () => registry.all.values(),
    collect() {
      // What waited is of many, whoever asks just now.
      outbox.within(undefined, () => {
        carryOut()
        tick({ storage, room, registry, announcer, log })
      })
    },
    quiet: () => keepForSleep(room, registry, settings().presenceTimeoutMs),
    fellBehind(connection) {
      for (const feature of room.features) feature.onBehind?.(connection)
    },
    mark,
    caughtUp: tellMissed,
    ticked(waitMs) {
      sendRates.counted(registry.all.size)
      sendRates.ticked(waitMs)
    },
    close,
    clock,
  })

  const announcer = createAnnouncer({ storage, room, registry, delivery, outbox, heard, clock })

  return { delivery, announcer, sendRates }
}
