import { LexicalCollaboration } from '@lexical/react/LexicalCollaborationContext'
import { CollaborationPlugin } from '@lexical/react/LexicalCollaborationPlugin'
import { LexicalComposer } from '@lexical/react/LexicalComposer'
import { ContentEditable } from '@lexical/react/LexicalContentEditable'
import { EditorRefPlugin } from '@lexical/react/LexicalEditorRefPlugin'
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary'
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin'
import type { Room } from '@syncforge/client'
import type { LexicalEditor } from 'lexical'
import { type RefCallback, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import * as Y from 'yjs'
import { createTwin } from './lexical-document.ts'

const config = { namespace: 'gallery', editorState: null, onError: console.error }

interface Props {
  readonly room: Room
  readonly onEditor: RefCallback<LexicalEditor>
}

const Rich = ({ room, onEditor }: Props) => {
  const { name = 'Guest', color = '#475569' } = room.self.userInfo
  const cursorsContainerRef = useRef<HTMLDivElement>(null)
  const open = (id: string, documents: Map<string, Y.Doc>) => {
    const provider = room.provider(id)
    const { doc, begin, end } = createTwin(provider.doc, provider.awareness.clientID)
    documents.set(id, doc)
    const connect = () => {
      begin()
      provider.connect()
    }
    const disconnect = () => {
      end()
      provider.disconnect()
    }
    return Object.assign(Object.create(provider), { connect, disconnect }) as never // its own awareness type has fields of its own
  }
  const me = { username: name, cursorColor: color, cursorsContainerRef }
  return (
    <LexicalCollaboration>
      <div ref={cursorsContainerRef} className="carets" />
      <LexicalComposer initialConfig={config}>
        <RichTextPlugin contentEditable={<ContentEditable ariaLabel="Text" />} ErrorBoundary={LexicalErrorBoundary} />
        <CollaborationPlugin id="lexical" providerFactory={open} shouldBootstrap={false} {...me} />
        <EditorRefPlugin editorRef={onEditor} />
      </LexicalComposer>
    </LexicalCollaboration>
  )
}

const firstParagraph = (doc: Y.Doc) => {
  const paragraph = new Y.XmlText()
  paragraph.setAttribute('__type', 'paragraph')
  doc.get('root', Y.XmlText).insertEmbed(0, paragraph)
}

export const mount = async (element: HTMLElement, room: Room) => {
  await room.seed(firstParagraph, { document: 'lexical' }) // once, however many come at the same time
  const root = createRoot(element)
  const editor = await new Promise<LexicalEditor>((resolve) => {
    root.render(<Rich room={room} onEditor={(made) => void (made && resolve(made))} />)
  })
  return { editor, destroy: () => root.unmount() }
}
