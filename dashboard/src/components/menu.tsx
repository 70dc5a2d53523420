/** A menu behind a button: what can be done with one thing. */
import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'

export interface MenuAction {
  readonly words: string
  readonly icon?: ReactNode
  readonly danger?: boolean
  /** Why it may not be done. */
  readonly reason?: string | undefined
  readonly run: () => void
}

interface MenuProps {
  readonly trigger: React.JSX.Element
  readonly actions: readonly MenuAction[]
  readonly align?: 'start' | 'end'
}

/** @example <ActionMenu trigger={<button aria-label="More about lobby">…</button>} actions={[{ words: 'Delete', danger: true, run }]} /> */
export const ActionMenu = ({ trigger, actions, align = 'end' }: MenuProps) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <MenuSurface align={align}>
      {actions.map(({ words, icon, danger, reason, run }) => (
        <Base.Item
          key={words}
          className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
          disabled={reason !== undefined}
          onClick={run}
        >
          {icon}
          <span>
            {words}
            {reason !== undefined && <small>{reason}</small>}
          </span>
        </Base.Item>
      ))}
    </MenuSurface>
  </Base.Root>
)

export const MenuSurface = ({
  align = 'end',
  children,
}: {
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}) => (
  <Base.Portal>
    <Base.Positioner className="layer" sideOffset={6} align={align}>
      <Base.Popup className="menu">{children}</Base.Popup>
    </Base.Positioner>
  </Base.Portal>
)
