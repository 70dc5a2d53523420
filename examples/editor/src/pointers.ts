// Owns the live pointers: sends ours, draws the others' as the SDK plays them back. Names nobody: it is told who a connection belongs to.
import type { EditorView } from '@codemirror/view'
import { paint } from './color.ts'
import { type Place, type Point, placeAt, pointOf } from './pointer-place.ts'
import type { Room, SmoothCursors } from './room.ts'

/** How far right of its tip a pointer's name begins (people.css). */
const LABEL_OFFSET_PX = 17

type SmoothCursor = SmoothCursors extends ReadonlyMap<string, infer Value> ? Value : never

interface Look {
  readonly name: string
  readonly color: string
}

interface Places {
  readonly view: EditorView
  readonly column: HTMLElement
  readonly layer: HTMLElement
  readonly lookOf: (connectionId: string, cursor: SmoothCursor) => Look
}

interface Pointer {
  readonly element: HTMLElement
  readonly label: HTMLElement
  labelWidth: number
}

/** Runs until `stop`; `refresh` looks again at names and at where the lines are. */
export const showPointers = (room: Room, { view, column, layer, lookOf }: Places) => {
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const pointers = new Map<string, Pointer>()
  let cursors: SmoothCursors = new Map()
  let frame: number | undefined

  /** Between the places of two samples, which may be on different lines: both are looked up, and the pointer is drawn between them. */
  const pointNow = ({ opacity, way: { from, to, progress } }: SmoothCursor): Point | undefined => {
    if (opacity === 0) return undefined
    const end = pointOf(view, column, to)
    const start = from === to || still.matches ? end : (pointOf(view, column, from) ?? end)
    if (!start || !end) return progress < 1 ? start : end
    return { x: start.x + (end.x - start.x) * progress, y: start.y + (end.y - start.y) * progress }
  }

  const draw = () => {
    if (frame !== undefined) cancelAnimationFrame(frame)
    frame = undefined
    if (pointers.size === 0) return
    const spaceRight = document.documentElement.clientWidth - column.getBoundingClientRect().left - LABEL_OFFSET_PX
    // All places are looked up before anything moves: asking and moving in turns would lay the page out each time.
    const targets = Array.from(cursors, ([connectionId, cursor]) => ({
      pointer: pointers.get(connectionId),
      opacity: cursor.opacity,
      point: pointNow(cursor),
    }))
    for (const { pointer, opacity, point } of targets) {
      if (!pointer) continue
      pointer.element.hidden = point === undefined
      if (!point) continue
      pointer.element.style.transform = `translate(${point.x.toFixed(1)}px, ${point.y.toFixed(1)}px)`
      pointer.element.style.opacity = String(opacity)
      pointer.element.toggleAttribute('data-flipped', point.x + pointer.labelWidth > spaceRight)
    }
  }
  // Not at once: the editor may be in the middle of an update, when its layout cannot be asked.
  const drawSoon = () => {
    if (pointers.size > 0) frame ??= requestAnimationFrame(draw)
  }

  const dress = (connectionId: string, cursor: SmoothCursor, pointer: Pointer) => {
    const { name, color } = lookOf(connectionId, cursor)
    if (pointer.label.textContent !== name) {
      pointer.label.textContent = name
      pointer.labelWidth = pointer.label.offsetWidth
    }
    paint(pointer.element, color)
  }
  const remove = (connectionId: string, pointer: Pointer) => {
    pointer.element.remove()
    pointers.delete(connectionId)
  }
  const heard = (next: SmoothCursors) => {
    cursors = next
    for (const [connectionId, pointer] of pointers) if (!next.has(connectionId)) remove(connectionId, pointer)
    for (const [connectionId, cursor] of next) {
      if (pointers.has(connectionId)) continue
      const pointer = createPointer(connectionId)
      pointers.set(connectionId, pointer)
      layer.append(pointer.element)
      dress(connectionId, cursor, pointer)
    }
    draw()
  }

  /** Where our pointer is in the window; kept, because scrolling and typing move the text under it. */
  let mine: Point | undefined
  let shared: Place | undefined
  let shareFrame: number | undefined
  const share = () => {
    if (!mine) return
    const place = placeAt(view, column, mine)
    if (place.x === shared?.x && place.y === shared.y && place.anchor === shared.anchor) return
    shared = place
    room.cursors.update(place)
  }
  // Not at once: the editor may be in the middle of an update, when its layout cannot be asked.
  const shareSoon = () => {
    shareFrame ??= requestAnimationFrame(() => {
      shareFrame = undefined
      share()
    })
  }
  const hidden = () => {
    if (mine) room.cursors.update(null)
    mine = undefined
    shared = undefined
  }
  // A finger covers what it points at and stays nowhere: only mice and pens are shown.
  const moved = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return
    const overDesk = event.target instanceof Node && view.dom.closest('main')?.contains(event.target)
    // While the past is shown nobody points at the text of now.
    if (!overDesk || !view.dom.checkVisibility()) return hidden()
    mine = { x: event.clientX, y: event.clientY }
    share()
  }

  const sizes = new ResizeObserver(drawSoon)
  sizes.observe(column)
  document.addEventListener('pointermove', moved, { passive: true })
  document.addEventListener('scroll', share, { passive: true })
  document.documentElement.addEventListener('pointerleave', hidden)
  const unsubscribe = room.cursors.subscribeSmooth(heard)

  return {
    /** Names, colours, or the text below the pointers changed. */
    refresh() {
      for (const [connectionId, pointer] of pointers) {
        const cursor = cursors.get(connectionId)
        if (cursor) dress(connectionId, cursor, pointer)
      }
      drawSoon()
      shareSoon()
    },
    stop() {
      unsubscribe()
      sizes.disconnect()
      document.removeEventListener('pointermove', moved)
      document.removeEventListener('scroll', share)
      document.documentElement.removeEventListener('pointerleave', hidden)
      if (frame !== undefined) cancelAnimationFrame(frame)
      if (shareFrame !== undefined) cancelAnimationFrame(shareFrame)
      for (const [connectionId, pointer] of pointers) remove(connectionId, pointer)
    },
  }
}

const createPointer = (connectionId: string): Pointer => {
  const element = document.createElement('div')
  element.className = 'pointer'
  element.dataset.connection = connectionId
  element.innerHTML =
    '<svg viewBox="0 0 18 20" width="22" height="24"><path d="M2 1.6 16 9.2 9.6 11.2 6.2 17.6z"/></svg><span class="pointer-label"></span>'
  const label = element.querySelector<HTMLElement>('.pointer-label') as HTMLElement
  return { element, label, labelWidth: 0 }
}
