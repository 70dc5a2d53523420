/**
 * Owns the board's document: a map of shapes, each a map of its own, so that two people who change different shapes, or different things of one,
 * never get in each other's way. Everything that is done here is one transaction of this window's own; undo takes back those and nobody else's.
 */
import * as Y from 'yjs'
import { createValue, type Value } from '../store.ts'
import { keyBetween } from './order.ts'
import { readShape } from './read-shape.ts'
import { byOrder, type Color, hasText, type Kind, limits, type Point, type Shape, stepsOf } from './shape.ts'

export interface NewShape extends Point {
  readonly kind: Kind
  readonly width: number
  readonly height: number
  readonly color: Color
  readonly stroke: number
  readonly isFilled: boolean
}

export type Change = Partial<Pick<Shape, 'x' | 'y' | 'width' | 'height' | 'scale' | 'color' | 'stroke' | 'isFilled'>>
export type Way = 'front' | 'forward' | 'backward' | 'back'

export interface Board {
  get(id: string): Shape | undefined
  /** From the lowest to the highest: the same list until something changes. */
  ordered(): readonly Shape[]
  /** Hears which shapes came, changed or went. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): () => void
  readonly isEmpty: Value<boolean>
  readonly history: Value<{ readonly canUndo: boolean; readonly canRedo: boolean }>
  undo(): void
  redo(): void
  /** What is done from here on is taken back by itself. */
  beginStep(): void
  /** Puts a shape above all others and returns its id, or `null` where the board is full. */
  add(shape: NewShape): string | null
  change(changes: ReadonlyMap<string, Change>): void
  /** Puts copies of `shapes`, the lowest first, above all others, moved by `by`. */
  insert(shapes: readonly Shape[], by: Point): readonly string[]
  remove(ids: Iterable<string>): void
  reorder(ids: readonly string[], way: Way): void
  /** Draws on: further points of a stroke, x and y by turns from its place on. However many they are, it is one item of the document. */
  extend(id: string, points: readonly number[]): void
  textOf(id: string): Y.Text | null
  /** Runs `write` as one transaction that undo knows as this window's. */
  write(write: () => void): void
  isMine(origin: unknown): boolean
  close(): void
}

const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join('')

const rounded = (value: number): number => Math.round(value * 100) / 100
const pair = (x: number, y: number): number[] => [rounded(x), rounded(y)]

