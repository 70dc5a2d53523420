/**
 * Schedules: times at which the room tells everybody something.
 *
 * SC1  What is set fires once: at its time, or as soon after as the room can, also when it slept or crashed meanwhile. In the order of the times.
 * SC2  A name has one time: who sets it again replaces what was set, and who takes it back leaves nothing.
 * SC3  Who is connected hears of what fired, and so do webhooks and the room's activity.
 * SC4  A time that has passed, or is more than a year away, is refused; a room holds a thousand.
 * SC5  A room in memory forgets its schedules with everything else.
 * SC6  A room whose own storage is lost takes its schedules back as they were within a minute, when it is next entered or asked: what fired within that
 *      minute fires again.
 * SC7  An export has the schedules. A fork begins with none: what is to happen once would happen in both.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { idPatterns } from './ids.ts'
import { Author, Json } from './schemas.ts'

/** A year and a day. */
export const scheduleAheadMaxMs = 366 * 24 * 3_600_000
export const schedulesPerRoom = 1_000
/** As JSON. */
export const schedulePayloadMaxBytes = 16 * 1_024

export const ScheduleName = z.string().regex(idPatterns.document, '1–128 letters, digits or _ . : @ ~ - /')

/** `at`: milliseconds since 1970. */
export const Schedule = z.object({ name: ScheduleName, at: z.number().int(), payload: Json, by: Author })
export type Schedule = z.infer<typeof Schedule>

export const schedules = defineContract({
  name: 'schedules',
  requests: {
    'schedules.set': {
      access: 'write',
      body: z.strictObject({ name: ScheduleName, at: z.number().int(), payload: Json.default(null) }),
      reply: Schedule,
    },
    /** `removed`: whether there was one. */
    'schedules.remove': {
      access: 'write',
      body: z.strictObject({ name: ScheduleName }),
      reply: z.object({ removed: z.boolean() }),
    },
    /** The next first. */
    'schedules.list': { access: 'read', body: z.strictObject({}), reply: z.array(Schedule) },
  },
  events: { 'schedules.fired': { delivery: 'reliable', body: Schedule } },
  channels: {},
  snapshot: z.null(),
})
