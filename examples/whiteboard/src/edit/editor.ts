/** Owns writing in a shape: a field lies over it with the same letters at the same place, and goes along when the board moves or somebody moves the shape. */

import { boxOfShape } from '../draw/look.ts'
import { elementId } from '../draw/stage.ts'
import { fontFamily, fontSizeOf, isAsWideAsWords, lineHeight, linesOf, padding } from '../draw/words.ts'
import { toScreen } from '../geometry/camera.ts'
import type { Commands } from '../tools/commands.ts'
import type { Desk } from '../tools/desk.ts'
import { bindField } from './text-field.ts'

const kindNames: Readonly<Record<string, string>> = { note: 'Note', text: 'Text' }

/** Puts the field into `layer`, which lies over the board. Returns the way to stop. */
export const showEditor = (host: HTMLElement, layer: HTMLElement, desk: Desk, commands: Commands): (() => void) => {
  const { board, camera, editing } = desk
  let open: { readonly id: string; readonly field: HTMLTextAreaElement; close(): void } | null = null

  const place = () => {
    const shape = open && board.get(open.id)
    if (!open || !shape) return
    const { zoom } = camera.get()
    const box = boxOfShape(shape)
    const { x, y } = toScreen(camera.get(), box)
    const isCentered = shape.kind === 'rectangle' || shape.kind === 'ellipse'
    const inset = shape.kind === 'text' ? 0 : padding
    const isFree = isAsWideAsWords(shape)
    const fontSize = fontSizeOf(shape)
    const free = isCentered ? (box.height - Math.max(linesOf(shape).height, fontSize * lineHeight)) / 2 : inset
    Object.assign(open.field.style, {
      translate: `${x}px ${y}px`,
      // A caret behind the last letter takes room, too.
      width: `${(isFree ? box.width + fontSize : Math.max(box.width, 1)) * zoom}px`,
      whiteSpace: isFree ? 'pre' : 'pre-wrap',
      height: `${Math.max(box.height, fontSize * lineHeight) * zoom}px`,
      fontFamily,
      fontSize: `${fontSize * zoom}px`,
      lineHeight: String(lineHeight),
      textAlign: isCentered ? 'center' : 'start',
      padding: `${Math.max(0, free) * zoom}px ${inset * zoom}px 0`,
      color: `var(--board-line-${shape.kind === 'note' ? 'ink' : shape.color})`,
    })
  }
  const close = () => {
    if (!open) return
    const { id, field } = open
    open.close()
    open = null
    const hadFocus = document.activeElement === field
    field.remove()
    document.getElementById(elementId(id))?.removeAttribute('data-editing')
    if (hadFocus) host.focus({ preventScroll: true })
    const shape = board.get(id)
    // A text of no words could never be found again.
    if (shape?.kind === 'text' && shape.text.trim() === '' && desk.mayWrite.get()) board.remove([id])
  }
  const start = (id: string) => {
    const [shape, text] = [board.get(id), board.textOf(id)]
    if (!shape || !text) return
    const field = document.createElement('textarea')
    field.className = 'words'
    // Others who write in it see my caret, and I see theirs.
    field.dataset.shared = id
    field.spellcheck = false
    field.maxLength = 5_000
    field.setAttribute('aria-label', `Words of the ${(kindNames[shape.kind] ?? shape.kind).toLowerCase()}`)
    const unbind = bindField(field, text, board)
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return
      const isHeld = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      if (key === 'escape' || (isHeld && key === 'enter')) editing.set(null)
      // The field's own undo would take back what others wrote.
      else if (isHeld && !event.altKey && (key === 'z' || key === 'y')) {
        if (key === 'y' || event.shiftKey) commands.redo()
        else commands.undo()
      } else return
      event.preventDefault()
      event.stopPropagation()
    })
    field.addEventListener('blur', () => {
      if (editing.get() === id && document.hasFocus()) editing.set(null)
    })
    // The board moves under it all the same.
    field.addEventListener('wheel', (event) => {
      event.preventDefault()
      host.dispatchEvent(new WheelEvent('wheel', event))
    })
    layer.append(field)
    document.getElementById(elementId(id))?.setAttribute('data-editing', '')
    open = { id, field, close: unbind }
    place()
    field.focus({ preventScroll: true })
    field.setSelectionRange(field.value.length, field.value.length)
  }
  const stops = [
    editing.subscribe((id) => {
      close()
      if (id) start(id)
    }),
    camera.subscribe(place),
    board.subscribe((changed) => {
      if (!open || !changed.has(open.id)) return
      if (board.get(open.id)) place()
      else editing.set(null)
    }),
    desk.mayWrite.subscribe((mayWrite) => {
      if (!mayWrite) editing.set(null)
    }),
  ]
  return () => {
    close()
    for (const stop of stops) stop()
  }
}
