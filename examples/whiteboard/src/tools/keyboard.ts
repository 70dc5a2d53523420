/** Owns the keys of the board. Those of a field that somebody writes in are the field's. */
import type { Point } from '../board/shape.ts'
import { panned } from '../geometry/camera.ts'
import type { Commands } from './commands.ts'
import type { Desk, ToolName } from './desk.ts'
import { put } from './make.ts'
import type { Pointers } from './pointer.ts'

export const toolKeys: Readonly<Record<string, ToolName>> = {
  v: 'select',
  h: 'hand',
  p: 'pen',
  r: 'rectangle',
  o: 'ellipse',
  l: 'line',
  a: 'arrow',
  n: 'note',
  t: 'text',
}

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
const nudge = { short: 1, long: 10 }
const panPixels = 60

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

interface Plan {
  readonly host: HTMLElement
  readonly desk: Desk
  readonly commands: Commands
  readonly pointers: Pointers
  readonly onOwnMove: () => void
  readonly onHelp: () => void
}

/** Returns the way to stop. */
export const watchKeys = ({ host, desk, commands, pointers, onOwnMove, onHelp }: Plan): (() => void) => {
  const over = new AbortController()
  const { signal } = over

  const withControl = (key: string, isShifted: boolean): boolean => {
    if (key === 'z') (isShifted ? commands.redo : commands.undo)()
    else if (key === 'y') commands.redo()
    else if (key === 'd') commands.duplicate()
    else if (key === 'a') commands.selectAll()
    else return false
    return true
  }
  const look = (key: string): boolean => {
    const steps: Readonly<Record<string, () => void>> = {
      '+': () => desk.zoomBy(1.25),
      '=': () => desk.zoomBy(1.25),
      '-': () => desk.zoomBy(0.8),
      '0': () => desk.zoomTo(1),
      '1': () => desk.zoomToFit(),
    }
    if (!Object.hasOwn(steps, key)) return false
    onOwnMove()
    steps[key]?.()
    return true
  }
  const arrow = (by: Point, isShifted: boolean) => {
    if (desk.selection.get().size > 0) {
      const length = isShifted ? nudge.long : nudge.short
      return commands.nudge({ x: by.x * length, y: by.y * length })
    }
    onOwnMove()
    desk.camera.set(panned(desk.camera.get(), { x: -by.x * panPixels, y: -by.y * panPixels }))
  }
  const leave = () => {
    if (pointers.cancel()) return
    if (desk.tool.get() !== 'select') desk.tool.set('select')
    else desk.choose([])
  }
  const enter = (): boolean => {
    const tool = desk.tool.get()
    if (tool === 'select') return commands.edit()
    if (tool === 'hand' || tool === 'pen' || !desk.mayWrite.get()) return false
    return put(desk, tool, desk.middle()) !== null
  }
  /** What is meant wherever the focus is, as long as nobody writes. */
  const anywhere = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const tool = Object.hasOwn(toolKeys, key.toLowerCase()) ? toolKeys[key.toLowerCase()] : undefined
    if (tool && !shiftKey && (desk.mayWrite.get() || tool === 'select' || tool === 'hand')) desk.tool.set(tool)
    else if (key === '?') onHelp()
    else if (key === 'Escape') leave()
    else return look(key)
    return true
  }
  const onBoard = (event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event
    const by = Object.hasOwn(arrows, key) ? arrows[key] : undefined
    if (by) arrow(by, shiftKey)
    else if (key === 'Delete' || key === 'Backspace') commands.remove()
    else if (key === 'PageDown' || key === 'PageUp') commands.step(key === 'PageUp' ? -1 : 1)
    // With nothing chosen Tab leaves the board, as it leaves everything.
    else if (key === 'Tab') return desk.selection.get().size > 0 && commands.step(shiftKey ? -1 : 1)
    else if (key === 'Enter') return enter()
    else if (key === ']') commands.reorder('forward')
    else if (key === '}') commands.reorder('front')
    else if (key === '[') commands.reorder('backward')
    else if (key === '{') commands.reorder('back')
    else if (key === ' ') pointers.setHand(true)
    else return false
    return true
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isField(event.target)) return
    if (document.querySelector('dialog[open]')) return
    const isHeld = event.ctrlKey || event.metaKey
    // Where nothing has the focus the keys are the board's.
    const isOnBoard = event.target === host || event.target === document.body
    const isDone = isHeld
      ? !event.altKey && withControl(event.key.toLowerCase(), event.shiftKey)
      : !event.altKey && ((isOnBoard && onBoard(event)) || anywhere(event))
    if (isDone) event.preventDefault()
  }
  document.addEventListener('keydown', pressed, { signal })
  document.addEventListener(
    'keyup',
    ({ key }) => {
      if (key === ' ') pointers.setHand(false)
    },
    { signal },
  )
  addEventListener('blur', () => pointers.setHand(false), { signal })
  return () => over.abort()
}

/** What a person reads about the keys. */
export const keyHelp: readonly (readonly [keys: string, does: string])[] = [
  ['V H P R O L A N T', 'choose a tool'],
  ['Enter', 'put one in the middle; write in what is chosen'],
  ['Page down, page up', 'choose the next shape, the one before; then also Tab, and Escape for none'],
  ['Arrows, with Shift further', 'move what is chosen, or the board'],
  ['Delete', 'delete what is chosen'],
  ['Ctrl + D, Ctrl + A', 'duplicate; choose everything'],
  ['Ctrl + C, X, V', 'copy, cut, paste shapes, here and on other boards, and words'],
  ['Ctrl + Z, Ctrl + Shift + Z', 'undo what you did; redo it'],
  ['] [ } {', 'forward, backward, to the front, to the back'],
  ['+ − 0 1', 'closer, farther, 100 %, everything'],
  ['Space and drag, wheel', 'move the board; with Ctrl the wheel zooms'],
]
