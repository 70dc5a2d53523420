import { BlockNoteView } from '@blocknote/mantine'
import { useCreateBlockNote } from '@blocknote/react'
import type { Room } from '@syncforge/client'
import { createRoot } from 'react-dom/client'
import * as Y from 'yjs'
import { useTheme } from '../page/theme.ts'

const Blocks = ({ room }: { readonly room: Room }) => {
  const fragment = room.getDocument('blocknote').getXmlFragment('blocks')
  const { name = 'Guest', color = '#475569' } = room.self.userInfo
  const editor = useCreateBlockNote({
    domAttributes: { editor: { 'aria-label': 'Text' } },
    collaboration: {
      provider: room.provider('blocknote'),
      fragment,
      user: { name, color },
      showCursorLabels: 'always',
    },
  })
  return <BlockNoteView editor={editor} theme={useTheme().isDark ? 'dark' : 'light'} />
}

const firstBlock = (doc: Y.Doc) => {
  const [group, block] = [new Y.XmlElement('blockGroup'), new Y.XmlElement('blockContainer')]
  block.setAttribute('id', 'first')
  block.insert(0, [new Y.XmlElement('paragraph')])
  group.insert(0, [block])
  doc.getXmlFragment('blocks').insert(0, [group])
}

export const mount = async (element: HTMLElement, room: Room) => {
  await room.seed(firstBlock, { document: 'blocknote' }) // once, however many come at the same time
  const root = createRoot(element)
  root.render(<Blocks room={room} />)
  return { destroy: () => root.unmount() }
}
