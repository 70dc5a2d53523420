// Owns comments on words in CodeMirror.
import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import type { Room } from '@syncforge/client'
import { classesOf, type Surface, threadsAt } from './surface.ts'

const replace = StateEffect.define<DecorationSet>()

const highlights = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { changes, effects }) {
    const next = effects.find((effect) => effect.is(replace))
    return next ? (next.value as DecorationSet) : shown.map(changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

export const surfaceOf = (view: EditorView, room: Room): Surface => {
  view.dispatch({ effects: StateEffect.appendConfig.of(highlights) })
  return {
    root: room.getDocument('codemirror').getText('content'),
    selected() {
      const { from, to } = view.state.selection.main
      return from < to ? { from, to } : null
    },
    show(marks) {
      const { length } = view.state.doc
      const shown = marks.flatMap((mark) =>
        mark.from < mark.to && mark.to <= length
          ? [Decoration.mark({ class: classesOf(mark) }).range(mark.from, mark.to)]
          : [],
      )
      view.dispatch({ effects: replace.of(Decoration.set(shown, true)) })
    },
    threadsAt,
    reveal: ({ from }) => view.dispatch({ effects: EditorView.scrollIntoView(from, { yMargin: 120 }) }),
  }
}
