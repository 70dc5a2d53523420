// Owns how an editor's code is shown: the file that runs here, as it stands.
import type { EditorEntry } from '../editors/table.ts'

export const Code = ({ editor }: { readonly editor: EditorEntry }) => (
  <figure className="code">
    <figcaption>
      <code>{editor.file}</code>
      <code>npm i @syncforge/client yjs {editor.packages}</code>
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
    <section tabIndex={0} aria-label={`Code for ${editor.title}`}>
      <pre>
        <code>{editor.source}</code>
      </pre>
    </section>
  </figure>
)
