/** Buttons and links that look like one. What may not be pressed stays reachable and says why. */
import { Tooltip } from '@base-ui/react/tooltip'
import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { say } from './toast.tsx'

type Look = 'plain' | 'primary' | 'danger' | 'quiet'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: Look | undefined
  readonly size?: 'small' | undefined
  readonly icon?: ReactNode
  /** Something is under way: the button waits, and keeps its focus. */
  readonly busy?: boolean | undefined
  /** Why it may not be pressed, in a sentence. */
  readonly reason?: string | undefined
}

export const buttonClass = (look: Look = 'plain', size?: 'small'): string =>
  `button button-${look}${size ? ` button-${size}` : ''}`

/** In the place of what a button would do: whoever cannot point at it is told why as well. */
const refuse = (reason: string | undefined) => (event: MouseEvent) => {
  event.preventDefault()
  if (reason !== undefined) say(reason)
}

/** @example <Button look="primary" busy={isPending} onClick={save}>Save</Button> */
export const Button = ({ look = 'plain', size, icon, busy = false, reason, children, ...rest }: ButtonProps) => {
  const blocked = busy || reason !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      className={[buttonClass(look, size), rest.className].filter(Boolean).join(' ')}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-description={reason}
      onClick={blocked ? refuse(reason) : rest.onClick}
    >
      {busy ? <LoaderCircle className="spin" aria-hidden /> : icon}
      {children}
    </button>
  )
  return reason === undefined ? button : <Hint words={reason}>{button}</Hint>
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly label: string
  readonly reason?: string | undefined
  readonly children: ReactNode
}

/** A button that is only a sign; its label is told to everybody who points at it or hears it. */
export const IconButton = ({ label, reason, children, ...rest }: IconButtonProps) => (
  <Hint words={reason ?? label}>
    <button
      type="button"
      {...rest}
      className={['icon-button', rest.className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-disabled={reason === undefined ? undefined : true}
      aria-description={reason}
      onClick={reason === undefined ? rest.onClick : refuse(reason)}
    >
      {children}
    </button>
  </Hint>
)

/** Words beside what is pointed at or has the focus. */
const Hint = ({ words, children }: { readonly words: string; readonly children: React.JSX.Element }) => (
  <Tooltip.Root>
    <Tooltip.Trigger render={children} />
    <Tooltip.Portal>
      <Tooltip.Positioner sideOffset={6}>
        <Tooltip.Popup className="tooltip">{words}</Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  </Tooltip.Root>
)
