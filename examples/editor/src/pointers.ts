// Owns the live pointers: sends ours, draws the others'. Names nobody: it is told who a connection belongs to.
import type { EditorView } from '@codemirror/view'
import { paint } from './color.ts'
import { glide, type Point } from './motion.ts'
import { type Place, placeAt, pointOf } from './pointer-place.ts'
import type { Cursors, Room } from './room.ts'

/** A pointer that rests this long fades: it says where somebody was, no longer where they look. */
const IDLE_AFTER_MS = 8000
/** How far right of its tip a pointer's name begins (people.css). */
const LABEL_OFFSET_PX = 17

interface Look {
  readonly name: string
  readonly color: string
}

interface Places {
  readonly view: EditorView
  readonly column: HTMLElement
  readonly layer: HTMLElement
  readonly lookOf: (connectionId: string, cursor: Cursor) => Look
}

type Cursor = Cursors extends ReadonlyMap<string, infer Value> ? Value : never

interface Pointer {
  readonly element: HTMLElement
  readonly label: HTMLElement
  labelWidth: number
  place: Partial<Place>
  shown: Point | undefined
  idle: ReturnType<typeof setTimeout> | undefined
}

/** Runs until `stop`; `refresh` looks again at names and at where the lines are. */
export const showPointers = (room: Room, { view, column, layer, lookOf }: Places) => {
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const pointers = new Map<string, Pointer>()
  let cursors: Cursors = new Map()
  let frame: number | undefined
  let frameAt = 0

  const draw = (now: number) => {
    frame = undefined
    const elapsedMs = Math.min(Math.max(now - frameAt, 0), 100)
    frameAt = now
    let moving = false
    const spaceRight = document.documentElement.clientWidth - column.getBoundingClientRect().left - LABEL_OFFSET_PX
    // All places are looked up before anything moves: asking and moving in turns would lay the page out each time.
    const targets = Array.from(pointers.values(), (pointer) => ({
      pointer,
      target: pointOf(view, column, pointer.place),
    }))
    for (const { pointer, target } of targets) {
      pointer.element.hidden = target === undefined
      if (!target) continue
      const next = pointer.shown && !still.matches ? glide(pointer.shown, target, elapsedMs) : target
      pointer.shown = next
      pointer.element.style.transform = `translate(${next.x.toFixed(1)}px, ${next.y.toFixed(1)}px)`
      pointer.element.toggleAttribute('data-flipped', next.x + pointer.labelWidth > spaceRight)
      moving ||= next !== target
    }
    if (moving) frame = requestAnimationFrame(draw)
  }
  const wake = () => {
    if (frame !== undefined || pointers.size === 0) return
    frameAt = performance.now()
    frame = requestAnimationFrame(draw)
  }

  const dress = (connectionId: string, cursor: Cursor, pointer: Pointer) => {
    const { name, color } = lookOf(connectionId, cursor)
    if (pointer.label.textContent !== name) {
      pointer.label.textContent = name
      pointer.labelWidth = pointer.label.offsetWidth
    }
    paint(pointer.element, color)
  }
  const rest = (pointer: Pointer) => {
    clearTimeout(pointer.idle)
    delete pointer.element.dataset.idle
    pointer.idle = setTimeout(() => {
      pointer.element.dataset.idle = ''
    }, IDLE_AFTER_MS)
  }
  const remove = (connectionId: string, pointer: Pointer) => {
    clearTimeout(pointer.idle)
    pointer.element.remove()
    pointers.delete(connectionId)
  }
  const heard = (next: Cursors) => {
    cursors = next
    for (const [connectionId, pointer] of pointers) if (!next.has(connectionId)) remove(connectionId, pointer)
    for (const [connectionId, cursor] of next) {
      let pointer = pointers.get(connectionId)
      if (!pointer) {
        pointer = createPointer(connectionId)
        pointers.set(connectionId, pointer)
        layer.append(pointer.element)
        dress(connectionId, cursor, pointer)
      }
      const { x, y, anchor } = cursor
      if (pointer.place.x === x && pointer.place.y === y && pointer.place.anchor === anchor) continue
      pointer.place = anchor === undefined ? {} : { x, y, anchor }
      rest(pointer)
    }
    wake()
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
    if (!overDesk) return hidden()
    mine = { x: event.clientX, y: event.clientY }
    share()
  }

  const sizes = new ResizeObserver(wake)
  sizes.observe(column)
  document.addEventListener('pointermove', moved, { passive: true })
  document.addEventListener('scroll', share, { passive: true })
  document.documentElement.addEventListener('pointerleave', hidden)
  const unsubscribe = room.cursors.subscribe(heard)

  return {
    /** Names, colours, or the text below the pointers changed. */
    refresh() {
      for (const [connectionId, pointer] of pointers) {
        const cursor = cursors.get(connectionId)
        if (cursor) dress(connectionId, cursor, pointer)
      }
      wake()
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
  return { element, label, labelWidth: 0, place: {}, shown: undefined, idle: undefined }
}
