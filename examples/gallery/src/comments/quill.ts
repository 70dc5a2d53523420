// Owns comments on words in Quill. What it shows it takes for the document, so that highlights are painted over its texts.
import type { Room } from '@syncforge/client'
import type Quill from 'quill'
import type { mount } from '../editors/quill.ts'
import { createPaint } from './painted.ts'
import type { Mark, Place, Surface } from './surface.ts'

/** A range for each text and each embedded thing that the words touch; line ends show nothing. */
const rangesOf = (quill: Quill, { from, to }: Place): Range[] => {
  const found: Range[] = []
  for (let at = from; at < to; ) {
    const [leaf, after] = quill.getLeaf(at + 1) // of two that meet, the one before: it holds the character at `at`
    if (!leaf || after < 1) {
      at += 1
      continue
    }
    const length = Math.min(leaf.length() - after + 1, to - at)
    const range = document.createRange()
    if (leaf.domNode instanceof Text) {
      range.setStart(leaf.domNode, after - 1)
      range.setEnd(leaf.domNode, after - 1 + length)
    } else range.selectNode(leaf.domNode)
    found.push(range)
    at += length
  }
  return found
}

export const surfaceOf = ({ quill, lines }: ReturnType<typeof mount>, room: Room): Surface => {
  const { paint, ...pointing } = createPaint()
  let shown: readonly Mark[] = []
  let last: Place | null = null
  const draw = () => paint(shown.map((mark) => ({ mark, ranges: rangesOf(quill, mark) })))
  quill.on('text-change', (delta) => {
    // What is written right before or after words does not belong to them.
    const moved = <P extends Place>(place: P): P => ({
      ...place,
      from: delta.transformPosition(place.from),
      to: delta.transformPosition(place.to, true),
    })
    shown = shown.map(moved)
    last = last && moved(last)
    draw()
  })
  quill.on('editor-change', () => {
    const range = quill.getSelection() // `null` while another field has the focus
    if (range) last = { from: range.index, to: range.index + range.length }
  })
  return {
    ...pointing,
    root: room.getDocument('quill').getText('content'),
    selected() {
      const to = Math.min(last?.to ?? 0, lines.text.length) // Quill ends in a line end that need not be in the document
      return last && last.from < to ? { from: lines.toShared(last.from), to: lines.toShared(to) } : null
    },
    show(marks) {
      shown = marks.map((mark) => ({ ...mark, from: lines.fromShared(mark.from), to: lines.fromShared(mark.to) }))
      draw()
    },
  }
}
