import { BlockNoteEditor, createExtension } from '@blocknote/core'
import { BlockNoteView } from '@blocknote/mantine'
import type { Room } from '@syncforge/client'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import * as Y from 'yjs'
import { highlights } from '../comments/prosemirror.ts'
import { useTheme } from '../page/theme.ts'

const create = (room: Room) => {
  const fragment = room.getDocument('blocknote').getXmlFragment('blocks')
  const { name = 'Guest', color = '#475569' } = room.self.userInfo
  return BlockNoteEditor.create({
    domAttributes: { editor: { 'aria-label': 'Text' } },
    collaboration: {
      provider: room.provider('blocknote'),
      fragment,
      user: { name, color },
      showCursorLabels: 'always',
    },
    extensions: [createExtension({ key: 'highlights', prosemirrorPlugins: [highlights] })],
  })
}

const Blocks = ({ editor }: { readonly editor: BlockNoteEditor }) => (
  <BlockNoteView editor={editor} theme={useTheme().isDark ? 'dark' : 'light'} />
)

const firstBlock = (doc: Y.Doc) => {
  const [group, block] = [new Y.XmlElement('blockGroup'), new Y.XmlElement('blockContainer')]
  block.setAttribute('id', 'first')
  block.insert(0, [new Y.XmlElement('paragraph')])
  group.insert(0, [block])
  doc.getXmlFragment('blocks').insert(0, [group])
}

export const mount = async (element: HTMLElement, room: Room) => {
  await room.seed(firstBlock, { document: 'blocknote' }) // once, however many come at the same time
  const editor = create(room)
  const root = createRoot(element)
  flushSync(() => root.render(<Blocks editor={editor} />))
  return { view: editor.prosemirrorView, destroy: () => root.unmount() }
}
