import { defaultKeymap } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { EditorView, keymap } from '@codemirror/view'
import type { Room } from '@syncforge/client'
import { lineFeeds } from '@syncforge/client/line-feeds'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'

export const mount = (parent: HTMLElement, room: Room) => {
  const lines = lineFeeds(room.getDocument('codemirror').getText('content'), room.getAwareness('codemirror'))
  const { text, awareness } = lines
  const shared = [yCollab(text, awareness), keymap.of([...yUndoManagerKeymap, ...defaultKeymap])]
  const name = EditorView.contentAttributes.of({ 'aria-label': 'Text' })
  const extensions = [shared, markdown(), EditorView.lineWrapping, name]
  const view = new EditorView({ parent, doc: text.toString(), extensions })
  const destroy = () => {
    view.destroy()
    lines.destroy()
  }
  return { view, lines, destroy }
}
