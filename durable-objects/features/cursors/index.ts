/** Owns the newest cursor of every connection, in memory while they move. Rules CU1–CU4 are in the contract. */
import { type CursorPosition, cursors as contract } from '@syncforge/protocol/cursors'
import { RoomError } from '@syncforge/protocol/errors'
import { Channel, type CursorSample } from '@syncforge/protocol/frames'
import { limits } from '@syncforge/protocol/limits'
import { type Connection, defineFeature, type FrameAnnouncement } from '../../room/feature.ts'

type VisibleCursor = NonNullable<CursorSample>

export const cursors = defineFeature({
  contract,
  migrations: [],
  open({ connections }) {
    let visible = new Map<number, VisibleCursor>()
    /** Who moved since the last tick, and since the last quiet moment. */
    let moved = new Map<number, CursorSample>()
    const unsaved = new Set<number>()

    const recallAll = () => {
      visible = new Map()
      for (const connection of connections()) {
        const cursor = connection.recall('cursor') as VisibleCursor | undefined
        if (cursor !== undefined) visible.set(connection.number, cursor)
      }
    }
    recallAll()

    const everyCursor = () => [...visible].map(([number, cursor]): CursorPosition => ({ number, ...cursor }))

    const announce = (to: FrameAnnouncement['to'], message: readonly (readonly [number, CursorSample])[]) =>
      ({ to, frame: { channel: Channel.cursors, message }, delivery: 'latest', origin: 0 }) as const

    return {
      handlers: {},
      frames: {
        [Channel.cursors](sample: CursorSample, from: Connection) {
          if (sample?.anchor !== undefined && sample.anchor.length > limits.cursorAnchorMaxLength) {
            throw new RoomError('VALIDATION_ERROR', `An anchor has at most ${limits.cursorAnchorMaxLength} characters`)
          }
          if (sample === null) visible.delete(from.number)
          else visible.set(from.number, sample)
          moved.set(from.number, sample)
          unsaved.add(from.number)
          return undefined
        },
      },
      snapshot: everyCursor,
      onLeave({ number }) {
        // Everyone hears that the connection left; its cursor goes with it (rule CU3).
        visible.delete(number)
        moved.delete(number)
        return []
      },
      onTick() {
        if (moved.size === 0) return {}
        const message = [...moved]
        moved = new Map()
        return { announce: [announce('everyone', message)] }
      },
      onQuiet() {
        if (unsaved.size === 0) return
        for (const connection of connections()) {
          if (unsaved.has(connection.number)) connection.remember('cursor', visible.get(connection.number))
        }
        unsaved.clear()
      },
      catchUp: ({ id }) => [announce({ connectionId: id }, [...visible])],
      forget: recallAll,
    }
  },
})
