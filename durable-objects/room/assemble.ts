/** Assembles the room from its rows and sockets: every part is made here once and told of those it needs. Decides nothing itself. */

import { createKeyValues } from '../actor/key-values.ts'
import type { Log } from '../actor/log.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { createWakeups, type WakeHandler, type Wakeups } from '../actor/wakeups.ts'
import { type Commit, createCommit } from './commit.ts'
import type { RoomConnection } from './connections/connection.ts'
import { type ConnectionRegistry, createConnectionRegistry } from './connections/connection-registry.ts'
import { createContents } from './contents.ts'
import { createOutbound, type Outbound } from './delivery/index.ts'
import { createDocumentChanges, noChanges } from './facts/changes.ts'
import { createOutbox, type FactReader, noOutbox, type Outbox, onlyPeople } from './facts/outbox.ts'
import { createFactReporter, type FactReporter } from './facts/reporter.ts'
import { factTargetOf, hasFactTarget } from './facts/target.ts'
import { createFiles, type Files } from './files/files.ts'
import { fileKeeperOf, fileTargetOf } from './files/target.ts'
import { createInbound, type Inbound } from './inbound/index.ts'

import { createLive, type Live } from './live/live.ts'
import { createLobby, type Lobby } from './live/lobby.ts'
import { liveTargetOf } from './live/target.ts'
import { createMirroring, type Mirroring } from './mirror/index.ts'
import { mirrorOf } from './mirror/target.ts'
import { type OpenRoom, openRoom } from './open.ts'
import { createRoomPeople } from './people.ts'
import { createRecord, type RoomRecord } from './record/index.ts'
import { type Agents, createAgents } from './sessions/agents.ts'
import { createSessions, type Sessions } from './sessions/index.ts'
import { deciding, moderate, publicDecision } from './sessions/moderate.ts'
import { endRevoked } from './sessions/revoke.ts'
import type { Transfer } from './transfer/transfer.ts'
import { createWakeHandlers } from './wake-handlers.ts'

export interface RoomParts extends RoomRecord, Outbound, Sessions, Mirroring {
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly wakeups: Wakeups
  readonly wakeHandlers: ReadonlyMap<string, WakeHandler>
  readonly receiver: Inbound
  readonly agents: Agents
  readonly live: Live
  readonly lobby: Lobby
  readonly outbox: Outbox
  readonly reporter: FactReporter
  readonly transfer: Transfer
  readonly files: Files
}