export const createBoard = (doc: Y.Doc): Board => {
  const stored = doc.getMap<Y.Map<unknown>>('shapes')
  const shapes = new Map<string, Shape>()
  const listeners = new Set<(changed: ReadonlySet<string>) => void>()
  const origin = { window: randomId() }
  // A step ends where `beginStep` says so, however long somebody draws.
  const undo = new Y.UndoManager(stored, {
    trackedOrigins: new Set([origin]),
    captureTimeout: Number.MAX_SAFE_INTEGER,
  })
  const isEmpty = createValue(true)
  const history = createValue({ canUndo: false, canRedo: false })
  let sorted: readonly Shape[] | null = null

  const read = (ids: Iterable<string>) => {
    for (const id of ids) {
      const shape = readShape(id, stored.get(id))
      if (shape && (shapes.has(id) || shapes.size < limits.shapes)) shapes.set(id, shape)
      else shapes.delete(id)
    }
    sorted = null
    isEmpty.set(shapes.size === 0)
  }
  const changed = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
    const ids = new Set<string>()
    for (const event of events) {
      if (event.target === stored) for (const id of event.changes.keys.keys()) ids.add(id)
      else ids.add(String(event.path[0]))
    }
    read(ids)
    for (const listener of [...listeners]) listener(ids)
  }
  const looked = () => {
    const next = { canUndo: undo.canUndo(), canRedo: undo.canRedo() }
    const { canUndo, canRedo } = history.get()
    if (canUndo !== next.canUndo || canRedo !== next.canRedo) history.set(next)
  }
  const write = (work: () => void) => doc.transact(work, origin)
  const ordered = () => (sorted ??= [...shapes.values()].sort(byOrder))
  const mapOf = (id: string): Y.Map<unknown> | null => (shapes.has(id) ? (stored.get(id) ?? null) : null)
  const topKey = () => keyBetween(ordered().at(-1)?.order ?? null, null)

  const store = (shape: NewShape, order: string) => {
    const map = new Y.Map<unknown>()
    map.set('kind', shape.kind)
    map.set('at', pair(shape.x, shape.y))
    if (shape.kind !== 'pen') map.set('box', pair(shape.width, shape.height))
    map.set('color', shape.color)
    map.set('stroke', shape.stroke)
    if (shape.isFilled) map.set('fill', true)
    map.set('order', order)
    // From the start, so that two people who begin to write at once write in one text.
    if (hasText(shape.kind)) map.set('text', new Y.Text())
    if (shape.kind === 'pen') map.set('points', new Y.Array<number>())
    return map
  }
  const append = (map: Y.Map<unknown>, points: readonly number[], from: Point) => {
    const list = map.get('points')
    if (!(list instanceof Y.Array)) return
    list.push(stepsOf(points, from))
  }

  read(stored.keys())
  stored.observeDeep(changed)
  undo.on('stack-item-added', looked)
  undo.on('stack-item-popped', looked)
  undo.on('stack-cleared', looked)

  return {
    get: (id) => shapes.get(id),
    ordered,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isEmpty,
    history,
    undo: () => void undo.undo(),
    redo: () => void undo.redo(),
    beginStep: () => undo.stopCapturing(),
    add(shape) {
      if (shapes.size >= limits.shapes) return null
      const id = randomId()
      write(() => stored.set(id, store(shape, topKey())))
      return id
    },
    change(changes) {
      write(() => {
        for (const [id, change] of changes) {
          const [map, now] = [mapOf(id), shapes.get(id)]
          if (!map || !now) continue
          const next = { ...now, ...change }
          if (next.x !== now.x || next.y !== now.y) map.set('at', pair(next.x, next.y))
          const isPen = now.kind === 'pen'
          if (!isPen && (next.width !== now.width || next.height !== now.height)) {
            map.set('box', pair(next.width, next.height))
          }
          if (isPen && change.scale) map.set('scale', [change.scale.x, change.scale.y])
          if (next.color !== now.color) map.set('color', next.color)
          if (next.stroke !== now.stroke) map.set('stroke', next.stroke)
          if (next.isFilled !== now.isFilled) map.set('fill', next.isFilled)
        }
      })
    },
    insert(added, by) {
      const ids: string[] = []
      write(() => {
        let order = topKey()
        for (const shape of added) {
          if (shapes.size + ids.length >= limits.shapes) return
          const id = randomId()
          const map = store({ ...shape, x: shape.x + by.x, y: shape.y + by.y }, order)
          order = keyBetween(order, null)
          stored.set(id, map)
          const text = map.get('text')
          if (text instanceof Y.Text) text.insert(0, shape.text)
          if (shape.kind === 'pen') {
            append(map, shape.points, { x: 0, y: 0 })
            map.set('scale', [shape.scale.x, shape.scale.y])
          }
          ids.push(id)
        }
      })
      return ids
    },
    remove(ids) {
      write(() => {
        for (const id of ids) if (shapes.has(id)) stored.delete(id)
      })
    },
    reorder(ids, way) {
      write(() => {
        const chosen = ordered().filter(({ id }) => ids.includes(id))
        const others = ordered().filter(({ id }) => !ids.includes(id))
        const [lowest, highest] = [chosen[0], chosen.at(-1)]
        if (!lowest || !highest || others.length === 0) return
        const keys = [...new Set(others.map(({ order }) => order))]
        // How many of the others' places lie below the chosen ones afterwards.
        let below = keys.length
        if (way === 'back') below = 0
        if (way === 'forward') below = keys.filter((key) => key <= highest.order).length + 1
        if (way === 'backward') below = Math.max(0, keys.filter((key) => key < lowest.order).length - 1)
        let low = keys[Math.min(below, keys.length) - 1] ?? null
        const high = keys[below] ?? null
        const fresh = way === 'back' ? chosen.toReversed() : chosen
        for (const { id } of fresh) {
          const key = way === 'back' ? keyBetween(null, low ?? high) : keyBetween(low, high)
          low = key
          mapOf(id)?.set('order', key)
        }
      })
    },
    extend(id, points) {
      const [map, shape] = [mapOf(id) ?? stored.get(id), shapes.get(id)]
      if (!map || points.length === 0) return
      const from = { x: shape?.points.at(-2) ?? 0, y: shape?.points.at(-1) ?? 0 }
      write(() => append(map, points, from))
    },
    textOf(id) {
      const text = mapOf(id)?.get('text')
      return text instanceof Y.Text ? text : null
    },
    write,
    isMine: (by) => by === origin || by === undo,
    close() {
      stored.unobserveDeep(changed)
      undo.destroy()
      listeners.clear()
    },
  }
}
