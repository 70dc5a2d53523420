// Owns what the page shows: the index, or the editor that the address names behind its #.
import { useEffect, useSyncExternalStore } from 'react'
import { editors } from '../editors/table.ts'
import { Bar } from './bar.tsx'
import { EditorPage } from './editor-page.tsx'
import { IndexPage } from './index-page.tsx'
import { useVisit } from './visit.ts'

const subscribe = (told: () => void) => {
  addEventListener('hashchange', told)
  return () => removeEventListener('hashchange', told)
}

const useEditor = () => {
  const id = useSyncExternalStore(subscribe, () => location.hash.slice(1))
  return editors.find((editor) => editor.id === id) ?? null
}

export const App = () => {
  const editor = useEditor()
  const { room, problem, again } = useVisit()
  useEffect(() => {
    document.title = editor ? `${editor.title}: SyncForge` : 'Gallery of editors: SyncForge'
    room?.presence.update({ editor: editor?.id })
  }, [editor, room])
  return (
    <>
      <Bar room={room} editor={editor} />
      <main tabIndex={-1}>
        {problem && (
          <div className="problem" role="alert">
            <p>{problem}</p>
            <button type="button" className="button" onClick={again}>
              Try again
            </button>
          </div>
        )}
        {editor ? <EditorPage key={editor.id} editor={editor} room={room} /> : <IndexPage room={room} />}
      </main>
    </>
  )
}