/** Nothing here waits, so no event can come in between. */
export const assembleRoom = (
  state: DurableObjectState,
  storage: ActorStorage,
  transfer: Transfer,
  cleanUp: (parts: RoomParts) => Promise<void>,
  secret: string,
  log: Log,
): RoomParts => {
  const isMemory = storage.persistence === 'memory'
  const clock = () => Date.now()
  const values = createKeyValues(storage.sql)
  const wakeups = createWakeups({ storage, values, clock, log })
  const record = createRecord(storage, values, () => mirroring.ownCopy.touch())
  const settings = record.settings.get
  const found = (connection: RoomConnection) => {
    for (const feature of room.features) feature.onFound?.(connection)
  }
  const registry = createConnectionRegistry(state.getWebSockets(), values, storage, found, () => live.changed())

  const files = createFiles({
    storage,
    sql: storage.sql,
    wakeups,
    name: record.names.get,
    secret,
    target: fileTargetOf(state),
    keeper: (organizationId) => fileKeeperOf(state, organizationId),
    clock,
    log,
  })

  const room = openRoom(storage, {
    clock,
    // Memory holds the present, not the past.
    settings: () => (isMemory ? { ...settings(), historyMs: 0 } : settings()),
    people: createRoomPeople({
      features: () => room.features,
      connections: () => [...registry.all.values()],
      rights: record.rights,
      visitors: record.visitors,
      ownerId: () => settings().ownerId,
      name: record.names.get,
      secret,
      clock,
    }),
    wakeAt: wakeups.wakeAt,
    contents: createContents({ room: () => room, announcer: () => outbound.announcer, log }),
    files,
    mirrorLater: () => mirroring.mirror.later(),
    tellChange: (document, sequence) => changes.note(document, sequence),
    doubt: ({ id }, silent) => void sessions.silence.doubt(id, silent),
    decide(moderation, { user }) {
      live.changed()
      const by = { id: user.userId, address: null }
      return moderate(moderation, { ...record, ...sessions, ...deciding({ registry, ...outbound }), by })
    },
    decisions: (after, limit) => record.rights.page(after, limit).map(publicDecision),
    connections: () => [...registry.all.values()],
    log,
  })

  const mirror = isMemory ? undefined : mirrorOf(state)
  const readers: readonly FactReader[] = [
    ...(mirror === undefined ? [] : (['postgres'] as const)),
    ...(hasFactTarget(state) ? (['organization'] as const) : []),
  ]
  const changed = () => {
    mirroring.mirror.tellLater()
    reporter.changed()
  }
  const kept = createOutbox({ sql: storage.sql, values, readers, changed, log })
  const outbox = readers.length === 0 ? noOutbox : isMemory ? onlyPeople(kept) : kept
  const organizationOf = (organizationId: string) => factTargetOf(state, organizationId)
  const reporter = createFactReporter({
    storage,
    outbox,
    isEphemeral: isMemory,
    wakeups,
    name: record.names.get,
    target: organizationOf,
    clock,
    log,
  })
  const changes =
    isMemory || !hasFactTarget(state)
      ? noChanges
      : createDocumentChanges({
          storage,
          values,
          outbox,
          wakeups,
          name: record.names.get,
          target: organizationOf,
          clock,
          log,
        })
  const mirroring = createMirroring({
    storage,
    values,
    record,
    outbox,
    wakeups,
    sources: room.features.flatMap((feature) => feature.mirrors ?? []),
    target: mirror,
    alone: state.blockConcurrencyWhile.bind(state),
    clock,
    log,
  })

  const commit = createCommit({ storage, room, writePending: () => outbound.delivery.collect() })
  const shared = { storage, commit, room, registry, clock, log }
  const lobby = createLobby({
    ...shared,
    values,
    wakeups,
    rights: record.rights,
    isEphemeral: isMemory,
    name: record.names.get,
    target: (organizationId) => liveTargetOf(state, organizationId),
  })
  const outbound = createOutbound({
    ...shared,
    outbox,
    heard: lobby.heard,
    carryOut: () => receiver.carryOut(),
    settings,
    close: (connection, error) => sessions.end(connection, error),
  })
  const sessions = createSessions({ ...shared, state, wakeups, record, outbox, outbound })
  const live = createLive({
    values,
    wakeups,
    name: record.names.get,
    connections: () => [...registry.all.values()].filter(({ isAgent }) => !isAgent),
    isEphemeral: isMemory,
    target: (organizationId) => liveTargetOf(state, organizationId),
    revoked: (credentials) =>
      void endRevoked(credentials, { connections: [...registry.all.values()], end: sessions.end }),
    clock,
    log,
  })
  const receiver = createInbound({ ...shared, outbound, plan: record.plans.get, end: sessions.end })
  const agents = createAgents({
    ...shared,
    ...sessions,
    wakeups,
    announcer: outbound.announcer,
    rights: record.rights,
    ask: receiver.ask,
  })

  const wakeHandlers = createWakeHandlers({
    ...shared,
    ...sessions,
    wakeups,
    announcer: outbound.announcer,
    transfer,
    files,
    mirror: mirroring.mirror,
    live,
    lobby,
    reporter,
    changes,
    isEmpty: () => registry.all.size === 0,
    cleanUp: () => cleanUp(parts),
  })

  const parts: RoomParts = {
    ...shared,
    ...record,
    ...outbound,
    ...sessions,
    ...mirroring,
    wakeups,
    wakeHandlers,
    receiver,
    agents,
    transfer,
    files,
    live,
    lobby,
    outbox,
    reporter,
  }
  return parts
}
