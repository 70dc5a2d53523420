// Owns comments on words in ProseMirror, and in what is built on it.
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { classesOf, type Place, type Root, revealIn, type Surface, threadsAt } from './surface.ts'

type Document = EditorView['state']['doc']

const key = new PluginKey<DecorationSet>('comments')

/** Among an editor's plugins from the start: to add one later ends what the others keep, such as what can be undone. */
export const highlights = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, shown) => tr.getMeta(key) ?? shown.map(tr.mapping, tr.doc),
  },
  props: {
    decorations: (state) => key.getState(state),
  },
})

/** Only characters count, blocks count nothing. */
const charactersBefore = (doc: Document, position: number): number => doc.textBetween(0, position).length

/** Where the stretches of a mark are: one for each text that it touches. */
const stretchesOf = (doc: Document, { from, to }: Place): Place[] => {
  const found: Place[] = []
  let seen = 0
  doc.descendants((node, position) => {
    if (!node.isText) return
    const start = Math.max(from, seen)
    const end = Math.min(to, seen + node.nodeSize)
    if (start < end) found.push({ from: position + start - seen, to: position + end - seen })
    seen += node.nodeSize
  })
  return found
}

export const surfaceOf = (view: EditorView, root: Root): Surface => {
  return {
    root,
    selected() {
      const { doc, selection } = view.state
      const from = charactersBefore(doc, selection.from)
      const to = charactersBefore(doc, selection.to)
      return from < to ? { from, to } : null
    },
    show(marks) {
      const { doc, tr } = view.state
      const shown = marks.flatMap((mark) =>
        stretchesOf(doc, mark).map(({ from, to }) => Decoration.inline(from, to, { class: classesOf(mark) })),
      )
      view.dispatch(tr.setMeta(key, DecorationSet.create(doc, shown)).setMeta('addToHistory', false))
    },
    threadsAt,
    reveal: (mark) => revealIn(view.dom, mark),
  }
}
