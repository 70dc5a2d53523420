/** Owns pointers over the board: one works with the tool in hand, two fingers move and zoom, the wheel does both, and space lends the hand. */
import type { Point } from '../board/shape.ts'
import { panned, toBoard, zoomedAt } from '../geometry/camera.ts'
import type { Desk, ToolName } from './desk.ts'
import type { Begin, Gesture, Keys } from './gesture.ts'
import { beginMake, beginPen } from './make.ts'
import { beginSelect } from './select.ts'

const tools: Readonly<Record<Exclude<ToolName, 'hand'>, Begin>> = {
  select: beginSelect,
  pen: beginPen,
  rectangle: beginMake('rectangle'),
  ellipse: beginMake('ellipse'),
  line: beginMake('line'),
  arrow: beginMake('arrow'),
  note: beginMake('note'),
  text: beginMake('text'),
}

/** Of a wheel that counts lines. */
const lineHeight = 24
const middleButton = 1

interface Running {
  readonly pointer: number
  readonly gesture: Gesture
  points: Point[]
  keys: Keys
}

export interface Pointers {
  /** While space is held. */
  setHand(isHeld: boolean): void
  /** Gives up what is going on, if anything is. */
  cancel(): boolean
  close(): void
}

/** `onOwnMove`: what is seen was moved by hand. */
export const watchPointers = (host: HTMLElement, desk: Desk, onOwnMove: () => void): Pointers => {
  const over = new AbortController()
  const { signal } = over
  const down = new Map<number, Point>()
  let running: Running | null = null
  let panning: number | null = null
  let frame = 0
  let hasHand = false

  const onScreen = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
    const { left, top } = host.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
  const flush = () => {
    cancelAnimationFrame(frame)
    frame = 0
    if (!running || running.points.length === 0) return
    const { points, keys, gesture } = running
    running.points = []
    gesture.frame(points, keys)
  }
  const cancel = () => {
    cancelAnimationFrame(frame)
    frame = 0
    const wasRunning = running
    running = null
    wasRunning?.gesture.cancel()
    return wasRunning !== null
  }
  const isPan = (event: PointerEvent) => hasHand || desk.tool.get() === 'hand' || event.button === middleButton
  const begin = (event: PointerEvent) => {
    const name = desk.tool.get()
    if (name === 'hand') return
    const handle = event.target instanceof Element ? event.target.getAttribute('data-handle') : null
    const { zoom } = desk.camera.get()
    const gesture = tools[name]({
      desk,
      point: toBoard(desk.camera.get(), onScreen(event)),
      tolerance: (event.pointerType === 'mouse' ? 5 : 14) / zoom,
      handle,
      shiftKey: event.shiftKey,
      altKey: event.altKey,
    })
    if (gesture) running = { pointer: event.pointerId, gesture, points: [], keys: event }
  }
  const pressed = (event: PointerEvent) => {
    if (event.button !== 0 && event.button !== middleButton) return
    host.focus({ preventScroll: true })
    desk.editing.set(null)
    down.set(event.pointerId, onScreen(event))
    try {
      host.setPointerCapture(event.pointerId)
    } catch {
      // It is up again already.
    }
    if (down.size === 2) {
      // A second finger: what the first one began was no more than putting it down.
      cancel()
      panning = null
    } else if (down.size === 1) {
      if (isPan(event)) panning = event.pointerId
      else begin(event)
    }
  }
  const pinch = (id: number, to: Point) => {
    const [from, still] = [down.get(id), [...down].find(([other]) => other !== id)?.[1]]
    if (!from || !still) return
    const spread = (a: Point) => Math.max(1, Math.hypot(a.x - still.x, a.y - still.y))
    const middle = (a: Point) => ({ x: (a.x + still.x) / 2, y: (a.y + still.y) / 2 })
    const [before, after] = [middle(from), middle(to)]
    const camera = panned(desk.camera.get(), { x: after.x - before.x, y: after.y - before.y })
    onOwnMove()
    desk.camera.set(zoomedAt(camera, after, (camera.zoom * spread(to)) / spread(from)))
  }
  const moved = (event: PointerEvent) => {
    const from = down.get(event.pointerId)
    if (!from) return
    const to = onScreen(event)
    if (down.size === 2) pinch(event.pointerId, to)
    else if (panning === event.pointerId) {
      onOwnMove()
      desk.camera.set(panned(desk.camera.get(), { x: to.x - from.x, y: to.y - from.y }))
    } else if (running?.pointer === event.pointerId) {
      const all = event.getCoalescedEvents?.() ?? []
      for (const each of all.length > 0 ? all : [event]) running.points.push(toBoard(desk.camera.get(), onScreen(each)))
      running.keys = event
      if (frame === 0) frame = requestAnimationFrame(flush)
    }
    down.set(event.pointerId, to)
  }
  const lifted = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return
    if (panning === event.pointerId) panning = null
    if (running?.pointer !== event.pointerId) return
    flush()
    const { gesture } = running
    running = null
    gesture.end()
  }
  const lost = (event: PointerEvent) => {
    down.delete(event.pointerId)
    if (panning === event.pointerId) panning = null
    if (running?.pointer === event.pointerId) cancel()
  }
  const rolled = (event: WheelEvent) => {
    event.preventDefault()
    onOwnMove()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1
    const camera = desk.camera.get()
    if (event.ctrlKey || event.metaKey) {
      const by = Math.max(-100, Math.min(100, event.deltaY * unit))
      desk.camera.set(zoomedAt(camera, onScreen(event), camera.zoom * 1.01 ** -by))
      return
    }
    const [across, along] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY]
    desk.camera.set(panned(camera, { x: -across * unit, y: -along * unit }))
  }

  host.addEventListener('pointerdown', pressed, { signal })
  host.addEventListener('pointermove', moved, { signal })
  host.addEventListener('pointerup', lifted, { signal })
  host.addEventListener('pointercancel', lost, { signal })
  host.addEventListener('wheel', rolled, { signal, passive: false })
  return {
    setHand(isHeld) {
      hasHand = isHeld
      host.toggleAttribute('data-hand', isHeld)
    },
    cancel,
    close() {
      cancel()
      over.abort()
    },
  }
}
