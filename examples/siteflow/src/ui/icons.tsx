/** Owns the drawings beside words. They say nothing by themselves: whoever uses one names it in text. */
import type { ReactNode } from 'react'

const Icon = ({ children }: { readonly children: ReactNode }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    {children}
  </svg>
)

export const LockIcon = () => (
  <Icon>
    <path d="M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />
  </Icon>
)
export const PenIcon = () => (
  <Icon>
    <path d="m3 13 .8-3L11 2.8 13.2 5 6 12.2z" />
  </Icon>
)
export const CheckIcon = () => (
  <Icon>
    <path d="M3.5 8.5 6.7 11.5 12.5 4.8" />
  </Icon>
)
export const UpIcon = () => (
  <Icon>
    <path d="M8 13V3.5M4 7.5l4-4 4 4" />
  </Icon>
)
export const DownIcon = () => (
  <Icon>
    <path d="M8 3v9.5m-4-4 4 4 4-4" />
  </Icon>
)
export const CrossIcon = () => (
  <Icon>
    <path d="m4 4 8 8m0-8-8 8" />
  </Icon>
)
export const SendIcon = () => (
  <Icon>
    <path d="M2.5 8h10m-4-4.5L13 8l-4.5 4.5" />
  </Icon>
)
export const BackIcon = () => (
  <Icon>
    <path d="M13 8H3m4.5-4.5L3 8l4.5 4.5" />
  </Icon>
)

/** SyncForge's mark. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect className="mark-plate" width="32" height="32" rx="9" />
    <path className="mark-glyph" d="M23.5 8.5H9l4 6h10.5z" />
    <path className="mark-glyph-second" d="M8.5 23.5H23l-4-6H8.5z" />
  </svg>
)
