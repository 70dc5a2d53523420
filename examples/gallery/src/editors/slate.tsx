import { CursorEditor, slateNodesToInsertDelta, withCursors, withYHistory, withYjs, YjsEditor } from '@slate-yjs/core'
import type { Room } from '@syncforge/client'
import { useEffect, useReducer, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createEditor } from 'slate'
import { Editable, Slate, withReact } from 'slate-react'
import * as Y from 'yjs'
import { caretsIn, renderLeaf } from './slate-carets.tsx'

const empty = [{ children: [{ text: '' }] }]

const Plain = ({ room }: { readonly room: Room }) => {
  const [, changed] = useReducer((count: number) => count + 1, 0)
  const [editor] = useState(() => {
    const content = room.getDocument('slate').get('content', Y.XmlText)
    const shared = withCursors(withYjs(createEditor(), content), room.getAwareness('slate'), {
      cursorDataField: 'user',
    })
    return withReact(withYHistory(shared))
  })
  useEffect(() => {
    YjsEditor.connect(editor)
    CursorEditor.on(editor, 'change', changed)
    return () => {
      CursorEditor.off(editor, 'change', changed)
      YjsEditor.disconnect(editor)
    }
  }, [editor])
  return (
    <Slate editor={editor} initialValue={empty}>
      <Editable aria-label="Text" decorate={caretsIn(editor)} renderLeaf={renderLeaf} />
    </Slate>
  )
}

export const mount = async (element: HTMLElement, room: Room) => {
  const first = (doc: Y.Doc) => doc.get('content', Y.XmlText).applyDelta(slateNodesToInsertDelta(empty))
  await room.seed(first, { document: 'slate' }) // once, however many come at the same time
  const root = createRoot(element)
  root.render(<Plain room={room} />)
  return { destroy: () => root.unmount() }
}
