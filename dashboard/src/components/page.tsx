/** The frame of a page: its title in the window and on the page, where focus goes when somebody arrives. */
import { type ReactNode, useEffect, useRef } from 'react'

/** The first page of a visit leaves the focus where the browser puts it. */
let isFirst = true

/** Names the window and moves the focus to the heading, so that whoever listens hears where they are. */
export const usePageTitle = (title: string) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · SyncForge`
  }, [title])
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true })
    isFirst = false
  }, [])
  return heading
}

interface PageProps {
  readonly title: string
  /** What is written above it, where it is not the title of the window. */
  readonly shown?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export const Page = ({ title, shown, lead, actions, children }: PageProps) => {
  const heading = usePageTitle(title)
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-words">
          <h1 ref={heading} tabIndex={-1}>
            {shown ?? title}
          </h1>
          {lead !== undefined && <p className="page-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface CardProps {
  readonly title?: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly danger?: boolean
  readonly children?: ReactNode
}

export const Card = ({ title, lead, actions, danger, children }: CardProps) => (
  <section className={danger ? 'card card-danger' : 'card'} aria-label={title}>
    {(title !== undefined || actions !== undefined) && (
      <header className="card-head">
        <div>
          {title !== undefined && <h2>{title}</h2>}
          {lead !== undefined && <p className="hint">{lead}</p>}
        </div>
        {actions}
      </header>
    )}
    {children}
  </section>
)
