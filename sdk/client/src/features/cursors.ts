/** Owns where everyone points, and the pace at which I say where I do. Rules CU1–CU4 are in the contract. */
import { Channel, type CursorSample, encodeCursorMessage, readCursorsFrame } from '@syncforge/protocol/frames'
import type { User } from '@syncforge/protocol/schemas'
import { invalid } from '../errors.ts'
import { createPace } from '../pace.ts'
import type { Feature, Link } from '../session.ts'
import { createView, type Store } from '../store.ts'
import type { Roster } from './roster.ts'

/** Where one connection points: in whatever unit the app measures, relative to the element that `anchor` names. */
export interface Cursor {
  readonly user: User
  readonly x: number
  readonly y: number
  readonly anchor?: string
}

export interface CursorPoint {
  readonly x: number
  readonly y: number
  readonly anchor?: string | undefined
}

/**
 * The visible cursors of all other connections, by connection id.
 *
 * @example
 * addEventListener('pointermove', ({ pageX, pageY }) => room.cursors.update({ x: pageX, y: pageY }))
 * room.cursors.subscribe((cursors) => {
 *   for (const [connectionId, { user, x, y }] of cursors) draw(connectionId, user.userInfo.name, x, y)
 * })
 */
export interface Cursors extends Store<ReadonlyMap<string, Cursor>> {
  /**
   * Moves my cursor, or hides it with `null`. The first move leaves at once, later ones at most once per 16 ms, the
   * newest winning. While offline only the newest is kept, and sent on return.
   *
   * @throws SyncForgeError VALIDATION_ERROR unless both coordinates are finite numbers and the anchor is short text
   * @example room.cursors.update({ x: 0.25, y: 0.8, anchor: 'figure-2' })
   */
  update(point: CursorPoint | null): void
}

const maxAnchorLength = 256

const toSample = (point: CursorPoint | null): CursorSample => {
  if (point === null) return null
  if (!Number.isFinite(point?.x) || !Number.isFinite(point.y)) throw invalid('A cursor needs finite x and y, or null')
  const { x, y, anchor } = point
  if (anchor === undefined) return { x, y }
  if (typeof anchor !== 'string' || anchor.length > maxAnchorLength) {
    throw invalid(`A cursor anchor is text of at most ${maxAnchorLength} characters`)
  }
  return { x, y, anchor }
}

export const createCursors = (link: Link, roster: Roster) => {
  const samples = new Map<number, CursorSample & object>()
  /** What did not move stays the same object. */
  const built = new WeakMap<object, Cursor>()
  let mine: Uint8Array | null = null

  const view = createView<ReadonlyMap<string, Cursor>>(() => {
    const cursors = new Map<string, Cursor>()
    for (const [number, sample] of samples) {
      const entry = roster.byNumber(number)
      if (!entry) continue
      const cursor = built.get(sample) ?? { user: entry.user, ...sample }
      built.set(sample, cursor)
      cursors.set(entry.connectionId, cursor)
    }
    return cursors
  })

  const put = (number: number, sample: CursorSample) => {
    if (number === link.me().number) return
    if (sample === null) samples.delete(number)
    else samples.set(number, sample)
  }
  const pace = createPace(link.sendIntervalMs, () => {
    if (mine) link.sendFrame(mine)
  })

  const store: Cursors = {
    get: view.get,
    subscribe: view.subscribe,
    update(point) {
      mine = encodeCursorMessage(toSample(point))
      pace.request()
    },
  }
  const feature: Feature = {
    welcomed({ snapshots }) {
      samples.clear()
      for (const { number, x, y, anchor } of snapshots.cursors) {
        put(number, anchor === undefined ? { x, y } : { x, y, anchor })
      }
      view.changed()
      if (mine) pace.request()
    },
    channels: {
      [Channel.cursors](frame) {
        const moved = readCursorsFrame(frame)
        for (const [number, sample] of moved) put(number, sample)
        if (moved.some(([number]) => number !== link.me().number)) view.changed()
      },
    },
    ended: pace.cancel,
  }
  return {
    store,
    feature,
    changed(left?: number) {
      if (left !== undefined) samples.delete(left)
      view.changed()
    },
  }
}
