/**
 * Owns the shapes in the page: one element each, in their order. A change of a shape touches its element and no other, however many there are, and
 * moving what is seen touches none.
 */
import type { Board } from '../board/board.ts'
import { byOrder, type Shape, spokenName } from '../board/shape.ts'
import type { Camera } from '../geometry/camera.ts'
import { paintOfPage } from './colors.ts'
import { change, svgElement } from './elements.ts'
import { drawShape } from './look.ts'

export const elementId = (id: string): string => `shape-${id}`

export interface Stage {
  look(camera: Camera): void
  select(ids: ReadonlySet<string>): void
  close(): void
}

export const createStage = (layer: SVGElement, board: Board): Stage => {
  const elements = new Map<string, SVGElement>()
  const orders = new Map<string, string>()
  let selected: ReadonlySet<string> = new Set()

  /** The element that comes after it: by halves, for the elements lie in the order of their shapes. */
  const nextOf = (shape: Shape, all: readonly Shape[]): SVGElement | null => {
    let [low, high] = [0, all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = all[middle]
      if (other && byOrder(other, shape) <= 0) low = middle + 1
      else high = middle
    }
    for (let index = low; index < all.length; index += 1) {
      const element = elements.get(all[index]?.id ?? '')
      if (element) return element
    }
    return null
  }
  const put = (shape: Shape) => {
    const known = elements.get(shape.id)
    const element = known ?? svgElement('g', { id: elementId(shape.id), role: 'option', 'data-kind': shape.kind })
    const drawn = drawShape(shape, paintOfPage)
    change(element, {
      ...drawn,
      attributes: {
        ...drawn.attributes,
        'aria-label': spokenName(shape),
        'aria-selected': String(selected.has(shape.id)),
      },
    })
    if (orders.get(shape.id) === shape.order) return
    orders.set(shape.id, shape.order)
    layer.insertBefore(element, nextOf(shape, board.ordered()))
    elements.set(shape.id, element)
  }
  const drop = (id: string) => {
    elements.get(id)?.remove()
    elements.delete(id)
    orders.delete(id)
  }
  // From the highest down, so that what comes next is there already.
  for (const shape of board.ordered().toReversed()) put(shape)
  const stop = board.subscribe((changed) => {
    for (const id of changed) {
      const shape = board.get(id)
      if (shape) put(shape)
      else drop(id)
    }
  })

  return {
    look({ x, y, zoom }) {
      layer.setAttribute('transform', `scale(${zoom}) translate(${-x} ${-y})`)
    },
    select(ids) {
      for (const id of new Set([...selected, ...ids])) {
        elements.get(id)?.setAttribute('aria-selected', String(ids.has(id)))
      }
      selected = ids
    },
    close() {
      stop()
      for (const id of [...elements.keys()]) drop(id)
    },
  }
}
