/** Owns which part of the board is seen: a place and a zoom, and how points of the board and of the screen become each other. */
import type { Point } from '../board/shape.ts'
import type { Box } from './box.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** `x`, `y` is the point of the board at the left upper corner; one unit takes `zoom` pixels. */
export interface Camera extends Point {
  readonly zoom: number
}

export const zoomMin = 0.02
export const zoomMax = 8
const placeMax = 2_000_000

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

const placed = ({ x, y, zoom }: Camera): Camera => ({
  x: within(x, -placeMax, placeMax),
  y: within(y, -placeMax, placeMax),
  zoom,
})

export const toBoard = ({ x, y, zoom }: Camera, point: Point): Point => ({
  x: point.x / zoom + x,
  y: point.y / zoom + y,
})
export const toScreen = ({ x, y, zoom }: Camera, point: Point): Point => ({
  x: (point.x - x) * zoom,
  y: (point.y - y) * zoom,
})

/** Moves what is seen by pixels. */
export const panned = (camera: Camera, by: Point): Camera =>
  placed({ ...camera, x: camera.x - by.x / camera.zoom, y: camera.y - by.y / camera.zoom })

/** Another zoom, with the point of the board that is at `screen` staying there. */
export const zoomedAt = (camera: Camera, screen: Point, zoom: number): Camera => {
  const next = within(zoom, zoomMin, zoomMax)
  const fixed = toBoard(camera, screen)
  return placed({ x: fixed.x - screen.x / next, y: fixed.y - screen.y / next, zoom: next })
}

export const seenBy = ({ x, y, zoom }: Camera, { width, height }: Size): Box => ({
  x,
  y,
  width: width / zoom,
  height: height / zoom,
})

/** Shows the whole of `box`, in the middle, not larger than `most`. */
export const showing = (box: Box, { width, height }: Size, most = zoomMax, margin = 0): Camera => {
  const { x, y, width: across, height: down } = box
  const room = { width: Math.max(1, width - 2 * margin), height: Math.max(1, height - 2 * margin) }
  const zoom = within(
    Math.min(room.width / Math.max(across, 1), room.height / Math.max(down, 1)),
    zoomMin,
    Math.max(zoomMin, most),
  )
  return placed({ x: x + across / 2 - width / zoom / 2, y: y + down / 2 - height / zoom / 2, zoom })
}
