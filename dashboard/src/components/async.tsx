/** What is asked of the server, in each of its states: on its way, refused, offline, empty, there. */
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { toProblem, unreachable } from '../api/problem.ts'
import { ProblemView } from './problem-view.tsx'

interface AsyncProps<T> {
  readonly query: UseQueryResult<T>
  readonly skeleton: ReactNode
  readonly children: (data: T) => ReactNode
}

/**
 * What was there once stays while it is asked for again.
 *
 * @example <Async query={rooms} skeleton={<Rows />}>{(found) => <List rooms={found} />}</Async>
 */
export const Async = <T,>({ query, skeleton, children }: AsyncProps<T>) => {
  const { data, error, errorUpdateCount, fetchStatus, refetch } = query
  // While it is asked for again the query has forgotten why it failed: what is shown stays until there is something else.
  const [failed, setFailed] = useState<unknown>(null)
  if (error !== null && error !== failed) setFailed(error)
  if (data !== undefined) return children(data)
  const retry = () => void refetch()
  const problem = error ?? (errorUpdateCount > 0 ? failed : null)
  if (problem !== null) {
    return <ProblemView problem={toProblem(problem)} busy={fetchStatus === 'fetching'} onRetry={retry} />
  }
  if (fetchStatus === 'paused') return <ProblemView problem={unreachable()} onRetry={retry} />
  return (
    <div aria-busy="true">
      <p className="visually-hidden" role="status">
        Loading…
      </p>
      {skeleton}
    </div>
  )
}

/** Grey lines in the place of a list. */
export const SkeletonRows = ({ rows = 5 }: { readonly rows?: number }) => (
  <div className="skeleton-rows" aria-hidden>
    {Array.from({ length: rows }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <div className="skeleton-row" key={index}>
        <span className="bone bone-name" />
        <span className="bone bone-short" />
        <span className="bone bone-short" />
      </div>
    ))}
  </div>
)

/** Grey lines in the place of a form or text. */
export const SkeletonLines = ({ lines = 4 }: { readonly lines?: number }) => (
  <div className="skeleton-lines" aria-hidden>
    {Array.from({ length: lines }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <span className="bone" key={index} />
    ))}
  </div>
)

interface EmptyProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
}

/** Says what would be here and how it comes to be. */
export const Empty = ({ icon, title, children, action }: EmptyProps) => (
  <section className="state">
    {icon}
    <h2>{title}</h2>
    <p>{children}</p>
    {action}
  </section>
)
