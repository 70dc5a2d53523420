/** Assembles the room from its rows and sockets: every part is made here once and told of those it needs. Decides nothing itself. */

import { type ErrorCode, errors, type RoomError } from '@syncforge/protocol/errors'
import { createKeyValues } from '../actor/key-values.ts'
import type { Liveness } from '../actor/liveness.ts'
import { describeFault, type Log } from '../actor/log.ts'
import { closeSocket } from '../actor/sockets.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { createWakeups, type WakeHandler, type Wakeups } from '../actor/wakeups.ts'
import { type Commit, createCommit } from './commit.ts'
import type { RoomConnection } from './connections/connection.ts'
import { type ConnectionRegistry, createConnectionRegistry } from './connections/connection-registry.ts'
import { createRoomHandshake, type RoomHandshake } from './connections/handshake.ts'
import { createRoomLiveness } from './connections/liveness.ts'
import { type Announcer, createAnnouncer } from './delivery/announce.ts'
import { createDelivery, type Delivery } from './delivery/deliver.ts'
import { createSendRates } from './delivery/send-rate.ts'
import { keepForSleep, tick } from './delivery/tick.ts'
import { dialects } from './dialects/index.ts'
import { createReceiver, type Receiver } from './inbound/receive.ts'
import { createMirror, type RoomMirror } from './mirror/mirror.ts'
import { createOutbox, noOutbox } from './mirror/outbox.ts'
import { createOwnCopy, type OwnCopy } from './mirror/own-copy.ts'
import { createRestorer, type Restorer } from './mirror/restore.ts'
import { mirrorOf } from './mirror/target.ts'
import { type OpenRoom, openRoom } from './open.ts'
import { createUse, type Use } from './record/first-use.ts'
import { createGenerationStore } from './record/generation.ts'
import { createLineage, type Lineage } from './record/lineage.ts'
import { createNameStore } from './record/name.ts'
import { createSettingsStore, type SettingsStore } from './record/settings.ts'
import { createAdmitter } from './sessions/admit.ts'
import { createDepartures, type Departures } from './sessions/depart.ts'
import { createEmptyTimeout, type EmptyTimeout } from './sessions/empty-timeout.ts'
import { createRights, type Rights } from './sessions/rights.ts'
import type { Transfer } from './transfer/transfer.ts'
import { createWakeHandlers } from './wake-handlers.ts'

/** Refusals of something well said: no reason to end a connection that knows no other answer. */
const mayStay: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'RATE_LIMITED', 'LIMIT_EXCEEDED'])

export interface RoomParts {
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly wakeups: Wakeups
  readonly wakeHandlers: ReadonlyMap<string, WakeHandler>
  readonly delivery: Delivery
  readonly announcer: Announcer
  readonly receiver: Receiver
  readonly handshake: RoomHandshake
  readonly transfer: Transfer
  readonly departures: Departures
  readonly liveness: Liveness<RoomConnection>
  readonly emptyTimeout: EmptyTimeout
  readonly lineage: Lineage
  readonly mirror: RoomMirror
  readonly ownCopy: OwnCopy
  readonly restorer: Restorer
  readonly rights: Rights
  readonly settings: SettingsStore
  readonly use: Use
  /** Ends a connection for an error: it leaves, or keeps its place when it may come back. */
  readonly end: (connection: RoomConnection, error: RoomError) => void
}

