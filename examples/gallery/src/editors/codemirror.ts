import { defaultKeymap } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { EditorView, keymap } from '@codemirror/view'
import type { Room } from '@syncforge/client'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'

export const mount = (parent: HTMLElement, room: Room) => {
  const text = room.getDocument('codemirror').getText('content')
  const shared = [yCollab(text, room.getAwareness('codemirror')), keymap.of([...yUndoManagerKeymap, ...defaultKeymap])]
  const name = EditorView.contentAttributes.of({ 'aria-label': 'Text' })
  const extensions = [shared, markdown(), EditorView.lineWrapping, name]
  return new EditorView({ parent, doc: text.toString(), extensions })
}
