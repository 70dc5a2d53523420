import type { Room } from '@syncforge/client'
import { exampleSetup } from 'prosemirror-example-setup'
import { keymap } from 'prosemirror-keymap'
import { schema } from 'prosemirror-schema-basic'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import { highlights } from '../comments/prosemirror.ts'

export const mount = (element: HTMLElement, room: Room) => {
  const content = room.getDocument('prosemirror').getXmlFragment('content')
  const keys = keymap({ 'Mod-z': undo, 'Mod-y': redo, 'Mod-Shift-z': redo })
  const shared = [ySyncPlugin(content), yCursorPlugin(room.getAwareness('prosemirror')), yUndoPlugin(), keys]
  const plugins = [...shared, highlights, ...exampleSetup({ schema, history: false, menuBar: false })]
  const attributes = { 'aria-label': 'Text' }
  return new EditorView(element, { attributes, state: EditorState.create({ schema, plugins }) })
}
