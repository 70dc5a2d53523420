// Owns comments on words in Slate, as decorations.
import type { Room } from '@syncforge/client'
import { type BaseEditor, type BaseRange, Editor, Node, type NodeEntry, Path, type Point, Range, Text } from 'slate'
import { ReactEditor } from 'slate-react'
import * as Y from 'yjs'
import { classesOf, type Mark, type Place, revealIn, type Surface, threadsAt } from './surface.ts'

/** Classes of threads by their ids: where threads overlap, a text has several. */
type Commented = BaseRange & Readonly<Record<`comment-${string}`, string>>

interface Shown {
  readonly words: readonly { readonly mark: Mark; readonly place: ReturnType<typeof Editor.rangeRef> }[]
  readonly redraw: () => void
}

const shownIn = new WeakMap<BaseEditor, Shown>()

/** Calls `redraw` when other words are commented on than before. */
export const onComments = (editor: Editor, redraw: () => void): (() => void) => {
  shownIn.set(editor, { words: [], redraw })
  return () => void shownIn.delete(editor)
}

/** What `decorate` takes: the commented words in each text. */
export const commentsIn =
  (editor: Editor) =>
  ([node, path]: NodeEntry): Commented[] => {
    if (!Text.isText(node)) return []
    const text = Editor.range(editor, path)
    return (shownIn.get(editor)?.words ?? []).flatMap(({ mark, place: { current } }) => {
      const part = current && Range.intersection(current, text)
      return part && !Range.isCollapsed(part) ? [{ ...part, [`comment-${mark.id}`]: classesOf(mark) }] : []
    })
  }

/** The classes that a leaf has for its comments. */
export const commentClasses = (leaf: object): string =>
  Object.entries(leaf)
    .flatMap(([key, value]) => (key.startsWith('comment-') ? [value] : []))
    .join(' ')

/** Only characters of texts count, elements count nothing. */
const charactersBefore = (editor: Editor, { path, offset }: Point): number => {
  let seen = 0
  for (const [{ text }, at] of Node.texts(editor)) {
    if (Path.equals(at, path)) return seen + offset
    seen += text.length
  }
  return seen
}

const rangeOf = (editor: Editor, { from, to }: Place): BaseRange | null => {
  let seen = 0
  let anchor: Point | undefined
  for (const [{ text }, path] of Node.texts(editor)) {
    if (!anchor && from < seen + text.length) anchor = { path, offset: from - seen }
    if (anchor && to <= seen + text.length) return { anchor, focus: { path, offset: to - seen } }
    seen += text.length
  }
  return null
}

export const surfaceOf = ({ editor }: { readonly editor: ReactEditor }, room: Room): Surface => ({
  root: room.getDocument('slate').get('content', Y.XmlText),
  selected() {
    if (!editor.selection || Range.isCollapsed(editor.selection)) return null
    const [start, end] = Range.edges(editor.selection)
    const [from, to] = [charactersBefore(editor, start), charactersBefore(editor, end)]
    return from < to ? { from, to } : null
  },
  show(marks) {
    const shown = shownIn.get(editor)
    if (!shown) return
    for (const { place } of shown.words) place.unref()
    const words = marks.flatMap((mark) => {
      const range = rangeOf(editor, mark)
      // Moves with every operation; what is written right before or after words does not belong to them.
      return range ? [{ mark, place: Editor.rangeRef(editor, range, { affinity: 'inward' }) }] : []
    })
    shownIn.set(editor, { ...shown, words })
    shown.redraw()
  },
  threadsAt,
  reveal: (mark) => revealIn(ReactEditor.toDOMNode(editor, editor), mark),
})