/** Nothing here waits, so no event can come in between. */
export const assembleRoom = (
  state: DurableObjectState,
  storage: ActorStorage,
  transfer: Transfer,
  cleanUp: (parts: RoomParts) => Promise<void>,
  log: Log,
): RoomParts => {
  const { sql } = storage
  const values = createKeyValues(sql)
  const isMemory = storage.persistence === 'memory'
  const clock = () => Date.now()
  const registry = createConnectionRegistry(state.getWebSockets(), values, storage, (connection) => {
    for (const feature of room.features) feature.onFound?.(connection)
  })
  const wakeups = createWakeups({ storage, values, clock, log })
  const outbox = isMemory ? noOutbox : createOutbox(sql, values, () => mirror.tellLater(), log)
  const names = createNameStore(values)
  const generation = createGenerationStore(values, storage)
  const rights = createRights(sql, () => ownCopy.touch())
  const settings = createSettingsStore(values, storage)
  const lineage = createLineage(sql, generation.get, () => ownCopy.touch())

  const room = openRoom(storage, {
    clock,
    // Memory holds the present, not the past.
    settings: () => (isMemory ? { ...settings.get(), historyMs: 0 } : settings.get()),
    wakeAt: wakeups.wakeAt,
    mirrorLater: () => mirror.later(),
    connections: () => [...registry.all.values()],
    log,
  })

  const commit = createCommit({ storage, room, writePending: () => delivery.collect() })

  const end = (connection: RoomConnection, error: RoomError) => {
    const { socket } = connection
    const mayReturn = errors[error.code].advice === 'retry' && error.code !== 'PRESENCE_TIMEOUT'
    if (socket === null) return mayReturn ? undefined : departures.leave(connection)
    // What was said before is heard before. A socket that does not read has nothing more to hear.
    if (error.code !== 'SLOW_CONSUMER' && !storage.inTransaction()) delivery.flush()
    try {
      commit(() => {
        if (mayReturn) departures.closed(connection, 1006)
        else departures.leave(connection)
        storage.afterCommit(() => closeSocket(socket, error))
      }, [])
    } catch (cause) {
      if (storage.inTransaction()) throw cause
      // It ends all the same: whoever hears of its close, or liveness, tries again.
      log('end_failed', { error: describeFault(cause) })
      closeSocket(socket, error)
    }
  }

  const refuse = (from: RoomConnection, error: RoomError, ref: number | null) => {
    if (dialects[from.dialect].closesOnError && !mayStay.has(error.code)) return end(from, error)
    delivery.tell(from, { kind: 'error', error, ref, requestId: from.requestId })
  }

  const paces = createSendRates(clock, registry.all.size, (body) =>
    delivery.announce({ kind: 'event', type: 'session.paced', body, origin: 0 }, { key: 'session.paced' }),
  )

  const delivery = createDelivery({
    connections: () => registry.all.values(),
    collect: () => tick({ storage, room, registry, announcer, log }),
    quiet: () => keepForSleep(room, registry, settings.get().presenceTimeoutMs),
    fellBehind: (connection) => {
      for (const feature of room.features) feature.onBehind?.(connection)
    },
    mark: (connection) => {
      for (const feature of room.features) {
        const frame = feature.mark?.(connection)
        if (frame) return { kind: 'frame', frame, origin: 0 }
      }
      return null
    },
    caughtUp: (connection) => {
      for (const feature of room.features) {
        for (const item of feature.catchUp?.(connection) ?? []) {
          if ('event' in item) announcer.events([item], connection)
          else announcer.frames([item])
        }
      }
    },
    ticked(waitMs) {
      paces.counted(registry.all.size)
      paces.ticked(waitMs)
    },
    close: end,
    clock,
  })

  const announcer = createAnnouncer({ storage, room, registry, delivery, outbox, clock })

  const emptyTimeout = createEmptyTimeout({ wakeups, settings: settings.get, clock })

  const departures = createDepartures({
    room,
    registry,
    announcer,
    storage,
    commit,
    wakeups,
    emptyTimeout,
    clock,
    log,
  })

  const liveness = createRoomLiveness({
    connections: () => registry.all.values(),
    pingedAt: (socket) => state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
    presenceTimeoutMs: () => settings.get().presenceTimeoutMs,
    asks: ({ dialect }) => !dialects[dialect].sendsPings,
    ask: (connection) => delivery.ask(connection),
    end,
    wakeups,
    clock,
  })

  const ownCopy = createOwnCopy({ values, generation, lineage, rights, mirrorLater: () => mirror.later() })
  // The room's own copy first: nothing else of it is worth anything without.
  const sources = [ownCopy, ...room.features.flatMap((feature) => feature.mirrors ?? [])]
  // A room in memory has no mirror: nothing of it goes there or comes from there.
  const target = isMemory ? undefined : mirrorOf(state)
  const mirror = createMirror({ sources, outbox, wakeups, target, name: names.get, clock, log })
  const alone = state.blockConcurrencyWhile.bind(state)
  const restorer = createRestorer({ storage, names, sources, outbox, target, alone, clock, log })

  const receiver = createReceiver({
    room,
    storage,
    commit,
    announcer,
    refuse,
    close: end,
    confirmed: delivery.confirmed,
    clock,
    log,
  })

  const admitter = createAdmitter({
    transactions: storage,
    commit,
    room,
    registry,
    rights,
    liveness,
    emptyTimeout,
    delivery,
    announcer,
    settings: settings.get,
    // Who comes back to a room that lost its memory fills it again: there is no other life to keep apart.
    generation: isMemory ? () => null : generation.get,
    pace: paces.get,
    clock,
  })

  const handshake = createRoomHandshake({
    transactions: storage,
    admitter,
    wakeups,
    sockets: () => state.getWebSockets(),
    clock,
    log,
  })

  const wakeHandlers = createWakeHandlers({
    storage,
    room,
    wakeups,
    announcer,
    departures,
    handshake,
    transfer,
    liveness,
    mirror,
    emptyTimeout,
    isEmpty: () => registry.all.size === 0,
    cleanUp: () => cleanUp(parts),
  })

  const parts: RoomParts = {
    storage,
    commit,
    room,
    registry,
    wakeups,
    wakeHandlers,
    delivery,
    announcer,
    receiver,
    handshake,
    transfer,
    departures,
    liveness,
    emptyTimeout,
    lineage,
    mirror,
    ownCopy,
    restorer,
    rights,
    settings,
    use: createUse(values, storage),
    end,
  }
  return parts
}
