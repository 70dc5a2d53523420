// Owns how commented words are marked in the text: they move with every edit at once, and are looked up anew soon after.
import { type Extension, Prec, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap } from '@codemirror/view'

/** A stretch of the shown text. */
export interface CommentedWords {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly isActive: boolean
}

interface Handlers {
  /** Somebody pressed on commented words. */
  readonly onPick: (id: string) => void
  /** Somebody wants to comment, or to see what is said at the caret (`id`). */
  readonly onKey: (id: string | undefined) => void
}

const replace = StateEffect.define<DecorationSet>()

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects }) {
    const next = effects.find((effect) => effect.is(replace))
    return next ? (next.value as DecorationSet) : marks.map(changes)
  },
  provide: (marks) => EditorView.decorations.from(marks),
})

const idAt = (view: EditorView): string | undefined => {
  const { main } = view.state.selection
  let found: string | undefined
  if (main.empty)
    view.state.field(field).between(main.head, main.head, (_from, _to, { spec }) => {
      found = (spec as { id: string }).id
    })
  return found
}

export const commentedWords = ({ onPick, onKey }: Handlers): Extension => [
  field,
  EditorView.domEventHandlers({
    click({ target }, view) {
      const mark = target instanceof Element ? target.closest<HTMLElement>('[data-thread]') : null
      if (mark?.dataset.thread && view.state.selection.main.empty) onPick(mark.dataset.thread)
    },
  }),
  Prec.high(
    keymap.of([
      {
        key: 'Mod-Alt-m',
        preventDefault: true,
        run(view) {
          onKey(idAt(view))
          return true
        },
      },
    ]),
  ),
]

/** Marks `words`, and nothing else. */
export const showCommentedWords = (view: EditorView, words: readonly CommentedWords[]): void => {
  const { length } = view.state.doc
  const marks = words
    .filter(({ from, to }) => from < to && to <= length)
    .map(({ id, from, to, isActive }) =>
      Decoration.mark({
        class: isActive ? 'commented commented-active' : 'commented',
        attributes: { 'data-thread': id },
        id,
      }).range(from, to),
    )
  view.dispatch({ effects: replace.of(Decoration.set(marks, true)) })
}
