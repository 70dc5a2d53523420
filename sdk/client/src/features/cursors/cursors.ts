/** Owns where everyone points, and the pace at which I say where I do. Rules CU1–CU6 are in the contract. */

import * as limits from '@syncforge/protocol/client-limits'
import { type CursorSample, encodeCursorMessage, readCursorsMessage } from '@syncforge/protocol/cursor-frames'
import type { CursorInterest } from '@syncforge/protocol/cursors'
import { Channel } from '@syncforge/protocol/frames'
import { callSafely } from '../../batch.ts'
import type { Listener } from '../../connection/link.ts'
import { createPace } from '../../connection/pace.ts'
import { tell } from '../../connection/tell.ts'
import { invalid } from '../../errors.ts'
import { onDemand, subscribeOnDemand } from '../../on-demand.ts'
import { createView, readOnly, type Store, type Unsubscribe } from '../../store.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { Connections } from '../presence/connections.ts'
import type { Cursor, CursorPoint } from './cursor.ts'
import { createRoomClock } from './room-clock.ts'
import type { SmoothListener, SmoothOptions } from './smooth-cursors.ts'

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
  /**
   * From now on I want to hear only the cursors with this `anchor` (a page), or without an anchor, and of these only those in `area` (a
   * viewport, in the unit of the cursors, its edges included); with `null` all again. The room leaves the others out, so they cost nothing
   * on the way. May be called as often as I scroll: the newest interest is told at most once per 100 ms, and again after every reconnect.
   *
   * @throws SyncForgeError VALIDATION_ERROR unless there is an area of four finite numbers, or an anchor of at most 256 characters
   * @example room.cursors.watch({ anchor: 'page-2' })
   * @example addEventListener('scroll', () => room.cursors.watch({ area: { x: scrollX, y: scrollY, width: innerWidth, height: innerHeight } }))
   */
  watch(interest: CursorInterest | null): void
}

/** An interest is told at most once in this time. */
const watchIntervalMs = 100

const checkAnchor = (anchor: unknown): string => {
  if (typeof anchor === 'string' && anchor.length <= limits.cursorAnchorMaxLength) return anchor
  throw invalid(`A cursor anchor is text of at most ${limits.cursorAnchorMaxLength} characters`)
}

const checkInterest = (interest: CursorInterest | null): CursorInterest | null => {
  if (interest === null) return null
  const { area, anchor } = interest ?? {}
  const { x, y, width = -1, height = -1 } = area ?? {}
  const isArea = area === undefined || ([x, y, width, height].every(Number.isFinite) && Math.min(width, height) >= 0)
  if (!isArea || (area ?? anchor) === undefined) {
    throw invalid('An interest has a finite area, an anchor, or both')
  }
  if (anchor !== undefined) checkAnchor(anchor)
  // JSON leaves out what is undefined.
  return { area, anchor } as CursorInterest
}

const toSample = (point: CursorPoint | null): CursorSample => {
  if (point === null) return null
  if (!Number.isFinite(point?.x) || !Number.isFinite(point.y)) throw invalid('A cursor needs finite x and y, or null')
  const { x, y, anchor } = point
  if (anchor === undefined) return { x, y }
  return { x, y, anchor: checkAnchor(anchor) }
}

type TimedSample = NonNullable<CursorSample> & { readonly movedAt: number }

export interface WithCursors {
  readonly cursors: Cursors
}

export const openCursors = ({ link }: FeatureContext, connections: Connections): OpenFeature<WithCursors> => {
  const clock = createRoomClock()
  const samples = new Map<number, TimedSample>()
  /** What did not move stays the same object. */
  const built = new WeakMap<object, Cursor>()
  let mine: Uint8Array | null = null

  const view = createView<ReadonlyMap<string, Cursor>>(() => {
    const cursors = new Map<string, Cursor>()
    for (const [number, sample] of samples) {
      const entry = connections.byNumber(number)
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

  /** `undefined`: nothing was ever said about it. */
  let interest: CursorInterest | null | undefined
  const watchPace = createPace(
    () => Math.max(watchIntervalMs, link.sendIntervalMs()),
    () => {
      if (interest !== undefined) tell(link, 'cursors.watch', { interest })
    },
  )

  const useSmooth = onDemand(async () => (await parts()).smoothCursors())

  const store: Cursors = {
    ...readOnly(view),
    update(point) {
      mine = encodeCursorMessage(toSample(point))
      pace.request()
    },
    subscribeSmooth(listener, options) {
      callSafely(listener, new Map())
      return subscribeOnDemand(useSmooth, link.report, ({ playSmoothly }) =>
        playSmoothly(
          store,
          () => clock.at(performance.now()),
          (cursors) => callSafely(listener, cursors),
          options,
        ),
      )
    },
    watch(wanted) {
      interest = checkInterest(wanted)
      watchPace.request()
    },
  }
  const listener: Listener = {
    welcomed({ snapshots, serverTime }) {
      clock.told(serverTime, performance.now())
      samples.clear()
      for (const { number, x, y, anchor, movedAt } of snapshots.cursors) {
        put(number, anchor === undefined ? { x, y } : { x, y, anchor }, movedAt)
      }
      view.changed()
      if (mine) pace.request()
      if (interest !== undefined) watchPace.request()
    },
    channels: {
      [Channel.cursors](frame) {
        const { at, moved } = readCursorsMessage(frame)
        const sentAt = clock.heard(at, performance.now())
        for (const { number, ageMs, sample } of moved) put(number, sample, sentAt - ageMs)
        if (moved.some(({ number }) => number !== link.me().number)) view.changed()
      },
    },
    ended() {
      pace.cancel()
      watchPace.cancel()
      // Who draws them is told that nobody moves any more.
      samples.clear()
      view.changed()
    },
  }
  connections.listen({
    peopleChanged(left) {
      if (left !== undefined) samples.delete(left)
      view.changed()
    },
  })
  return { room: { cursors: store }, listener }
}
