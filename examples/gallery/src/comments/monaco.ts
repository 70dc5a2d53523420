// Owns comments on words in Monaco.
import type { Room } from '@syncforge/client'
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js'
import type { mount } from '../editors/monaco.ts'
import { classesOf, type Place, revealRect, type Surface, threadsAt } from './surface.ts'

export const surfaceOf = ({ editor, model, lines }: ReturnType<typeof mount>, room: Room): Surface => {
  const shown = editor.createDecorationsCollection()
  const rangeOf = ({ from, to }: Place) =>
    monaco.Range.fromPositions(model.getPositionAt(lines.fromShared(from)), model.getPositionAt(lines.fromShared(to)))
  return {
    root: room.getDocument('monaco').getText('content'),
    selected() {
      const selection = editor.getSelection()
      if (!selection || selection.isEmpty()) return null
      return {
        from: lines.toShared(model.getOffsetAt(selection.getStartPosition())),
        to: lines.toShared(model.getOffsetAt(selection.getEndPosition())),
      }
    },
    show(marks) {
      const { NeverGrowsWhenTypingAtEdges: stickiness } = monaco.editor.TrackedRangeStickiness
      shown.set(
        marks.map((mark) => ({ range: rangeOf(mark), options: { inlineClassName: classesOf(mark), stickiness } })),
      )
    },
    threadsAt,
    reveal(mark) {
      editor.revealRangeInCenterIfOutsideViewport(rangeOf(mark))
      const dom = editor.getDomNode()
      if (dom) revealRect(dom.getBoundingClientRect())
    },
  }
}
