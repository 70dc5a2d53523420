/** Owns where everyone points, and the pace at which I say where I do. Rules CU1–CU5 are in the contract. */
import { type CursorSample, readCursorsMessage } from '@syncforge/protocol/cursor-frames'
import { Channel, encodeCursorMessage } from '@syncforge/protocol/frames'
import { invalid } from '../errors.ts'
import { createPace } from '../pace.ts'
import type { Feature, Link } from '../session.ts'
import { createView, type Store, type Unsubscribe } from '../store.ts'
import type { Cursor, CursorPoint } from './cursor.ts'
import { createRoomClock } from './room-clock.ts'
import type { Roster } from './roster.ts'
import { playSmoothly, type SmoothListener, type SmoothOptions } from './smooth-cursors.ts'

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
  /**
   * The same cursors, to draw: called in every animation frame in which one moves or fades, with each on its way from sample to
   * sample at the speed at which it was moved, one or two send intervals late; a cursor that rests fades. Nothing runs while nobody
   * moves. Where motion is not wanted (`prefers-reduced-motion`), draw `subscribe` instead.
   *
   * @example
   * const stop = room.cursors.subscribeSmooth((cursors) => {
   *   for (const [connectionId, { x, y, opacity }] of cursors) draw(connectionId, x, y, opacity)
   * })
   */
  subscribeSmooth(listener: SmoothListener, options?: SmoothOptions): Unsubscribe
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

type TimedSample = NonNullable<CursorSample> & { readonly movedAt: number }

export const createCursors = (link: Link, roster: Roster) => {
  const clock = createRoomClock()
  const samples = new Map<number, TimedSample>()
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

  const put = (number: number, sample: CursorSample, movedAt: number) => {
    if (number === link.me().number) return
    if (sample === null) samples.delete(number)
    else samples.set(number, { ...sample, movedAt })
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
    subscribeSmooth: (listener, options) => playSmoothly(store, () => clock.at(performance.now()), listener, options),
  }
  const feature: Feature = {
    welcomed({ snapshots, serverTime }) {
      clock.told(serverTime, performance.now())
      samples.clear()
      for (const { number, x, y, anchor, movedAt } of snapshots.cursors) {
        put(number, anchor === undefined ? { x, y } : { x, y, anchor }, movedAt)
      }
      view.changed()
      if (mine) pace.request()
    },
    channels: {
      [Channel.cursors](frame) {
        const { at, moved } = readCursorsMessage(frame)
        const sentAt = clock.heard(at, performance.now())
        for (const { number, ageMs, sample } of moved) put(number, sample, sentAt - ageMs)
        if (moved.some(({ number }) => number !== link.me().number)) view.changed()
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
