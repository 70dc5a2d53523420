/**
 * Cursors: where each connection points. All of it travels on the binary channel `cursors` (see frames.ts).
 *
 * CU1  A connection has at most one cursor; only the newest position counts.
 * CU2  However fast a client sends, others hear of it at most once per tick.
 * CU3  A cursor ends when its connection leaves or hides it.
 * CU4  A newcomer gets every cursor that is visible now.
 * CU5  Every sample comes with the time at which it reached the room.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { Channel } from './frames.ts'

export const CursorPosition = z.object({
  number: z.number().int().positive(),
  x: z.number(),
  y: z.number(),
  anchor: z.string().optional(),
  /** When it reached the room, in milliseconds since 1970 by the room's clock. */
  movedAt: z.number().int(),
})
export type CursorPosition = z.infer<typeof CursorPosition>

export const cursors = defineContract({
  name: 'cursors',
  requests: {},
  events: {},
  channels: { [Channel.cursors]: { access: 'read', maxBytes: 1_024 } },
  snapshot: z.array(CursorPosition),
})
