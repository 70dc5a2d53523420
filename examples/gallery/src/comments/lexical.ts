// Owns comments on words in Lexical. Its elements are its own, so that highlights are painted over its texts.
import type { Room } from '@syncforge/client'
import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  type LexicalEditor,
  type LexicalNode,
  type PointType,
} from 'lexical'
import * as Y from 'yjs'
import { createPaint, type Painted } from './painted.ts'
import type { Mark, Place, Surface } from './surface.ts'

/** Only characters of texts count; blocks, line breaks and what is embedded count nothing. */
const charactersBefore = ({ key, offset }: PointType): number => {
  let seen = 0
  const holds = (node: LexicalNode): boolean => {
    const isIt = node.getKey() === key
    if ($isTextNode(node)) seen += isIt ? offset : node.getTextContentSize()
    if (!$isElementNode(node)) return isIt
    return (
      node
        .getChildren()
        .slice(0, isIt ? offset : undefined)
        .some(holds) || isIt
    )
  }
  holds($getRoot())
  return seen
}

/** A range for each text that the words touch. */
const rangesOf = (editor: LexicalEditor, { from, to }: Place): Range[] => {
  const found: Range[] = []
  let seen = 0
  for (const node of $getRoot().getAllTextNodes()) {
    const start = Math.max(from - seen, 0)
    const end = Math.min(to - seen, node.getTextContentSize())
    seen += node.getTextContentSize()
    const element = start < end && editor.getElementByKey(node.getKey())
    const text = element && document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
    if (!(text instanceof Text) || end > text.length) continue
    const range = document.createRange()
    range.setStart(text, start)
    range.setEnd(text, end)
    found.push(range)
  }
  return found
}

export const surfaceOf = ({ editor }: { readonly editor: LexicalEditor }, room: Room): Surface => {
  const { paint, ...pointing } = createPaint()
  let shown: readonly Mark[] = []
  let painted: readonly Painted[] = []
  const draw = () => {
    painted = editor.read(() => shown.map((mark) => ({ mark, ranges: rangesOf(editor, mark) })))
    paint(painted)
  }
  // Ranges move with their texts. Those whose texts were put in anew, or were not there yet, have to be made again.
  editor.registerUpdateListener(() => {
    if (painted.some(({ ranges }) => ranges.length === 0 || ranges.some(({ collapsed }) => collapsed))) draw()
  })
  return {
    ...pointing,
    root: room.getDocument('lexical').get('root', Y.XmlText),
    selected: () =>
      editor.read(() => {
        const selection = $getSelection()
        if (!$isRangeSelection(selection) || selection.isCollapsed()) return null
        const places = [selection.anchor, selection.focus].map(charactersBefore)
        const [from, to] = [Math.min(...places), Math.max(...places)]
        return from < to ? { from, to } : null
      }),
    show(marks) {
      shown = marks
      draw()
    },
  }
}
