/** The top of every page. */
import type { ReactNode } from 'react'
import { addressOf } from '../address.ts'

interface FrameProps {
  readonly title: string
  /** What stands at the right. */
  readonly side?: ReactNode
  readonly children: ReactNode
}

export const Frame = ({ title, side, children }: FrameProps) => (
  <div className="frame">
    <header className="bar">
      <a className="home" href={addressOf({ doc: null })}>
        <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
          <rect className="mark-plate" width="32" height="32" rx="9" />
          <path className="mark-glyph" d="M23.5 8.5H9l4 6h10.5z" />
          <path className="mark-glyph-second" d="M8.5 23.5H23l-4-6H8.5z" />
        </svg>
        <span className="visually-hidden">All documents</span>
      </a>
      <h1 className="bar-title">{title}</h1>
      {side}
    </header>
    {children}
  </div>
)
