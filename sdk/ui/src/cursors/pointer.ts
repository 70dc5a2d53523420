/** Owns where my pointer is over an element, also when it is the page that moves under it. */
import type { Unsubscribe } from '@syncforge/client'

/** In pixels of the element's own, from its left upper corner: what zooms around it is taken out. */
export interface LocalPoint {
  readonly x: number
  readonly y: number
}

export interface PointerWatch {
  /** What is under the pointer has moved. */
  again(): void
  readonly stop: Unsubscribe
}

/** Calls back with every move over `host`, and with `null` when it is over it no more. */
export const watchPointer = (host: HTMLElement, moved: (point: LocalPoint | null) => void): PointerWatch => {
  const over = new AbortController()
  let last: { readonly clientX: number; readonly clientY: number } | null = null
  const tell = () => {
    if (!last) return
    const { left, top, width } = host.getBoundingClientRect()
    const scale = width / (host.offsetWidth || width) || 1
    moved({ x: (last.clientX - left) / scale, y: (last.clientY - top) / scale })
  }
  const move = ({ clientX, clientY }: PointerEvent) => {
    last = { clientX, clientY }
    tell()
  }
  const leave = () => {
    if (last) moved(null)
    last = null
  }
  const lift = ({ pointerType }: PointerEvent) => {
    // A finger points nowhere once it is lifted.
    if (pointerType !== 'mouse') leave()
  }
  const { signal } = over
  host.addEventListener('pointermove', move, { signal, passive: true })
  host.addEventListener('pointerdown', move, { signal, passive: true })
  host.addEventListener('pointerup', lift, { signal })
  host.addEventListener('pointerleave', leave, { signal })
  host.addEventListener('pointercancel', leave, { signal })
  host.ownerDocument.addEventListener('scroll', tell, { signal, passive: true, capture: true })
  return {
    again: tell,
    stop() {
      over.abort()
      leave()
    },
  }
}
