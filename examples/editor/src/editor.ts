// Owns the CodeMirror editor on the shared text. Exists only once the text has arrived: nobody types into a gap.
import { defaultKeymap } from '@codemirror/commands'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { markdown } from './markdown.ts'
import { remoteCarets } from './remote-carets.ts'
import type { Awareness } from './room.ts'

interface Places {
  readonly parent: HTMLElement
  readonly text: Y.Text
  readonly awareness: Awareness
  /** Heights may have changed: whatever is placed relative to lines must look again. */
  readonly onGeometry: () => void
}

/** An editor inside `parent`. */
export const createEditor = ({ parent, text, awareness, onGeometry }: Places) => {
  const access = new Compartment()
  const writable = (yes: boolean) => [EditorState.readOnly.of(!yes), EditorView.editable.of(yes)]
  // A pause of half a second starts a new step to undo; only one's own edits are ever undone.
  const undoManager = new Y.UndoManager(text, { captureTimeout: 500 })
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        access.of(writable(true)),
        keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
        markdown(),
        EditorView.lineWrapping,
        drawSelection(),
        placeholder('Start writing…'),
        EditorView.contentAttributes.of({
          'aria-label': 'Document text',
          spellcheck: 'true',
          autocapitalize: 'sentences',
          autocorrect: 'on',
        }),
        EditorView.scrollMargins.of(() => ({ top: 88, bottom: 48 })),
        yCollab(text, null, { undoManager }),
        remoteCarets(text, awareness),
        EditorView.updateListener.of((update) => {
          if (update.geometryChanged || update.docChanged) onGeometry()
        }),
      ],
    }),
  })
  return {
    view,
    setWritable: (yes: boolean) => view.dispatch({ effects: access.reconfigure(writable(yes)) }),
    destroy() {
      undoManager.destroy()
      view.destroy()
    },
  }
}
