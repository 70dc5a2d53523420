/**
 * Owns the clipboard: shapes leave as text that any board takes, and come back through the same reader as the document's, for a clipboard holds
 * what anybody wrote. Other words become a text.
 */
import * as Y from 'yjs'
import { readShape } from '../board/read-shape.ts'
import { limits, type Shape, stepsOf } from '../board/shape.ts'
import { boxOfShape } from '../draw/look.ts'
import { overlaps, unionOf } from '../geometry/box.ts'
import { seenBy } from '../geometry/camera.ts'
import { copyOffset } from './commands.ts'
import type { Desk } from './desk.ts'
import { isField } from './keyboard.ts'
import { put } from './make.ts'

const mark = 'syncforge.whiteboard'
const most = { shapes: 2_000, characters: 5_000_000 }

export const toClipboard = (shapes: readonly Shape[]): string => {
  const plain = shapes.map(({ kind, x, y, width, height, color, stroke, isFilled, text, points, scale }) => {
    const looks = { kind, at: [x, y], color, stroke, fill: isFilled, order: '1' }
    if (kind !== 'pen') return { ...looks, box: [width, height], text }
    return { ...looks, points: stepsOf(points, { x: 0, y: 0 }), scale: [scale.x, scale.y] }
  })
  return JSON.stringify({ [mark]: plain })
}

const parsed = (text: string): unknown => {
  try {
    return text.length <= most.characters ? JSON.parse(text) : null
  } catch {
    return null
  }
}

/** `null` where it is something else. */
export const fromClipboard = (text: string): readonly Shape[] | null => {
  const found = parsed(text)
  const list: unknown = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[mark] : null
  if (!Array.isArray(list)) return null
  const shelf = new Y.Doc().getMap<Y.Map<unknown>>()
  return list.slice(0, most.shapes).flatMap((each: unknown, index) => {
    if (typeof each !== 'object' || each === null) return []
    const { text: words, points, ...fields } = each as Record<string, unknown>
    const map = new Y.Map<unknown>(Object.entries(fields))
    shelf.set(String(index), map)
    if (typeof words === 'string') map.set('text', new Y.Text(words.slice(0, limits.text)))
    if (Array.isArray(points)) map.set('points', Y.Array.from(points))
    return readShape(String(index), map) ?? []
  })
}

const pasteShapes = (desk: Desk, shapes: readonly Shape[]) => {
  const box = unionOf(shapes.map(boxOfShape))
  if (!box) return
  const seen = seenBy(desk.camera.get(), desk.size.get())
  const middle = desk.middle()
  // Beside what was copied where that is in sight, else in the middle of what is.
  const away = { x: middle.x - box.x - box.width / 2, y: middle.y - box.y - box.height / 2 }
  desk.board.beginStep()
  desk.tool.set('select')
  desk.choose(desk.board.insert(shapes, overlaps(box, seen) ? copyOffset : away))
}

const pasteWords = (desk: Desk, words: string) => {
  const id = put(desk, 'text', desk.middle())
  if (!id) return
  desk.board.write(() => desk.board.textOf(id)?.insert(0, words.slice(0, limits.text)))
  desk.editing.set(null)
}

/** Returns the way to stop. */
export const watchClipboard = (desk: Desk): (() => void) => {
  const over = new AbortController()
  const isElsewhere = ({ target }: Event) => isField(target) || document.querySelector('dialog[open]') !== null
  const copied = (event: ClipboardEvent) => {
    const chosen = desk.chosen()
    if (isElsewhere(event) || chosen.length === 0) return
    event.clipboardData?.setData('text/plain', toClipboard(chosen))
    event.preventDefault()
    if (event.type !== 'cut' || !desk.mayWrite.get()) return
    desk.board.beginStep()
    desk.board.remove(chosen.map(({ id }) => id))
  }
  const pasted = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (isElsewhere(event) || !desk.mayWrite.get() || text.trim() === '') return
    event.preventDefault()
    const shapes = fromClipboard(text)
    if (shapes) pasteShapes(desk, shapes)
    else pasteWords(desk, text.replaceAll('\r\n', '\n'))
  }
  const { signal } = over
  document.addEventListener('copy', copied, { signal })
  document.addEventListener('cut', copied, { signal })
  document.addEventListener('paste', pasted, { signal })
  return () => over.abort()
}
