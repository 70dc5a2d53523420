/**
 * Cursors: where each connection points. All of it travels on the binary channel `cursors` (see frames.ts).
 *
 * CU1  A connection has at most one cursor; only the newest position counts.
 * CU2  However fast a client sends, others hear of it at most once per tick.
 * CU3  A cursor ends when its connection leaves or hides it.
 * CU4  A newcomer gets every cursor that is visible now.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { Channel } from './frames.ts'

export const CursorPosition = z.object({
  number: z.number().int().positive(),
  x: z.number(),
  y: z.number(),
  anchor: z.string().optional(),
})
export type CursorPosition = z.infer<typeof CursorPosition>

export const cursors = defineContract({
  name: 'cursors',
  requests: {},
  events: {},
  channels: { [Channel.cursors]: { access: 'read', maxBytes: 1_024 } },
  snapshot: z.array(CursorPosition),
})
