// Draws the carets of others in a Slate editor, and what is commented on: Slate has decorations, but no carets of its own.
import { CursorEditor, relativeRangeToSlateRange } from '@slate-yjs/core'
import { type BaseRange, Editor, type NodeEntry, Range, Text } from 'slate'
import type { RenderLeafProps } from 'slate-react'
import { commentClasses } from '../comments/slate.ts'

interface Person {
  readonly [key: string]: unknown
  readonly name?: string
  readonly color?: string
}

interface Caret extends BaseRange {
  readonly person: Person
  /** The caret itself stands here, not only the selection. */
  readonly isHead: boolean
}

/** What `decorate` takes: the selections of others in each text, and their carets. */
export const caretsIn =
  (editor: CursorEditor<Person> & Editor) =>
  ([node, path]: NodeEntry): Caret[] => {
    if (!Text.isText(node)) return []
    const text = Editor.range(editor, path)
    const states = Object.values(CursorEditor.cursorStates<Person>(editor))
    return states.flatMap(({ relativeSelection, data }): Caret[] => {
      const selected = relativeSelection && relativeRangeToSlateRange(editor.sharedRoot, editor, relativeSelection)
      if (!selected) return []
      const person = data ?? {}
      const { focus } = selected
      const part = Range.intersection(selected, text)
      return [
        ...(part && !Range.isCollapsed(part) ? [{ ...part, person, isHead: false }] : []),
        ...(Range.includes(text, focus) ? [{ anchor: focus, focus, person, isHead: true }] : []),
      ]
    })
  }

export const renderLeaf = ({ attributes, children, leaf }: RenderLeafProps) => {
  const { person, isHead } = leaf as Partial<Caret>
  const { name = 'Guest', color = '#475569' } = person ?? {}
  return (
    <span
      {...attributes}
      className={isHead ? undefined : commentClasses(leaf)}
      style={person && !isHead ? { backgroundColor: `${color}33` } : {}}
    >
      {person && isHead && (
        <span contentEditable={false} className="caret" style={{ borderColor: color }}>
          <span className="caret-name" style={{ backgroundColor: color }}>
            {name}
          </span>
        </span>
      )}
      {children}
    </span>
  )
}
