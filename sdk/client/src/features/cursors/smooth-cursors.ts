/** Owns smooth cursors: plays the samples back frame by frame and fades who rests. Nothing runs while nothing moves. */
import type { Store, Unsubscribe } from '../../store.ts'
import type { Cursor } from './cursor.ts'
import { createTrack, type Track, type Way } from './motion.ts'

/** A cursor as it is to be drawn in this frame. `x`, `y` and `anchor` are where it is now, on its way from sample to sample. */
export interface SmoothCursor extends Cursor {
  /** 1 while it moves and for `idleAfterMs` after; then it falls to 0 within 600 ms. */
  readonly opacity: number
  /**
   * The samples that it is between. Where their anchors differ, `x` and `y` wait at `from` and then jump, because only the app knows
   * where both are: it can place both in one system of coordinates and draw the cursor between them.
   */
  readonly way: Way<Cursor>
}

export interface SmoothOptions {
  /** After so many milliseconds of rest a cursor fades. Default 8,000. */
  readonly idleAfterMs?: number | undefined
}

export type SmoothListener = (cursors: ReadonlyMap<string, SmoothCursor>) => void

interface Shown {
  cursor: Cursor
  readonly track: Track<Cursor>
  drawn: SmoothCursor | undefined
}

const defaultIdleAfterMs = 8_000
const fadeMs = 600
const frameMs = 16
/** Past 2³¹ − 1 ms a timer of the platform would be due at once. */
const latestLookMs = 3_600_000

type Canceller = () => void

const nextFrame = (draw: () => void): Canceller => {
  if (typeof requestAnimationFrame === 'function') {
    const frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }
  const timer = setTimeout(draw, frameMs)
  return () => clearTimeout(timer)
}

const later = (draw: () => void, waitMs: number): Canceller => {
  const timer = setTimeout(draw, waitMs)
  return () => clearTimeout(timer)
}

const pointOn = ({ from, to, progress }: Way<Cursor>): Pick<Cursor, 'x' | 'y' | 'anchor'> => {
  if (progress === 1) return to
  if (from.anchor !== to.anchor) return from
  const x = from.x + (to.x - from.x) * progress
  const y = from.y + (to.y - from.y) * progress
  return from.anchor === undefined ? { x, y } : { x, y, anchor: from.anchor }
}

const sameWay = (a: Way<Cursor> | undefined, b: Way<Cursor>) =>
  a?.from === b.from && a.to === b.to && a.progress === b.progress

/** Plays `cursors` back to `listener`, which may not throw, until the returned function is called. `roomNow` in milliseconds since 1970. */
export const playSmoothly = (
  cursors: Store<ReadonlyMap<string, Cursor>>,
  roomNow: () => number,
  listener: SmoothListener,
  { idleAfterMs = defaultIdleAfterMs }: SmoothOptions = {},
): Unsubscribe => {
  const shown = new Map<string, Shown>()
  let cancel: Canceller = () => {}
  let isFrameDue = false

  const opacityOf = (cursor: Cursor, now: number) =>
    Math.min(1, Math.max(0, 1 - (now - cursor.movedAt - idleAfterMs) / fadeMs))

  const draw = () => {
    isFrameDue = false
    const now = roomNow()
    const localMs = performance.now()
    const drawn = new Map<string, SmoothCursor>()
    let isMoving = false
    let fadesInMs = Number.POSITIVE_INFINITY
    for (const [id, each] of shown) {
      const way = each.track.play(now, localMs)
      const opacity = opacityOf(each.cursor, now)
      if (each.drawn?.opacity !== opacity || !sameWay(each.drawn?.way, way)) {
        const { user, movedAt } = each.cursor
        const { x, y, anchor } = pointOn(way)
        each.drawn = { user, movedAt, x, y, ...(anchor === undefined ? {} : { anchor }), opacity, way }
      }
      drawn.set(id, each.drawn)
      isMoving ||= !each.track.isResting() || (opacity > 0 && opacity < 1)
      if (opacity === 1) fadesInMs = Math.min(fadesInMs, each.cursor.movedAt + idleAfterMs - now)
    }
    if (isMoving) drawSoon()
    else if (Number.isFinite(fadesInMs)) cancel = later(drawSoon, Math.min(fadesInMs + 1, latestLookMs))
    listener(drawn)
  }
  const drawSoon = () => {
    if (isFrameDue) return
    cancel()
    isFrameDue = true
    cancel = nextFrame(draw)
  }

  const heard = (next: ReadonlyMap<string, Cursor>) => {
    const now = roomNow()
    for (const id of shown.keys()) if (!next.has(id)) shown.delete(id)
    for (const [id, cursor] of next) {
      const each = shown.get(id)
      if (each === undefined) shown.set(id, { cursor, track: createTrack(cursor), drawn: undefined })
      else if (each.cursor !== cursor) {
        each.cursor = cursor
        each.track.add(cursor, Math.max(0, now - cursor.movedAt))
      }
    }
    drawSoon()
  }

  const stopHearing = cursors.subscribe(heard)
  // The first call comes at once, as with every subscription.
  cancel()
  draw()
  return () => {
    stopHearing()
    cancel()
    shown.clear()
  }
}
