// Owns comments on words in Monaco.
import type { Room } from '@syncforge/client'
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js'
import type { mount } from '../editors/monaco.ts'
import type { Surface } from './surface.ts'

export const surfaceOf = ({ editor, model }: ReturnType<typeof mount>, room: Room): Surface => {
  const shown = editor.createDecorationsCollection()
  return {
    root: room.getDocument('monaco').getText('content'),
    selected() {
      const selection = editor.getSelection()
      if (!selection || selection.isEmpty()) return null
      return {
        from: model.getOffsetAt(selection.getStartPosition()),
        to: model.getOffsetAt(selection.getEndPosition()),
      }
    },
    show(marks) {
      shown.set(
        marks.map(({ id, from, to }) => ({
          range: monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to)),
          options: { inlineClassName: `commented thread-${id}` },
        })),
      )
    },
  }
}
