/** People's stays in the room, from the handshake to the leave. */
import type { Liveness } from '../../actor/liveness.ts'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { Commit } from '../commit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import { createRoomHandshake, type RoomHandshake } from '../connections/handshake.ts'
import { createRoomLiveness } from '../connections/liveness.ts'
import type { Outbound } from '../delivery/index.ts'
import { dialects } from '../dialects/index.ts'
import type { Outbox } from '../facts/outbox.ts'
import { liveTargetOf } from '../live/target.ts'
import type { OpenRoom } from '../open.ts'
import type { RoomRecord } from '../record/index.ts'
import { createAdmitter } from './admit.ts'
import { type Authorizer, createAuthorizer } from './authorize.ts'
import { createDepartures, type Departures } from './depart.ts'
import { createEmptyTimeout, type EmptyTimeout } from './empty-timeout.ts'
import { createEnd, type End } from './end.ts'
import { createPeopleLimit } from './people-limit.ts'
import { createSilence, type Silence } from './silence.ts'

export interface Sessions {
  readonly authorizer: Authorizer
  readonly handshake: RoomHandshake
  readonly departures: Departures
  readonly liveness: Liveness<RoomConnection>
  readonly emptyTimeout: EmptyTimeout
  readonly end: End
  readonly silence: Silence
}

interface SessionsParts {
  readonly state: DurableObjectState
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly wakeups: Wakeups
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly record: RoomRecord
  readonly outbox: Outbox
  readonly outbound: Outbound
  clock(): number
  readonly log: Log
}

export const createSessions = (parts: SessionsParts): Sessions => {
  const { state, storage, record, outbound, ...shared } = parts
  const { delivery, announcer, sendRates } = outbound
  const { rights, sharing, generation } = record
  const settings = record.settings.get
  const transactions = storage

  const emptyTimeout = createEmptyTimeout({ ...shared, settings, isAnybodyHere: () => shared.registry.all.size > 0 })
  const departures = createDepartures({ ...shared, storage, announcer, emptyTimeout, visitors: record.visitors })
  const end = createEnd({ ...shared, transactions, delivery, departures })
  const authorizer = createAuthorizer({ ...shared, transactions, rights, sharing, delivery, end })
  const silence = createSilence({ ...shared, delivery, end })
  const liveness = createRoomLiveness({
    ...shared,
    connections: () => shared.registry.all.values(),
    pingedAt: (socket) => state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
    presenceTimeoutMs: () => settings().presenceTimeoutMs,
    asks: ({ dialect }) => !dialects[dialect].sendsPings,
    ask: delivery.ask,
    end,
  })
  const peopleLimit = createPeopleLimit({
    ...shared,
    plan: record.plans.get,
    target: (organizationId) => liveTargetOf(state, organizationId),
  })
  const admitter = createAdmitter({
    ...shared,
    peopleLimit,
    transactions,
    rights,
    authorizer,
    liveness,
    emptyTimeout,
    delivery,
    announcer,
    settings,
    // Who comes back to a room that lost its memory fills it again: there is no other life to keep apart.
    generation: storage.persistence === 'memory' ? () => null : generation.get,
    pace: sendRates.get,
    endDead: silence.endDead,
  })
  const handshake = createRoomHandshake({
    ...shared,
    transactions,
    admitter,
    settle: delivery.settle,
    sockets: () => state.getWebSockets(),
  })
  return { authorizer, handshake, departures, liveness, emptyTimeout, end, silence }
}
