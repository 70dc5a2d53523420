/** Assembles the room from its rows and sockets: every part is made here once and told of those it needs. Decides nothing itself. */
import { type ErrorCode, errors, type RoomError } from '@syncforge/protocol/errors'
import { createAdmitter } from './admit.ts'
import { createWakeups, type Wakeups } from './alarms.ts'
import { type Announcer, createAnnouncer } from './announce.ts'
import type { Carrier } from './carry.ts'
import type { RoomConnection } from './connection.ts'
import type { RoomContext } from './context.ts'
import { closeSocket, createDelivery, type Delivery } from './deliver.ts'
import { createDepartures, type Departures } from './depart.ts'
import { dialects } from './dialects/index.ts'
import { createDoorstep, type Doorstep } from './doorstep.ts'
import { createGenerationStore } from './generation.ts'
import { createLifeline, type Lifeline } from './lifeline.ts'
import { createLineage, type Lineage } from './lineage.ts'
import { createMirror, type RoomMirror } from './mirror.ts'
import { mirrorOf } from './mirror-target.ts'
import { createNameStore } from './name.ts'
import { type OpenRoom, openRoom } from './open.ts'
import { createOutbox, noOutbox } from './outbox.ts'
import { createOwnCopy, type OwnCopy } from './own-copy.ts'
import { createReceiver, type Receiver } from './receive.ts'
import { createRestorer, type Restorer } from './restore.ts'
import { createRights, type Rights } from './rights.ts'
import { createRoster, type Roster } from './roster.ts'
import { createSessionPaces } from './session-pace.ts'
import { createSettingsStore, type SettingsStore } from './settings.ts'
import type { RoomStorage } from './storage.ts'
import { keepForSleep, tick } from './tick.ts'
import { createUse, type Use } from './use.ts'
import { createVacancy, type Vacancy } from './vacancy.ts'
import { createValues } from './values.ts'

/** Refusals of something well said: no reason to end a connection that knows no other answer. */
const mayStay: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'RATE_LIMITED', 'LIMIT_EXCEEDED'])

export interface RoomParts {
  readonly storage: RoomStorage
  readonly room: OpenRoom
  readonly roster: Roster
  readonly wakeups: Wakeups
  readonly delivery: Delivery
  readonly announcer: Announcer
  readonly receiver: Receiver
  readonly doorstep: Doorstep
  readonly carrier: Carrier
  readonly departures: Departures
  readonly lifeline: Lifeline
  readonly vacancy: Vacancy
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
  storage: RoomStorage,
  carrier: Carrier,
  log: RoomContext['log'],
): RoomParts => {
  const { sql } = storage
  const values = createValues(sql)
  const isMemory = storage.persistence === 'memory'
  const clock = () => Date.now()
  const roster = createRoster(state.getWebSockets(), values, (connection) => {
    for (const feature of room.features) feature.onFound?.(connection)
  })
  const wakeups = createWakeups(storage, values, clock)
  const outbox = isMemory ? noOutbox : createOutbox(sql, values, () => mirror.tellLater(), log)
  const names = createNameStore(values)
  const generation = createGenerationStore(values)
  const rights = createRights(sql, () => ownCopy.touch())
  const settings = createSettingsStore(values)
  const lineage = createLineage(sql, generation.get, () => ownCopy.touch())

  const room = openRoom({
    sql,
    clock,
    // Memory holds the present, not the past.
    settings: () => (isMemory ? { ...settings.get(), historyMs: 0 } : settings.get()),
    wakeAt: wakeups.wakeAt,
    mirrorLater: () => mirror.later(),
    connections: () => [...roster.all.values()],
    log,
  })

  const end = (connection: RoomConnection, error: RoomError) => {
    const { socket } = connection
    const mayReturn = errors[error.code].advice === 'retry' && error.code !== 'PRESENCE_TIMEOUT'
    if (socket === null) return mayReturn ? undefined : departures.leave(connection)
    // What was said before is heard before. A socket that does not read has nothing more to hear.
    if (error.code !== 'SLOW_CONSUMER') delivery.flush()
    if (mayReturn) departures.closed(connection, 1006)
    else departures.leave(connection)
    closeSocket(socket, error)
  }

  const refuse = (from: RoomConnection, error: RoomError, ref: number | null) => {
    if (dialects[from.dialect].closesOnError && !mayStay.has(error.code)) return end(from, error)
    delivery.tell(from, { kind: 'error', error, ref, requestId: from.requestId })
  }

  const paces = createSessionPaces(clock, roster.all.size, (body) =>
    delivery.announce({ kind: 'event', type: 'session.paced', body, origin: 0 }, { key: 'session.paced' }),
  )

  const delivery = createDelivery({
    connections: () => roster.all.values(),
    collect: () => tick({ storage, room, roster, announcer, log }),
    quiet: () => keepForSleep(room, roster),
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
      paces.counted(roster.all.size)
      paces.ticked(waitMs)
    },
    close: end,
    clock,
  })

  const announcer = createAnnouncer({ room, roster, delivery, outbox, clock })

  const vacancy = createVacancy({ wakeups, settings: settings.get, clock })

  const departures = createDepartures({ room, roster, announcer, storage, wakeups, vacancy, clock })

  const lifeline = createLifeline({
    connections: () => roster.all.values(),
    pingedAt: (socket) => state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
    presenceTimeoutMs: () => settings.get().presenceTimeoutMs,
    end,
    wakesAt: () => wakeups.wakesAt(lifeline.wakeKey),
    wakeAt: (at) => wakeups.wakeAt(lifeline.wakeKey, at),
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
    announcer,
    refuse,
    close: end,
    confirmed: delivery.confirmed,
    clock,
    log,
  })

  const admitter = createAdmitter({
    room,
    roster,
    rights,
    lifeline,
    vacancy,
    delivery,
    announcer,
    settings: settings.get,
    // Who comes back to a room that lost its memory fills it again: there is no other life to keep apart.
    generation: isMemory ? () => null : generation.get,
    pace: paces.get,
    clock,
  })

  const doorstep = createDoorstep({ values, admitter, wakeups, sockets: () => state.getWebSockets(), clock, log })

  return {
    storage,
    room,
    roster,
    wakeups,
    delivery,
    announcer,
    receiver,
    doorstep,
    carrier,
    departures,
    lifeline,
    vacancy,
    lineage,
    mirror,
    ownCopy,
    restorer,
    rights,
    settings,
    use: createUse(values),
    end,
  }
}
