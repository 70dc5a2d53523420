/** Shows something secret that was just made, this once. */
import { TriangleAlert } from 'lucide-react'
import { Button } from './button.tsx'
import { CodeBlock } from './code-block.tsx'
import { Dialog } from './dialog.tsx'

interface ShownOnceProps {
  readonly title: string
  /** What it is called where it is copied. */
  readonly label: string
  /** What else to know of it. */
  readonly hint: string
  /** `null`: nothing to show. */
  readonly secret: string | null
  readonly onClose: () => void
}

export const ShownOnce = ({ title, label, hint, secret, onClose }: ShownOnceProps) => (
  <Dialog open={secret !== null} onClose={onClose} title={title} insistent wide>
    <div className="stack">
      <CodeBlock label={label} code={secret ?? ''} />
      <div className="note note-warn">
        <TriangleAlert aria-hidden />
        <p>{hint}</p>
      </div>
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </div>
  </Dialog>
)
