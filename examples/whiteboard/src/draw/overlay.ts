/** Owns what lies over the shapes: what I have chosen with its handles, what others have chosen, the marquee. In pixels, so that handles stay as large. */
import { isLine, type Point, type Shape } from '../board/shape.ts'
import { type Box, bottom, grow, right } from '../geometry/box.ts'
import { toScreen } from '../geometry/camera.ts'
import type { Selections } from '../people/selections.ts'
import type { Desk } from '../tools/desk.ts'
import { change, svgElement } from './elements.ts'
import { boxOfShape, type Drawn } from './look.ts'

const handleSize = 10
/** As much as a finger needs; of what is small less, so that something of it is left to move it by. */
const reachSize = { most: 28, least: 10 }
/** Around each shape alone they are no help any more. */
const outlinesMax = 200

const rectangle = ({ x, y, width, height }: Box, attributes: Drawn['attributes']): Drawn => ({
  tag: 'rect',
  attributes: { ...attributes, x, y, width, height },
})

const squareAt = ({ x, y }: Point, size: number): Box => ({
  x: x - size / 2,
  y: y - size / 2,
  width: size,
  height: size,
})

const handleAt = (point: Point, name: string, reach = reachSize.most): readonly Drawn[] => [
  rectangle(squareAt(point, handleSize), { class: 'handle', rx: name === 'from' || name === 'to' ? 5 : 2 }),
  rectangle(squareAt(point, reach), { class: `reach reach-${name}`, 'data-handle': name }),
]

const handlesOf = (box: Box): readonly Drawn[] => {
  const [middle, center] = [box.x + box.width / 2, box.y + box.height / 2]
  const places: readonly (readonly [string, number, number])[] = [
    ['n', middle, box.y],
    ['s', middle, bottom(box)],
    ['w', box.x, center],
    ['e', right(box), center],
    ['nw', box.x, box.y],
    ['ne', right(box), box.y],
    ['sw', box.x, bottom(box)],
    ['se', right(box), bottom(box)],
  ]
  // Sides of what is small would lie over its corners.
  const isSmall = box.width < 60 || box.height < 60
  const reach = Math.max(reachSize.least, Math.min(reachSize.most, box.width / 3, box.height / 3))
  return places
    .filter(([name]) => !isSmall || name.length === 2)
    .flatMap(([name, x, y]) => handleAt({ x, y }, name, reach))
}

/** Redraws at most once per frame. Returns the way to stop. */
export const showOverlay = (layer: SVGElement, desk: Desk, selections: Selections): (() => void) => {
  const { board, camera } = desk
  let frame = 0
  const onScreen = ({ x, y, width, height }: Box): Box => {
    const { zoom } = camera.get()
    return { ...toScreen(camera.get(), { x, y }), width: width * zoom, height: height * zoom }
  }
  const own = (): readonly Drawn[] => {
    // The field says where one is.
    if (desk.editing.get() !== null) return []
    const chosen = desk.chosen()
    const box = desk.chosenBox()
    if (!box) return []
    const outlines = chosen.length > 1 ? chosen.slice(0, outlinesMax) : []
    const drawn = outlines.map((shape) => rectangle(onScreen(boxOfShape(shape)), { class: 'chosen' }))
    const mayMove = desk.mayWrite.get()
    const [only] = chosen
    if (only && chosen.length === 1 && isLine(only.kind)) {
      const end = { x: only.x + only.width, y: only.y + only.height }
      return mayMove
        ? [...handleAt(toScreen(camera.get(), only), 'from'), ...handleAt(toScreen(camera.get(), end), 'to')]
        : []
    }
    const around = onScreen(box)
    return [...drawn, rectangle(around, { class: 'chosen-all' }), ...(mayMove ? handlesOf(around) : [])]
  }
  const theirs = (): readonly Drawn[] =>
    selections.get().flatMap(({ ids, color, name }) => {
      const shapes = ids.map((id) => board.get(id)).filter((shape): shape is Shape => shape !== undefined)
      const boxes = shapes.map((shape) => grow(onScreen(boxOfShape(shape)), 3))
      const [first] = boxes
      if (!first) return []
      return [
        ...boxes.map((box) => rectangle(box, { class: 'theirs', stroke: color, rx: 4 })),
        {
          tag: 'text' as const,
          attributes: { class: 'theirs-name', x: first.x, y: first.y - 5, fill: color },
          words: name,
        },
      ]
    })
  const draw = () => {
    frame = 0
    const area = desk.marquee.get()
    const marquee = area ? [rectangle(onScreen(area), { class: 'marquee' })] : []
    layer.replaceChildren()
    change(layer, { tag: 'g', attributes: {}, inside: [...theirs(), ...own(), ...marquee] })
  }
  const soon = () => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const stops = [
    camera.subscribe(soon),
    desk.selection.subscribe(soon),
    desk.marquee.subscribe(soon),
    desk.editing.subscribe(soon),
    desk.mayWrite.subscribe(soon),
    selections.subscribe(soon),
    board.subscribe((changed) => {
      const { size } = desk.selection.get()
      if (size > 0 || selections.get().some(({ ids }) => ids.some((id) => changed.has(id)))) soon()
    }),
  ]
  return () => {
    cancelAnimationFrame(frame)
    for (const stop of stops) stop()
  }
}

/** The layers, the lower first. */
export const createLayers = () => {
  const svg = svgElement('svg', { class: 'paper', role: 'presentation' })
  const shapes = svgElement('g', { class: 'shapes', role: 'presentation' })
  const over = svgElement('g', { class: 'over', 'aria-hidden': 'true' })
  svg.append(shapes, over)
  return { svg, shapes, over }
}
