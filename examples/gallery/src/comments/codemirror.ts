// Owns comments on words in CodeMirror.
import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import type { Room } from '@syncforge/client'
import type { mount } from '../editors/codemirror.ts'
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

export const surfaceOf = ({ view, lines }: ReturnType<typeof mount>, room: Room): Surface => {
  view.dispatch({ effects: StateEffect.appendConfig.of(highlights) })
  return {
    root: room.getDocument('codemirror').getText('content'),
    selected() {
      const { from, to } = view.state.selection.main
      return from < to ? { from: lines.toShared(from), to: lines.toShared(to) } : null
    },
    show(marks) {
      const { length } = view.state.doc
      const shown = marks.flatMap((mark) => {
        const [from, to] = [lines.fromShared(mark.from), lines.fromShared(mark.to)]
        return from < to && to <= length ? [Decoration.mark({ class: classesOf(mark) }).range(from, to)] : []
      })
      view.dispatch({ effects: replace.of(Decoration.set(shown, true)) })
    },
    threadsAt,
    reveal: ({ from }) =>
      view.dispatch({ effects: EditorView.scrollIntoView(lines.fromShared(from), { yMargin: 120 }) }),
  }
}
