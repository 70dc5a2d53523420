// Owns the CodeMirror editor on the shared text. Exists only once the text has arrived: nobody types into a gap.
import { defaultKeymap } from '@codemirror/commands'
import { syntaxTree } from '@codemirror/language'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightSpecialChars, keymap, placeholder } from '@codemirror/view'
import type * as Y from 'yjs'
import { markdown } from './markdown.ts'
import { remoteCarets } from './remote-carets.ts'
import type { Awareness } from './room.ts'
import { createShownText } from './shown-text.ts'
import { textBinding } from './text-binding.ts'

interface Places {
  readonly parent: HTMLElement
  readonly text: Y.Text
  readonly awareness: Awareness
  /** What else the editor shows and answers to. */
  readonly extensions: Extension
  /** Heights may have changed: whatever is placed relative to lines must look again. */
  readonly onGeometry: () => void
  /** The text, or what is known of its structure, changed. */
  readonly onText: (state: EditorState) => void
}

/** An editor inside `parent`. */
export const createEditor = ({ parent, text, awareness, extensions, onGeometry, onText }: Places) => {
  const access = new Compartment()
  const writable = (yes: boolean) => [EditorState.readOnly.of(!yes), EditorView.editable.of(yes)]
  const shown = createShownText(text)
  const { extension: binding, undoManager } = textBinding(text, shown)
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: shown.read(),
      extensions: [
        access.of(writable(true)),
        keymap.of(defaultKeymap),
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
        // What has no picture of its own, or turns the direction of what follows, is shown as a dot.
        highlightSpecialChars({ addSpecialChars: /[\u202a-\u202c\u2068]/g }),
        binding,
        remoteCarets({ text, shown, awareness }),
        extensions,
        EditorView.updateListener.of((update) => {
          if (update.geometryChanged || update.docChanged) onGeometry()
          if (update.docChanged || syntaxTree(update.state) !== syntaxTree(update.startState)) onText(update.state)
        }),
      ],
    }),
  })
  onText(view.state)
  return {
    view,
    shown,
    setWritable: (yes: boolean) => view.dispatch({ effects: access.reconfigure(writable(yes)) }),
    destroy() {
      undoManager.destroy()
      view.destroy()
    },
  }
}
