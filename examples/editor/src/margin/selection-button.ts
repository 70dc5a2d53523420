// Owns the button that stands beside selected words and begins a comment on them.
import { type Extension, Prec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/** Keeps `button`, a child of `column`, beside what is selected while `isWanted`. */
export const selectionButton = (button: HTMLButtonElement, column: HTMLElement, isWanted: () => boolean): Extension => {
  // A press must leave the words selected.
  button.onpointerdown = (event) => event.preventDefault()
  const place = (view: EditorView) => {
    const { main } = view.state.selection
    if (main.empty || !isWanted()) {
      button.hidden = true
      return
    }
    view.requestMeasure<{ readonly bottom: number; readonly top: number } | null>({
      key: button,
      read: () => view.coordsAtPos(main.to, -1),
      write(at) {
        button.hidden = at === null || view.state.selection.main.empty
        if (!at) return
        const { top } = column.getBoundingClientRect()
        button.style.setProperty('--line-top', `${at.top - top}px`)
        button.style.setProperty('--line-bottom', `${at.bottom - top}px`)
      },
    })
  }
  return Prec.low(
    EditorView.updateListener.of(({ view, selectionSet, geometryChanged, docChanged }) => {
      if (selectionSet || geometryChanged || docChanged) place(view)
    }),
  )
}
