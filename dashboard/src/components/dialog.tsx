/** Dialogs: one that holds a form or something to read, and one that asks before anything is lost. */
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { toProblem } from '../api/problem.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { ProblemNote } from './problem-view.tsx'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly wide?: boolean
  /** Only its own buttons close it: what it shows is shown once. */
  readonly insistent?: boolean
  readonly children: ReactNode
}

export const Dialog = ({ open, onClose, title, description, wide, insistent, children }: DialogProps) => (
  <Base.Root
    open={open}
    disablePointerDismissal={insistent === true}
    onOpenChange={(isOpen, { reason }) => {
      if (!isOpen && !(insistent && reason === 'escape-key')) onClose()
    }}
  >
    <Base.Portal>
      <Base.Backdrop className="backdrop" />
      <Base.Popup className={wide ? 'dialog dialog-wide' : 'dialog'}>
        <Base.Title className="dialog-title">{title}</Base.Title>
        {description !== undefined && <Base.Description className="dialog-text">{description}</Base.Description>}
        {children}
        {/* The last in order: whoever opens a dialog begins with what it is about. */}
        {!insistent && (
          <Base.Close className="icon-button dialog-close" aria-label="Close">
            <X aria-hidden />
          </Base.Close>
        )}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
)

interface FormDialogProps extends Omit<DialogProps, 'insistent'> {
  readonly action: string
  readonly look?: 'primary' | 'danger'
  readonly busy: boolean
  readonly error: unknown
  readonly onSubmit: (form: HTMLFormElement) => void
}

/** A dialog whose answer is a form. What was refused is told in it, and what was typed stays. */
export const FormDialog = ({
  action,
  look = 'primary',
  busy,
  error,
  onSubmit,
  children,
  ...dialog
}: FormDialogProps) => (
  <Dialog {...dialog}>
    <form
      className="form"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        if (!busy) onSubmit(event.currentTarget)
      }}
    >
      {children}
      {error !== null && error !== undefined && <ProblemNote problem={toProblem(error)} />}
      <div className="dialog-actions">
        <Button onClick={dialog.onClose}>Cancel</Button>
        <Button type="submit" look={look} busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  </Dialog>
)

interface ConfirmProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description: ReactNode
  readonly action: string
  /** To be typed before it can be done: for what nothing brings back. */
  readonly typed?: string
  readonly busy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
}

/** @example <Confirm title="Delete the room?" action="Delete" typed={room.id} … /> */
export const Confirm = ({ typed, onConfirm, ...dialog }: ConfirmProps) => {
  const [words, setWords] = useState('')
  const [missed, setMissed] = useState(false)
  return (
    <FormDialog
      {...dialog}
      look="danger"
      onSubmit={() => {
        if (typed === undefined || words === typed) onConfirm()
        else setMissed(true)
      }}
    >
      {typed !== undefined && (
        <Field
          label={`Type “${typed}” to go on`}
          autoComplete="off"
          spellCheck={false}
          value={words}
          error={missed && words !== typed ? 'That is something else.' : undefined}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
    </FormDialog>
  )
}
