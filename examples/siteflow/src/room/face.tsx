/** What shows instead of a room: that it is coming, or why it is not. */
import { useEffect, useState } from 'react'
import { Bar } from '../ui/bar.tsx'
import type { Problem } from './use-room.ts'

const headlines: Readonly<Record<string, string>> = {
  VALIDATION_ERROR: 'This address doesn’t name a project',
  ROOM_NOT_FOUND: 'This project doesn’t exist',
  UNAUTHORIZED: 'Your token doesn’t let you in',
  FORBIDDEN: 'This project isn’t open to you',
  ROOM_FULL: 'Everyone who fits is already here',
  NETWORK_ERROR: 'The server can’t be reached',
  TIMEOUT: 'The server didn’t answer in time',
}
const slowAfterMs = 5_000

export const Loading = ({ title }: { readonly title: string }) => {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="frame">
      <Bar title={title} />
      <main className="face" aria-busy="true">
        <span className="bone" />
        <span className="bone bone-short" />
        <p className="quiet" role="status">
          {isSlow ? 'This takes longer than usual. Still trying…' : 'Loading…'}
        </p>
      </main>
    </div>
  )
}

interface FailedProps {
  readonly title: string
  readonly problem: Problem
  readonly onRetry: () => void
  readonly onBack?: () => void
}

export const Failed = ({ title, problem: { code, message }, onRetry, onBack }: FailedProps) => (
  <div className="frame">
    <Bar title={title} {...(onBack ? { onBack } : {})} />
    <main>
      <div className="face" role="alert">
        <h2>{headlines[code] ?? 'It could not be opened'}</h2>
        <p>{message}</p>
        <p className="small quiet">{code}</p>
        <button type="button" className="button button-primary" onClick={onRetry}>
          Try again
        </button>
      </div>
    </main>
  </div>
)
