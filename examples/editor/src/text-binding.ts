// Owns keeping an editor and a shared text the same, and undoing what this window wrote. What is shown for what is shared: shown-text.ts.
import { Annotation, type Extension, Prec } from '@codemirror/state'
import { EditorView, type KeyBinding, keymap, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import * as Y from 'yjs'
import type { Change, ShownText } from './shown-text.ts'

/** Marks what came from the shared text, so that it is not written back. */
const received = Annotation.define<true>()

/** A pause of half a second starts a new step to undo. */
const UNDO_STEP_MS = 500

class TextBinding {
  readonly #view: EditorView
  readonly #text: Y.Text
  readonly #shown: ShownText
  readonly #undoManager: Y.UndoManager
  #ended = false

  constructor(view: EditorView, text: Y.Text, shown: ShownText, undoManager: Y.UndoManager) {
    this.#view = view
    this.#text = text
    this.#shown = shown
    this.#undoManager = undoManager
    undoManager.addTrackedOrigin(this)
    text.observe(this.#heard)
  }

  readonly #heard = (event: Y.YTextEvent, { origin }: Y.Transaction): void => {
    if (origin === this) return
    const changes = this.#shown.received(event, this.#view.state.doc)
    // What was just undone is where one looks next.
    const last = origin === this.#undoManager ? changes.at(-1) : undefined
    this.#show(changes)
    if (last) this.#view.dispatch({ selection: { anchor: endOf(changes, last) }, scrollIntoView: true })
  }

  #show(changes: readonly Change[]): void {
    if (changes.length > 0) this.#view.dispatch({ changes: [...changes], annotations: received.of(true) })
  }

  update(update: ViewUpdate): void {
    if (!update.docChanged || update.transactions.some((one) => one.annotation(received))) return
    const changes: Change[] = []
    update.changes.iterChanges((from, to, _fromB, _toB, insert) => {
      changes.push({ from, to, insert: insert.sliceString(0, insert.length, '\n') })
    })
    const corrections = this.#shown.write(changes, update.startState.doc, update.state.doc, this)
    // An editor takes no change during an update.
    if (corrections.length > 0) queueMicrotask(() => this.#ended || this.#show(corrections))
  }

  destroy(): void {
    this.#ended = true
    this.#text.unobserve(this.#heard)
    this.#undoManager.removeTrackedOrigin(this)
  }
}

/** Where the inserted text of `last`, one of `changes`, ends after all of them. */
const endOf = (changes: readonly Change[], last: Change): number =>
  changes.reduce((at, { from, to, insert }) => at + insert.length - (to - from), last.to)

/** Binds an editor, which must begin with `shown.read()`, to `text`. The caller destroys the undo manager. */
export const textBinding = (text: Y.Text, shown: ShownText): { extension: Extension; undoManager: Y.UndoManager } => {
  const undoManager = new Y.UndoManager(text, { captureTimeout: UNDO_STEP_MS })
  const undo = () => undoManager.undo() !== null
  const redo = () => undoManager.redo() !== null
  // Handled even with nothing left to undo: the browser's own undo knows nothing of the others.
  const handled = (run: () => boolean) => () => run() || true
  const keys: readonly KeyBinding[] = [
    { key: 'Mod-z', run: handled(undo), preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: handled(redo), preventDefault: true },
    { key: 'Mod-Shift-z', run: handled(redo), preventDefault: true },
  ]
  const menu = EditorView.domEventHandlers({
    beforeinput({ inputType }) {
      if (inputType === 'historyUndo') return handled(undo)()
      if (inputType === 'historyRedo') return handled(redo)()
      return false
    },
  })
  const plugin = ViewPlugin.define((view) => new TextBinding(view, text, shown, undoManager))
  return { extension: [plugin, Prec.high([keymap.of(keys), menu])], undoManager }
}
