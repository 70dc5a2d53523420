/** Owns tables `schedules_*` and wake-up `schedules`. Rules SC1–SC7 are in the contract. */
import { RoomError } from '@syncforge/protocol/errors'
import { authorOf } from '@syncforge/protocol/person'
import {
  schedules as contract,
  type Schedule,
  scheduleAheadMaxMs,
  schedulePayloadMaxBytes,
  schedulesPerRoom,
} from '@syncforge/protocol/schedules'
import { defineFeature } from '../../room/feature.ts'
import { createPieceMirror } from '../../room/mirror/pieces.ts'
import { migrations } from './schema.ts'
import { createScheduleStore } from './store.ts'

/** So many fire in one transaction; the rest in the next. */
const firedAtOnce = 100

const utf8 = new TextEncoder()

const refuse = (message: string, details: object) => new RoomError('VALIDATION_ERROR', message, details)

const checkTime = (at: number, now: number) => {
  if (at <= now) throw refuse('The time has passed', { at, now })
  if (at > now + scheduleAheadMaxMs)
    throw refuse('The time is more than a year away', { at, max: now + scheduleAheadMaxMs })
}

const checkPayload = (payload: unknown) => {
  if (utf8.encode(JSON.stringify(payload)).length <= schedulePayloadMaxBytes) return
  throw new RoomError('PAYLOAD_TOO_LARGE', `The payload of a schedule has at most ${schedulePayloadMaxBytes} bytes`, {
    maxBytes: schedulePayloadMaxBytes,
  })
}

export const schedules = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['schedules_copy'],
  open({ clock, wakeAt, mirrorLater, ...room }) {
    const store = createScheduleStore(room, (piece) => {
      mirror.touch(piece)
      mirrorLater()
    })
    const mirror = createPieceMirror<readonly Schedule[]>({
      kind: contract.name,
      sql: room.sql,
      hasTables: room.hasTables,
      read: store.inPiece,
      restore(_, schedules) {
        for (const schedule of schedules) store.restore(schedule)
        plan()
      },
    })
    const plan = () => wakeAt(contract.name, store.nextAt())

    return {
      handlers: {
        'schedules.set'({ name, at, payload }, from) {
          checkTime(at, clock())
          checkPayload(payload)
          if (!store.has(name) && store.count() >= schedulesPerRoom)
            throw new RoomError('LIMIT_EXCEEDED', `A room has at most ${schedulesPerRoom} schedules`, {
              max: schedulesPerRoom,
            })
          const schedule: Schedule = { name, at, payload, by: authorOf(from.user, from.isAgent) }
          store.put(schedule)
          plan()
          return { reply: schedule }
        },
        'schedules.remove'({ name }) {
          const removed = store.drop(name)
          if (removed) plan()
          return { reply: { removed } }
        },
        'schedules.list': () => ({ reply: [...store.all()] }),
      },
      snapshot: () => null,
      onAlarm(now) {
        const due = store.dueBy(now, firedAtOnce)
        for (const { name } of due) store.drop(name)
        plan()
        return {
          announce: due.map((body) => ({ to: 'everyone', event: { type: 'schedules.fired', body } }) as const),
          facts: due.map(({ by: { userId, verified }, ...fired }) => {
            return { kind: 'schedule.fired', body: { ...fired, by: { userId, verified } } } as const
          }),
        }
      },
      mirrors: [mirror],
      onImport() {
        plan()
        mirrorLater()
      },
    }
  },
})
