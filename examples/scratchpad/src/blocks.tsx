// Owns the editor: BlockNote on the room's document, with the names and carets of whoever is in the room.
import { BlockNoteView } from '@blocknote/mantine'
import { useCreateBlockNote } from '@blocknote/react'
import type { Room } from '@syncforge/client'

export const Blocks = ({ room }: { readonly room: Room }) => {
  const { name = 'Guest', color = '#475569' } = room.self.userInfo
  const editor = useCreateBlockNote({
    domAttributes: { editor: { 'aria-label': 'Text' } },
    collaboration: {
      provider: room.provider(),
      fragment: room.getDocument().getXmlFragment('blocks'),
      user: { name, color },
      showCursorLabels: 'always',
    },
  })
  const isDark = document.documentElement.dataset.theme === 'dark' || matchMedia('(prefers-color-scheme: dark)').matches
  const isLight = document.documentElement.dataset.theme === 'light'
  return <BlockNoteView editor={editor} theme={isDark && !isLight ? 'dark' : 'light'} />
}
