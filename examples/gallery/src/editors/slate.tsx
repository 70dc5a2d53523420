import { CursorEditor, slateNodesToInsertDelta, withCursors, withYHistory, withYjs, YjsEditor } from '@slate-yjs/core'
import type { Room } from '@syncforge/client'
import { useEffect, useReducer } from 'react'
import { createRoot } from 'react-dom/client'
import { createEditor } from 'slate'
import { Editable, Slate, withReact } from 'slate-react'
import * as Y from 'yjs'
import { commentsIn, onComments } from '../comments/slate.ts'
import { caretsIn, renderLeaf } from './slate-carets.tsx'

const empty = [{ children: [{ text: '' }] }]

const create = (room: Room) => {
  const content = room.getDocument('slate').get('content', Y.XmlText)
  const shared = withCursors(withYjs(createEditor(), content), room.getAwareness('slate'), { cursorDataField: 'user' })
  return withReact(withYHistory(shared))
}

const Plain = ({ editor }: { readonly editor: ReturnType<typeof create> }) => {
  const [, changed] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    YjsEditor.connect(editor)
    CursorEditor.on(editor, 'change', changed)
    const stop = onComments(editor, changed)
    return () => {
      stop()
      CursorEditor.off(editor, 'change', changed)
      YjsEditor.disconnect(editor)
    }
  }, [editor])
  const [carets, comments] = [caretsIn(editor), commentsIn(editor)]
  return (
    <Slate editor={editor} initialValue={empty}>
      <Editable
        aria-label="Text"
        decorate={(entry) => [...carets(entry), ...comments(entry)]}
        renderLeaf={renderLeaf}
      />
    </Slate>
  )
}

export const mount = async (element: HTMLElement, room: Room) => {
  const first = (doc: Y.Doc) => doc.get('content', Y.XmlText).applyDelta(slateNodesToInsertDelta(empty))
  await room.seed(first, { document: 'slate' }) // once, however many come at the same time
  const editor = create(room)
  const root = createRoot(element)
  root.render(<Plain editor={editor} />)
  return { editor, destroy: () => root.unmount() }
}
