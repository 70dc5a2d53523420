// Owns one editor's page: puts the editor into it, with its comments and its code beside it.
import type { Room } from '@syncforge/client'
import { useEffect, useRef, useState } from 'react'
import { type EditorEntry, editors, type Running } from '../editors/table.ts'
import { Code } from './code.tsx'
import { Comments } from './comments.tsx'

interface Props {
  readonly editor: EditorEntry
  readonly room: Room
}

const useRunning = ({ editor, room }: Props) => {
  const place = useRef<HTMLDivElement>(null)
  const [state, set] = useState<{ readonly running: Running | null; readonly fault: string | null }>({
    running: null,
    fault: null,
  })
  useEffect(() => {
    const parent = place.current
    if (!parent) return
    // A place of its own: what an editor leaves behind goes with it.
    const element = document.createElement('div')
    element.className = `editor editor-${editor.id}`
    parent.append(element)
    let isOver = false
    let running: Running | null = null
    // An editor that shows a document before it is there would begin with an empty one.
    room
      .getDocument(editor.id)
      .whenSynced.then(() => (isOver ? null : editor.start(element, room)))
      .then(
        (started) => {
          running = started
          if (isOver) started?.destroy()
          else set({ running: started, fault: null })
        },
        (error) => {
          console.error(error)
          if (!isOver) set({ running: null, fault: 'This editor could not be loaded. Reload the page to try again.' })
        },
      )
    return () => {
      isOver = true
      // React components of its own must not be unmounted while this one is.
      queueMicrotask(() => {
        running?.destroy()
        element.remove()
      })
    }
  }, [editor, room])
  return { place, ...state }
}

const Stage = ({ editor, room }: Props) => {
  const { place, running, fault } = useRunning({ editor, room })
  return (
    <>
      <section className="sheet" aria-label={`${editor.title} document`}>
        {fault && (
          <p className="problem" role="alert">
            {fault}
          </p>
        )}
        {!running && !fault && <p className="waiting">Loading {editor.title}…</p>}
        <div ref={place} data-ready={running !== null} />
      </section>
      {running && <Comments room={room} document={editor.id} running={running} />}
    </>
  )
}

export const EditorPage = ({ editor, room }: { readonly editor: EditorEntry; readonly room: Room | null }) => (
  <div className="editor-page">
    <nav className="others" aria-label="Editors">
      <ul>
        {editors.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === editor.id ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <div className="stage">
      <h1 className="visually-hidden">{editor.title}</h1>
      {room ? <Stage editor={editor} room={room} /> : <p className="waiting">Joining the room…</p>}
    </div>
    <aside className="about">
      <h2>The lines you write</h2>
      <p>
        {editor.about} <a href={editor.site}>{editor.title}’s own page</a>
      </p>
      <Code editor={editor} />
    </aside>
  </div>
)
