import type { Room } from '@syncforge/client'
import { lineFeeds } from '@syncforge/client/line-feeds'
import 'monaco-editor/esm/vs/basic-languages/markdown/markdown.contribution.js'
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js'
import { MonacoBinding } from 'y-monaco'
import * as Y from 'yjs'

export const mount = (element: HTMLElement, room: Room) => {
  const lines = lineFeeds(room.getDocument('monaco').getText('content'), room.getAwareness('monaco'))
  const { text, awareness } = lines
  const model = monaco.editor.createModel('', 'markdown')
  model.setEOL(monaco.editor.EndOfLineSequence.LF) // on Windows it would begin with another
  const editor = monaco.editor.create(element, { model, automaticLayout: true, minimap: { enabled: false } })
  const binding = new MonacoBinding(text, model, new Set([editor]), awareness)
  const mine = new Y.UndoManager(text, { trackedOrigins: new Set([binding]) })
  const { KeyMod, KeyCode } = monaco
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyZ, () => mine.undo())
  editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, () => mine.redo())
  const destroy = () => {
    mine.destroy()
    model.dispose() // ends the binding
    editor.dispose()
    lines.destroy()
  }
  return { editor, model, lines, destroy }
}
