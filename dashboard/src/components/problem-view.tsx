/** What went wrong, for a person: words, a way to try again, and the id by which whoever helps finds it. */
import { CloudOff, TriangleAlert } from 'lucide-react'
import type { Problem } from '../api/problem.ts'
import { Button } from './button.tsx'

const Trace = ({ problem: { code, requestId } }: { readonly problem: Problem }) => (
  <p className="trace">
    <code>{code}</code>
    {requestId !== null && (
      <>
        {' · request '}
        <code>{requestId}</code>
      </>
    )}
  </p>
)

const isOffline = ({ code }: Problem) => code === 'OFFLINE'

interface ProblemViewProps {
  readonly problem: Problem
  /** It is tried again at this moment. */
  readonly busy?: boolean
  readonly onRetry: () => void
}

/** Takes the place of what could not be shown. */
export const ProblemView = ({ problem, busy, onRetry }: ProblemViewProps) => (
  <section className="state" role="alert">
    {isOffline(problem) ? <CloudOff aria-hidden /> : <TriangleAlert aria-hidden />}
    <h2>{isOffline(problem) ? 'You are offline' : 'This could not be loaded'}</h2>
    <p>{isOffline(problem) ? 'It is loaded as soon as the connection is back.' : problem.message}</p>
    <Button busy={busy} onClick={onRetry}>
      Try again
    </Button>
    {!isOffline(problem) && <Trace problem={problem} />}
  </section>
)

/** Stands in a form, above its button. */
export const ProblemNote = ({ problem }: { readonly problem: Problem }) => (
  <div className="note note-danger" role="alert">
    <TriangleAlert aria-hidden />
    <div>
      <p>{problem.message}</p>
      {problem.requestId !== null && <Trace problem={problem} />}
    </div>
  </div>
)
