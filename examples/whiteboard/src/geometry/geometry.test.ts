// Boxes, points and what is seen: what is pulled, scaled, hit and looked at.
import { expect, test } from 'vitest'
import type { Shape } from '../board/shape.ts'
import { boxOf, covers, fitted, overlaps, pulled, storedBoxOf, unionOf } from './box.ts'
import { panned, seenBy, showing, toBoard, toScreen, zoomedAt, zoomMax, zoomMin } from './camera.ts'
import { hits, shapeAt } from './hit.ts'
import { linePath, smoothPath } from './path.ts'

const shapeOf = (fields: Partial<Shape> = {}): Shape => ({
  id: 'a',
  kind: 'rectangle',
  x: 0,
  y: 0,
  width: 100,
  height: 60,
  color: 'ink',
  stroke: 2,
  isFilled: false,
  order: 'V',
  text: '',
  points: [],
  scale: { x: 1, y: 1 },
  ...fields,
})

test('boxes: from any corner, of several, inside, beside', () => {
  expect(boxOf({ x: 5, y: 9 }, { x: 1, y: 2 })).toEqual({ x: 1, y: 2, width: 4, height: 7 })
  expect(unionOf([])).toBeNull()
  const [a, b] = [
    { x: 0, y: 0, width: 10, height: 10 },
    { x: 20, y: -5, width: 1, height: 1 },
  ]
  expect(unionOf([a, b])).toEqual({ x: 0, y: -5, width: 21, height: 15 })
  expect(covers(a, { x: 1, y: 1, width: 9, height: 9 })).toBe(true)
  expect(covers(a, { x: 1, y: 1, width: 10, height: 9 })).toBe(false)
  expect(overlaps(a, b)).toBe(false)
  expect(storedBoxOf(shapeOf({ kind: 'line', width: -10, height: -20 }))).toEqual({
    x: -10,
    y: -20,
    width: 10,
    height: 20,
  })
  const pen = shapeOf({ kind: 'pen', x: 100, y: 100, points: [0, 0, -5, 10, 20, 4], scale: { x: 2, y: 1 } })
  expect(storedBoxOf(pen)).toEqual({ x: 90, y: 100, width: 50, height: 10 })
})

test('a pulled handle keeps the opposite side where it is, never turns the box over, and with shift keeps its shape', () => {
  const box = { x: 10, y: 20, width: 100, height: 50 }
  expect(pulled(box, 'se', { x: 10, y: 5 }, false)).toEqual({ x: 10, y: 20, width: 110, height: 55 })
  expect(pulled(box, 'nw', { x: 10, y: 5 }, false)).toEqual({ x: 20, y: 25, width: 90, height: 45 })
  expect(pulled(box, 'w', { x: 500, y: 99 }, false)).toEqual({ x: 102, y: 20, width: 8, height: 50 })
  expect(pulled(box, 'se', { x: 100, y: 0 }, true)).toEqual({ x: 10, y: 20, width: 200, height: 100 })
  expect(pulled({ ...box, height: 0 }, 'se', { x: 1, y: 30 }, true)).toMatchObject({ width: 101, height: 30 })
})

test('what lies in a box that changes changes with it', () => {
  const [from, to] = [
    { x: 0, y: 0, width: 100, height: 100 },
    { x: 50, y: 0, width: 200, height: 100 },
  ]
  expect(fitted(shapeOf({ x: 20, y: 10, width: 30, height: 40 }), from, to)).toMatchObject({
    x: 90,
    y: 10,
    width: 60,
    height: 40,
  })
  expect(fitted(shapeOf({ kind: 'arrow', x: 100, width: -100, height: 0 }), from, to)).toMatchObject({
    x: 250,
    width: -200,
  })
  expect(fitted(shapeOf({ kind: 'pen', x: 20 }), from, to)).toMatchObject({ x: 90, width: 0, scale: { x: 2, y: 1 } })
  // A box of no width has no factor.
  expect(fitted(shapeOf({ x: 0 }), { ...from, width: 0 }, to)).toMatchObject({ x: 50, width: 100 })
})

test('what is seen: points there and back, a zoom that leaves the pointer where it is, everything in the window', () => {
  const camera = { x: -30, y: 12, zoom: 2.5 }
  const point = { x: 123, y: 45 }
  expect(toBoard(camera, toScreen(camera, point))).toEqual(point)
  expect(panned(camera, { x: 25, y: 0 })).toEqual({ x: -40, y: 12, zoom: 2.5 })
  const closer = zoomedAt(camera, point, 4)
  expect(toBoard(closer, point).x).toBeCloseTo(toBoard(camera, point).x)
  expect(zoomedAt(camera, point, 1e9).zoom).toBe(zoomMax)
  expect(zoomedAt(camera, point, 0).zoom).toBe(zoomMin)
  const size = { width: 800, height: 600 }
  const all = { x: -1_000, y: 0, width: 3_000, height: 10 }
  expect(covers(seenBy(showing(all, size, 8, 40), size), all)).toBe(true)
  expect(showing({ x: 0, y: 0, width: 0, height: 0 }, size, 1)).toEqual({ x: -400, y: -300, zoom: 1 })
})

test('a shape is hit on its line, inside where it is filled, on its words, and lines beside within reach', () => {
  const middle = { x: 50, y: 30 }
  expect(hits(shapeOf(), { x: 1, y: 30 }, 3)).toBe(true)
  expect(hits(shapeOf(), middle, 3)).toBe(false)
  expect(hits(shapeOf({ isFilled: true }), middle, 3)).toBe(true)
  expect(hits(shapeOf({ text: 'words' }), middle, 3)).toBe(true)
  expect(hits(shapeOf({ kind: 'note' }), middle, 0)).toBe(true)
  expect(hits(shapeOf({ kind: 'ellipse' }), { x: 1, y: 30 }, 3)).toBe(true)
  expect(hits(shapeOf({ kind: 'ellipse', isFilled: true }), { x: 2, y: 2 }, 3)).toBe(false)
  const line = shapeOf({ kind: 'line', width: 100, height: 100 })
  expect([hits(line, { x: 52, y: 48 }, 3), hits(line, { x: 60, y: 40 }, 3)]).toEqual([true, false])
  const pen = shapeOf({ kind: 'pen', points: [0, 0, 50, 0, 50, 50] })
  expect([hits(pen, { x: 51, y: 25 }, 3), hits(pen, { x: 25, y: 25 }, 3)]).toEqual([true, false])
  const [low, high] = [shapeOf({ id: 'low', isFilled: true }), shapeOf({ id: 'high', isFilled: true })]
  expect(shapeAt([low, high], middle, 3)?.id).toBe('high')
  expect(shapeAt([low, shapeOf({ id: 'frame' })], middle, 3)?.id).toBe('low')
  expect(shapeAt([], middle, 3)).toBeNull()
})

test('a stroke is smooth, a dot is seen, an arrow has a head', () => {
  const one = { x: 1, y: 1 }
  expect(smoothPath([], one)).toBe('')
  expect(smoothPath([1, 2], one)).toBe('M1 2L1 2')
  expect(smoothPath([0, 0, 10, 0, 10, 10], one)).toBe('M0 0Q10 0 10 5L10 10')
  expect(smoothPath([0, 0, 10, 0], { x: 2, y: 1 })).toBe('M0 0L20 0')
  expect(linePath({ x: 10, y: 0 }, 2, false)).toBe('M0 0L10 0')
  expect(linePath({ x: 100, y: 0 }, 2, true).match(/L/g)).toHaveLength(3)
  expect(linePath({ x: 0, y: 0 }, 2, true)).toBe('M0 0L0 0')
})
