/**
 * Room info: what a room is called and is for, as its organization has set it by REST.
 *
 * RI1  A newcomer is told with the welcome, everybody as soon as it is changed.
 * RI2  Nobody changes it from inside the room.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { JsonObject } from './schemas.ts'

/** `metadata` is the customer's own. */
export const RoomInfo = z.object({
  name: z.string().nullable(),
  type: z.enum(['collaboration', 'whiteboard', 'document', 'custom']),
  metadata: JsonObject,
  maxParticipants: z.number().int().positive(),
})
export type RoomInfo = z.infer<typeof RoomInfo>

export const info = defineContract({
  name: 'info',
  requests: {},
  events: { 'info.changed': { delivery: 'reliable', body: RoomInfo } },
  channels: {},
  snapshot: RoomInfo,
  fold: (known: RoomInfo, heard): RoomInfo =>
    heard.kind === 'event' && heard.type === 'info.changed' ? (heard.body as RoomInfo) : known,
})
