// Owns the index: every editor with who is in it, and the lines that it takes.
import type { PresenceUser, Room } from '@syncforge/client'
import { type EditorEntry, editors } from '../editors/table.ts'
import { Code } from './code.tsx'
import { useStore } from './use-store.ts'

const isIn = ({ connections }: PresenceUser, { id }: EditorEntry): boolean =>
  connections.some(({ presence }) => presence.editor === id)

const InIt = ({ room, editor }: { readonly room: Room; readonly editor: EditorEntry }) => {
  const count = useStore(room.presence).filter((person) => isIn(person, editor)).length
  return count > 0 ? <span className="card-count">{count} here</span> : null
}

export const IndexPage = ({ room }: { readonly room: Room | null }) => (
  <div className="index">
    <h1>Any editor, together</h1>
    <p className="lead">
      Eight well-known editors, each on a shared document of one room: text both ways, carets with names, undo of your
      own, work offline. Open one in two windows, and read the lines behind it.
    </p>
    <ul className="cards">
      {editors.map((editor) => (
        <li key={editor.id} className="card">
          <a className="card-link" href={`#${editor.id}`}>
            <h2>{editor.title}</h2>
            {room && <InIt room={room} editor={editor} />}
            <p>{editor.about}</p>
          </a>
          <details>
            <summary>The lines you write</summary>
            <Code editor={editor} />
          </details>
        </li>
      ))}
    </ul>
  </div>
)
