/** Owns the newest cursor of every connection, in memory while they move. Rules CU1–CU6 are in the contract. */
import type { CursorSample, MovedCursor } from '@syncforge/protocol/cursor-frames'
import {
  type CursorInterest,
  type CursorPoint,
  type CursorPosition,
  cursors as contract,
} from '@syncforge/protocol/cursors'
import { RoomError } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import { limits } from '@syncforge/protocol/limits'
import { type Connection, defineFeature, type FrameAnnouncement } from '../../room/feature.ts'
import { createInterests, matches } from './interests.ts'

const toSample = (point: CursorPoint | null): CursorSample => {
  if (point === null) return null
  const { x, y, anchor } = point
  return anchor === undefined ? { x, y } : { x, y, anchor }
}

/** What is remembered of a cursor that is shown. */
interface VisibleCursor {
  readonly sample: NonNullable<CursorSample>
  readonly movedAt: number
}

/** Who follows it has an interest, and hears no frame that is for everyone. */
const interestedTopic = 'cursors.interested'

export const cursors = defineFeature({
  contract,
  migrations: [],
  open({ connections, clock }) {
    let visible = new Map<number, VisibleCursor>()
    let interests = createInterests()
    /** Who moved since the last tick, and since the last quiet moment. */
    const moved = new Set<number>()
    const unsaved = new Set<number>()
    /** A cursor that was remembered nowhere before a request moved it, as long as that may still be undone. */
    let undo: { readonly number: number; readonly cursor: VisibleCursor | undefined } | null = null

    const positions = () => [...visible].map(([number, { sample }]) => [number, sample] as const)

    const recall = (found: readonly Connection[]) => {
      for (const connection of found) {
        const cursor = connection.recall('cursor') as VisibleCursor | undefined
        if (cursor === undefined) continue
        visible.set(connection.number, cursor)
        interests.recall(connection.number, cursor.sample)
      }
      for (const connection of found) {
        const interest = connection.recall('interest') as CursorInterest | undefined
        if (interest !== undefined) interests.set(connection.id, interest, positions())
      }
    }
    const recallAll = () => {
      visible = new Map()
      interests = createInterests()
      recall(connections())
    }
    recallAll()

    const frameOf = (shown: Iterable<number>, hidden: Iterable<number> = []): FrameAnnouncement['frame'] => {
      const at = clock()
      const newest = Array.from(shown, (number): MovedCursor => {
        const { sample = null, movedAt = at } = visible.get(number) ?? {}
        return { number, ageMs: Math.max(0, at - movedAt), sample }
      })
      const gone = Array.from(hidden, (number): MovedCursor => ({ number, ageMs: 0, sample: null }))
      return { channel: Channel.cursors, message: { at, moved: [...newest, ...gone] } }
    }
    const announce = (to: FrameAnnouncement['to'], frame: FrameAnnouncement['frame']) =>
      ({ to, frame, delivery: 'latest', origin: 0 }) as const

    /** The visible cursors that `viewer` is to see. */
    const seenBy = ({ id, number: own }: Connection): number[] => {
      const group = interests.of(id)
      return positions().flatMap(([number, position]) =>
        number !== own && (group === undefined || matches(group.interest, position)) ? [number] : [],
      )
    }

    const announceToGroups = (numbers: Iterable<number>): FrameAnnouncement[] => {
      const newest = Array.from(numbers, (number) => [number, visible.get(number)?.sample] as const)
      return [...interests.groups()].flatMap((group) => {
        const { shown, hidden } = interests.move(group, newest)
        if (shown.length + hidden.length === 0) return []
        const frame = frameOf(shown, hidden)
        return Array.from(group.members, (connectionId) => announce({ connectionId }, frame))
      })
    }

    const move = (sample: CursorSample, { number }: Connection) => {
      if (sample === null) visible.delete(number)
      else visible.set(number, { sample, movedAt: clock() })
      moved.add(number)
      unsaved.add(number)
    }

    const announceMoved = (numbers: Iterable<number>): FrameAnnouncement[] => {
      const forAll = announce('everyone', frameOf(numbers))
      return interests.isEmpty()
        ? [forAll]
        : [{ ...forAll, exceptTopic: interestedTopic }, ...announceToGroups(numbers)]
    }

    return {
      handlers: {
        'cursors.move'({ cursor }, from) {
          if (from.number === 0) throw new RoomError('VALIDATION_ERROR', 'Only a connection has a cursor')
          const { number } = from
          undo = unsaved.has(number) ? { number, cursor: visible.get(number) } : null
          move(toSample(cursor), from)
          unsaved.delete(number)
          from.remember('cursor', visible.get(number))
          moved.delete(number)
          return { reply: {}, frames: announceMoved([number]) }
        },
        'cursors.watch'({ interest }, from) {
          if (from.number === 0) throw new RoomError('VALIDATION_ERROR', 'Only a connection has an interest')
          undo = null
          const known = interests.of(from.id)?.seen ?? new Set([...visible.keys(), ...moved])
          interests.set(from.id, interest, positions())
          from.remember('interest', interest ?? undefined)
          if (interest === null) from.unfollow(interestedTopic)
          else from.follow(interestedTopic)
          const seen = new Set(seenBy(from))
          const shown = [...seen].filter((number) => !known.has(number))
          const hidden = [...known].filter((number) => !seen.has(number) && number !== from.number)
          if (shown.length + hidden.length === 0) return { reply: {} }
          return { reply: {}, frames: [announce({ connectionId: from.id }, frameOf(shown, hidden))] }
        },
      },
      frames: {
        [Channel.cursors](sample: CursorSample, from: Connection) {
          if (sample?.anchor !== undefined && sample.anchor.length > limits.cursorAnchorMaxLength) {
            throw new RoomError('VALIDATION_ERROR', `An anchor has at most ${limits.cursorAnchorMaxLength} characters`)
          }
          move(sample, from)
          return undefined
        },
      },
      snapshot(viewer) {
        const { interest } = interests.of(viewer.id) ?? {}
        return [...visible].flatMap(([number, { sample, movedAt }]): CursorPosition[] =>
          interest === undefined || matches(interest, sample) ? [{ number, ...sample, movedAt }] : [],
        )
      },
      onFound: (connection) => recall([connection]),
      onLeave({ id, number }) {
        undo = null
        // Everyone hears that the connection left; its cursor goes with it (rule CU3).
        visible.delete(number)
        moved.delete(number)
        interests.set(id, null, [])
        interests.drop(number)
        return {}
      },
      onTick() {
        undo = null
        if (moved.size === 0) return {}
        const announced = announceMoved(moved)
        moved.clear()
        return { announce: announced }
      },
      onQuiet() {
        if (unsaved.size === 0) return
        for (const connection of connections()) {
          if (unsaved.has(connection.number)) connection.remember('cursor', visible.get(connection.number))
        }
        unsaved.clear()
      },
      // Cursors that were hidden meanwhile are among what was missed.
      catchUp(viewer) {
        const seen = new Set(seenBy(viewer))
        const others = connections().flatMap(({ number }) => (seen.has(number) ? [] : [number]))
        return [announce({ connectionId: viewer.id }, frameOf(seen, others))]
      },
      // What was not remembered yet is nowhere else.
      forget() {
        const before = visible
        recallAll()
        if (undo !== null) unsaved.add(undo.number)
        for (const number of unsaved) {
          const cursor = undo?.number === number ? undo.cursor : before.get(number)
          if (cursor === undefined) visible.delete(number)
          else visible.set(number, cursor)
        }
        moved.clear()
        undo = null
      },
    }
  },
})
