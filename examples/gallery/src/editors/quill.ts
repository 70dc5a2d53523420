import type { Room } from '@syncforge/client'
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
  const binding = new QuillBinding(room.getDocument('quill').getText('content'), quill, room.getAwareness('quill'))
  return { quill, destroy: () => binding.destroy() }
}
