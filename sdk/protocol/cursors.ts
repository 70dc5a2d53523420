/**
 * Cursors: where each connection points. The positions travel on the binary channel `cursors` (see cursor-frames.ts).
 *
 * CU1  A connection has at most one cursor; only the newest position counts.
 * CU2  However fast a client sends, others hear of it at most once per tick.
 * CU3  A cursor ends when its connection leaves or hides it.
 * CU4  A newcomer gets every cursor that is visible now.
 * CU5  Every sample comes with the time at which it reached the room.
 * CU6  A connection with an interest hears only of cursors that match it: as they come, move, and once, as hidden, when they go. What a
 *      change of interest shows or hides is told at once. The interest ends with the connection.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { type CursorsMessage, cursorCodec, cursorTime } from './cursor-frames.ts'
import { Channel } from './frames.ts'
import { limits } from './limits.ts'

export const CursorPosition = z.object({
  number: z.number().int().positive(),
  x: z.number(),
  y: z.number(),
  anchor: z.string().optional(),
  /** When it reached the room, in milliseconds since 1970 by the room's clock. */
  movedAt: z.number().int(),
})
export type CursorPosition = z.infer<typeof CursorPosition>

/** In whatever unit the app points. */
export const CursorPoint = z.strictObject({
  x: z.number(),
  y: z.number(),
  anchor: z.string().max(limits.cursorAnchorMaxLength).optional(),
})
export type CursorPoint = z.infer<typeof CursorPoint>

const CursorArea = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
})

/** Cursors with exactly this anchor (without one: those that have none), and of these, where an area is given, those in it or on its edge. */
export const CursorInterest = z
  .object({ area: CursorArea.optional(), anchor: z.string().max(limits.cursorAnchorMaxLength).optional() })
  .refine(({ area, anchor }) => area !== undefined || anchor !== undefined, 'an area, an anchor, or both')
export type CursorInterest = z.infer<typeof CursorInterest>

export const cursors = defineContract({
  name: 'cursors',
  requests: {
    'cursors.watch': {
      access: 'read',
      body: z.object({ interest: CursorInterest.nullable() }),
      reply: z.object({}),
    },
    /** The same as a message on the channel, for who has no channel; `null` hides it. */
    'cursors.move': { access: 'read', body: z.object({ cursor: CursorPoint.nullable() }), reply: z.object({}) },
  },
  events: {},
  channels: { [Channel.cursors]: { access: 'read', maxBytes: 1_024, codec: cursorCodec } },
  snapshot: z.array(CursorPosition),
  fold(shown: readonly CursorPosition[], heard): readonly CursorPosition[] {
    if (heard.kind === 'event') {
      if (heard.type !== 'presence.left') return shown
      const gone = heard.body as { readonly number: number }
      return shown.filter(({ number }) => number !== gone.number)
    }
    if (heard.channel !== Channel.cursors) return shown
    const { at, moved } = heard.message as CursorsMessage
    const sentAt = cursorTime(at, heard.at)
    const newest = new Map(moved.map((cursor) => [cursor.number, cursor]))
    return [
      ...shown.filter(({ number }) => !newest.has(number)),
      ...[...newest.values()].flatMap(({ number, ageMs, sample }) =>
        sample === null ? [] : [{ number, ...sample, movedAt: sentAt - ageMs }],
      ),
    ]
  },
})
