import type { Room } from '@syncforge/client'
import { Editor, Extension } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import StarterKit from '@tiptap/starter-kit'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import { highlights } from '../comments/prosemirror.ts'

export const mount = (element: HTMLElement, room: Room) => {
  const document = room.getDocument('tiptap')
  const plugins = () => [yCursorPlugin(room.getAwareness('tiptap')), highlights]
  const Others = Extension.create({ name: 'others', addProseMirrorPlugins: plugins })
  const kit = StarterKit.configure({ undoRedo: false }) // Collaboration undoes only what is mine
  const editorProps = { attributes: { 'aria-label': 'Text' } }
  return new Editor({ element, editorProps, extensions: [kit, Collaboration.configure({ document }), Others] })
}
