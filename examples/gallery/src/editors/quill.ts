import type { Room } from '@syncforge/client'
import { lineFeeds } from '@syncforge/client/line-feeds'
import Quill from 'quill'
import QuillCursors from 'quill-cursors'
import { QuillBinding } from 'y-quill'

export const mount = (element: HTMLElement, room: Room) => {
  Quill.register('modules/cursors', QuillCursors, true)
  const toolbar = [
    [{ header: 1 }, { header: 2 }],
    ['bold', 'italic', 'underline', 'link'],
    [{ list: 'bullet' }, 'clean'],
  ]
  const modules = { cursors: true, history: { userOnly: true }, toolbar } // userOnly: undoes only what is mine
  const quill = new Quill(element, { theme: 'snow', modules })
  quill.root.ariaLabel = 'Text'
  const lines = lineFeeds(room.getDocument('quill').getText('content'), room.getAwareness('quill'))
  const binding = new QuillBinding(lines.text, quill, lines.awareness)
  const destroy = () => {
    binding.destroy()
    lines.destroy()
  }
  return { quill, lines, destroy }
}
