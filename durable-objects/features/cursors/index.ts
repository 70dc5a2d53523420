/** Owns the newest cursor of every connection, in memory while they move. Rules CU1–CU5 are in the contract. */
import type { CursorSample } from '@syncforge/protocol/cursor-frames'
import { type CursorPosition, cursors as contract } from '@syncforge/protocol/cursors'
import { RoomError } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import { limits } from '@syncforge/protocol/limits'
import { type Connection, defineFeature, type FrameAnnouncement } from '../../room/feature.ts'

/** What is remembered of a cursor that is shown. */
interface VisibleCursor {
  readonly sample: NonNullable<CursorSample>
  readonly movedAt: number
}

export const cursors = defineFeature({
  contract,
  migrations: [],
  open({ connections, clock }) {
    let visible = new Map<number, VisibleCursor>()
    /** Who moved since the last tick, and since the last quiet moment. */
    const moved = new Set<number>()
    const unsaved = new Set<number>()

    const recallAll = () => {
      visible = new Map()
      for (const connection of connections()) {
        const cursor = connection.recall('cursor') as VisibleCursor | undefined
        if (cursor !== undefined) visible.set(connection.number, cursor)
      }
    }
    recallAll()

    const announce = (to: FrameAnnouncement['to'], numbers: Iterable<number>) => {
      const at = clock()
      const newest = Array.from(numbers, (number) => {
        const { sample = null, movedAt = at } = visible.get(number) ?? {}
        return { number, ageMs: Math.max(0, at - movedAt), sample }
      })
      return {
        to,
        frame: { channel: Channel.cursors, message: { at, moved: newest } },
        delivery: 'latest',
        origin: 0,
      } as const
    }

    return {
      handlers: {},
      frames: {
        [Channel.cursors](sample: CursorSample, from: Connection) {
          if (sample?.anchor !== undefined && sample.anchor.length > limits.cursorAnchorMaxLength) {
            throw new RoomError('VALIDATION_ERROR', `An anchor has at most ${limits.cursorAnchorMaxLength} characters`)
          }
          if (sample === null) visible.delete(from.number)
          else visible.set(from.number, { sample, movedAt: clock() })
          moved.add(from.number)
          unsaved.add(from.number)
          return undefined
        },
      },
      snapshot: () =>
        [...visible].map(([number, { sample, movedAt }]): CursorPosition => ({ number, ...sample, movedAt })),
      onLeave({ number }) {
        // Everyone hears that the connection left; its cursor goes with it (rule CU3).
        visible.delete(number)
        moved.delete(number)
        return []
      },
      onTick() {
        if (moved.size === 0) return {}
        const announced = announce('everyone', moved)
        moved.clear()
        return { announce: [announced] }
      },
      onQuiet() {
        if (unsaved.size === 0) return
        for (const connection of connections()) {
          if (unsaved.has(connection.number)) connection.remember('cursor', visible.get(connection.number))
        }
        unsaved.clear()
      },
      // Cursors that were hidden meanwhile are among what was missed.
      catchUp: ({ id }) => [
        announce(
          { connectionId: id },
          connections().map(({ number }) => number),
        ),
      ],
      forget: recallAll,
    }
  },
})
