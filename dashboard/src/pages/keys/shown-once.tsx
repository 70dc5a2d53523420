/** Shows a new key, this once. */
import { TriangleAlert } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { Dialog } from '../../components/dialog.tsx'

interface ShownOnceProps {
  /** `null`: nothing to show. */
  readonly secret: string | null
  readonly onClose: () => void
}

export const ShownOnce = ({ secret, onClose }: ShownOnceProps) => (
  <Dialog open={secret !== null} onClose={onClose} title="Your key" insistent wide>
    <div className="stack">
      <CodeBlock label="API key" code={secret ?? ''} />
      <div className="note note-warn">
        <TriangleAlert aria-hidden />
        <p>Take it along now. It is shown this once: we keep nothing that could be turned back into it.</p>
      </div>
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </div>
  </Dialog>
)
